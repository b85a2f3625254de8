import { z } from 'zod';

/** A weekly talk takes about 40 segments in 30 days; this leaves room for a bad month, and ends a phone that answers itself. */
export const NUMBER_MONTH_USUAL = 300;
const NUMBER_MONTH_MAX = 5_000;
const DAY_MAX = 1_000_000_000;

/** What may be spent, in segments: whoever makes the service send then costs no more than this. */
export const Budget = z
  .strictObject({
    /** To one number, in 30 days. */
    number_month: z.int().min(30).max(NUMBER_MONTH_MAX).default(NUMBER_MONTH_USUAL),
    /** To everybody, in a day of the programme's time zone; without it there is no bound. */
    day: z.int().min(1).max(DAY_MAX).optional(),
  })
  .describe('segments, for instance { number_month: 300, day: 20000 }')
  .transform((file) => ({ numberMonth: file.number_month, day: file.day }));
export type Budget = z.infer<typeof Budget>;
