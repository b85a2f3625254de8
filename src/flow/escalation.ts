import { z } from 'zod';
import { ContactHours } from './programme-times.ts';
import { span } from './written-values.ts';

const ROLES = ['counsellor', 'supervisor', 'lead'] as const;
/** One person on duty is nobody on the day she is ill. */
const DUTY_PEOPLE_MIN = 2;
const DUTY_PEOPLE_MAX = 10_000;

/**
 * Who answers when somebody asks for a person, and how soon. A programme without it is not started: a 9 that nobody
 * hears is worse than none.
 */
export const Escalation = z
  .strictObject({
    /** When somebody is on duty; the times below count only within. */
    duty: ContactHours,
    /** Risk, or "not safe at home". */
    urgent_within: span('a time such as `30m`'),
    /** Everybody else who asks to talk. */
    call_within: span('a time such as `4h`'),
    /** Who is told in turn, each after the time is over again. */
    // oxlint-disable-next-line unicorn/no-thenable -- The word of the programme file; a list is never awaited.
    then: z.array(z.enum(ROLES)).min(2).describe('a list such as [counsellor, supervisor, lead]'),
    /** How many people are on the duty list, and when it was last gone through; their names are in no file. */
    duty_list: z
      .strictObject({
        people: z.int().min(DUTY_PEOPLE_MIN).max(DUTY_PEOPLE_MAX),
        checked_on: z.iso.date(),
      })
      .nullable()
      .default(null)
      .describe('who is on duty, for instance { people: 4, checked_on: 2027-01-31 }'),
    /** Complaints go to somebody else than the counsellor they may be about. */
    complaints_to: z.enum(['supervisor', 'lead']),
  })
  .transform((file) => ({
    duty: file.duty,
    urgentWithinMs: file.urgent_within,
    callWithinMs: file.call_within,
    ladder: file.then,
    dutyList: file.duty_list ?? undefined,
    complaintsTo: file.complaints_to,
  }));
