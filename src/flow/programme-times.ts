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

/** A pause within the hours, such as the time of a prayer; `days` without entry means each of them. */
const HoursPause = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    days: z.array(z.enum(WEEKDAYS)).min(1).optional().describe('a list such as [fri]'),
  })
  .refine((pause) => pause.from < pause.to, {
    path: ['to'],
    message: 'Write a time after `from`: a pause lies within one day.',
  });
/** A day has five prayers, and a village its own siesta. */
const PAUSES_MAX = 8;

/** When texts that nobody asked for may be sent: the hours, without what is left out of them. */
export const TextingHours = ContactHours.safeExtend({
  without: z
    .array(HoursPause)
    .min(1)
    .max(PAUSES_MAX)
    .optional()
    .describe("a list such as [{ from: '12:00', to: '14:00', days: [fri] }]"),
}).refine(leavesSomething, {
  path: ['without'],
  message:
    'Leave some time of each day: a pause as long as the hours is a day without them (`days`).',
});
export type TextingHours = z.infer<typeof TextingHours>;

/** Whether each day has a minute outside every pause. */
function leavesSomething({
  from,
  to,
  days,
  without = [],
}: ContactHours & { without?: z.infer<typeof HoursPause>[] | undefined }): boolean {
  return days.every((day) => {
    let at = from;
    for (const pause of without.toSorted((a, b) => (a.from < b.from ? -1 : 1)))
      if ((pause.days?.includes(day) ?? true) && pause.from <= at && pause.to > at) at = pause.to;
    return at < to;
  });
}

/** How often something comes, in milliseconds. */
export const Rhythm = span('a time of at most 90 days, for instance `7d`');
