import { z } from 'zod';

/** Consent is asked for anew at least so often, in days (docs/promises.md, req C12). */
const CONSENT_DAYS_MAX = 365;

/** How long a yes counts, as `365d`; afterwards only a fresh yes does. Days. */
export const ConsentFor = z
  .string()
  .regex(/^[1-9]\d{1,2}d$/u)
  .describe(`days, from 10d to ${CONSENT_DAYS_MAX}d`)
  .refine((text) => Number.parseInt(text, 10) <= CONSENT_DAYS_MAX, {
    message: `Write at most ${CONSENT_DAYS_MAX}d: a yes is asked for again once a year.`,
  })
  .transform((text) => Number.parseInt(text, 10));

/** Whom a programme takes in, in years; below it there is a person to talk with, and nothing is kept (req C13). */
export const MinimumAge = z.int().min(10).max(99).describe('years, for instance 18');

/**
 * Whether a member is told what her counsellor is called before she agrees: in every text, only on a screen or where her
 * texts may be open, or never.
 */
export const Match = z.strictObject({
  named: z.enum(['always', 'dialled', 'never']),
});
export type Match = z.infer<typeof Match>;
