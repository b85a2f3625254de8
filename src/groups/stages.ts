import { z } from 'zod';
import { meetingInstant } from './rhythm.ts';

/** Days before a meeting and the time of day, where the programme is. */
const Remind = z.strictObject({
  days: z.int().min(0).max(7),
  at: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u),
});
export const Reminds = z.array(Remind).min(1).max(2);
export type Reminds = z.infer<typeof Reminds>;

/**
 * What is due about a meeting, in this order. `plan`: its facilitators hear when and where, and can still change it. `ask`:
 * every member is asked once. `again`: who said coming is reminded. `count`: facilitators hear how many come. `heads`: they
 * are asked how many came. `over`: the next is planned. `forget`: the answers go, a number stays.
 */
export const STAGES = ['plan', 'ask', 'again', 'count', 'heads', 'over', 'forget'] as const;
export type Stage = (typeof STAGES)[number];

const HOUR_MS = 3_600_000;
/** Facilitators look at the plan so long before anybody is asked. */
const PLAN_BEFORE_MS = 24 * HOUR_MS;
/** They hear how many come so long before: time to fetch chairs. */
const COUNT_BEFORE_MS = 2 * HOUR_MS;
/** A meeting lasts up to four hours; heads are asked for while they can still be counted from memory. */
const HEADS_AFTER_MS = 4 * HOUR_MS;
const OVER_AFTER_MS = 6 * HOUR_MS;
const FORGET_AFTER_MS = 72 * HOUR_MS;

export type Times = { startsAt: Date; reminds: Reminds; timeZone: string };

/** When each thing about a meeting is due. Pure. */
export function dueTimes({ startsAt, reminds, timeZone }: Times): Record<Stage, Date> {
  const before = reminds
    .map((remind) => remindAt(startsAt, remind, timeZone))
    .toSorted((a, b) => a.getTime() - b.getTime());
  const shifted = (by: number) => new Date(startsAt.getTime() + by);
  const ask = before[0] ?? shifted(-PLAN_BEFORE_MS);
  return {
    plan: new Date(ask.getTime() - PLAN_BEFORE_MS),
    ask,
    again: before[1] ?? shifted(-COUNT_BEFORE_MS),
    count: shifted(-COUNT_BEFORE_MS),
    heads: shifted(HEADS_AFTER_MS),
    over: shifted(OVER_AFTER_MS),
    forget: shifted(FORGET_AFTER_MS),
  };
}

/** What is done at a look: the first thing that has not been done, if its time has come, and when to look again. */
export type Look = { stage: Stage | undefined; dueAt: Date | undefined };

/** `done`: how many stages were. Pure. */
export function look(times: Times, done: number, now: Date): Look {
  const due = dueTimes(times);
  const stage = STAGES[done];
  if (stage === undefined) return { stage: undefined, dueAt: undefined };
  return due[stage] <= now ? { stage, dueAt: due[stage] } : { stage: undefined, dueAt: due[stage] };
}

/**
 * What comes before a meeting is left out when there is no time for it any more: nobody is asked after it has begun, and
 * nobody is reminded without having been asked. Pure.
 */
export function isWorth(stage: Stage, startsAt: Date, now: Date): boolean {
  const isBefore = stage === 'plan' || stage === 'ask' || stage === 'again' || stage === 'count';
  return !isBefore || now < startsAt;
}

function remindAt(startsAt: Date, { days, at }: Reminds[number], timeZone: string): Date {
  const day = Temporal.Instant.fromEpochMilliseconds(startsAt.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .subtract({ days });
  const when = meetingInstant(day.toString(), at, timeZone);
  // A meeting that was moved to the morning: whoever is asked at noon is asked before it all the same.
  return when < startsAt ? when : new Date(startsAt.getTime() - COUNT_BEFORE_MS);
}
