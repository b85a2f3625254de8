import { z } from 'zod';
import { durationMs } from './duration.ts';

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/u)
  .describe("a time of day in quotes, for instance '08:00'");

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

/** A span of time of a programme file, in milliseconds. */
export function span(described: string) {
  return z
    .string()
    .transform((text, context) => {
      const ms = durationMs(text);
      if (ms !== undefined) return ms;
      context.addIssue({ code: 'custom', message: `Write ${described}.` });
      return z.NEVER;
    })
    .describe(described);
}
