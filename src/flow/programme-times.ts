import { z } from 'zod';
import { span, TimeOfDay } from './written-values.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** Hours of a day; `days` without entry means every day. */
export const ContactHours = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .default([...WEEKDAYS])
      .describe('a list such as [mon, tue]'),
  })
  .refine((hours) => hours.from < hours.to, {
    path: ['to'],
    message: 'Write a time after `from`: contact hours lie within one day.',
  });
export type ContactHours = z.infer<typeof ContactHours>;

/** How often something comes, in milliseconds. */
export const Rhythm = span('a time of at most 90 days, for instance `7d`');
