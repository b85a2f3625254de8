import { type DutyTimes, dutyAfter, dutyNow } from '../flow/duty-hours.ts';
import type { Programme } from '../flow/programme.ts';
import type { LadderRequest } from '../store/ladder-requests.ts';

/** urgent: danger, or not safe at home. talk: asks for a call. digest: waits for one text in the morning. */
export type RequestKind = 'urgent' | 'talk' | 'digest';

/** Who is asked in turn. Each acknowledges by digits; silence or a no leads to the next. */
export const RUNGS = ['counsellor', 'backup', 'supervisor', 'lead'] as const;

/** Nobody is asked to act sooner than this, in milliseconds of duty: a phone may lie in another room. */
const SHORTEST_MS = 30 * 60_000;

const URGENT: ReadonlySet<string> = new Set([
  'risk_words',
  'asked_in_danger',
  'not_safe',
  'touched_or_threatened',
]);
/** What can wait for the morning. Whatever is not named here is somebody who asks to talk: too early is better than never. */
const DIGEST: ReadonlySet<string> = new Set([
  'not_going_well',
  'silent',
  'missed_twice',
  'no_answer',
  'wrote',
  'other_day',
  'wants_a_visit',
  'looks_for_a_group',
  'change_number',
  'my_data',
  'erase_my_data',
  'plan_shared',
  'plan_taken_back',
  'morning_call_ended',
  'take_over',
]);

/** Which times hold for a request, by the reason that its flow gave. */
export function kindOf(reason: string): RequestKind {
  if (URGENT.has(reason)) return 'urgent';
  return DIGEST.has(reason) ? 'digest' : 'talk';
}

export type LadderTimes = DutyTimes & Pick<Programme, 'escalation'>;

/** The time that a member asked for; null where she did not. */
export type CallWindow = { from: Date | null; to: Date | null };

/** From when on somebody may be asked: at once in duty hours, else when they open; the digest with the next opening. */
export function askFrom(times: LadderTimes, kind: RequestKind, now: Date): Date {
  const duty = dutyNow(times, now);
  if (!duty.open) return duty.opensAt;
  if (kind !== 'digest') return now;
  const next = dutyNow(times, duty.closesAt);
  return next.open ? duty.closesAt : next.opensAt;
}

/**
 * Until when whoever is asked at `now` has to have answered: 30 minutes for an urgent request; for a call before the window
 * that the member asked for begins, and after 4 hours at the latest; what is in the digest before the next
 * morning's. All of it is counted in duty hours. On later rungs what is left of the window is shared.
 */
export function dueOf(
  times: LadderTimes,
  kind: RequestKind,
  rung: number,
  now: Date,
  window: CallWindow = { from: null, to: null },
): Date {
  const { urgentWithinMs, callWithinMs } = times.escalation;
  if (kind === 'urgent') return dutyAfter(times, now, urgentWithinMs);
  const latest = dutyAfter(times, now, callWithinMs);
  if (kind === 'digest') return askFrom(times, 'digest', now);
  const soonest = dutyAfter(times, now, SHORTEST_MS);
  const wished = rung === 0 ? window.from : sharedEnd(window, rung, now);
  if (wished === null || wished >= latest) return latest;
  return wished < soonest ? soonest : wished;
}

function sharedEnd({ to }: CallWindow, rung: number, now: Date): Date | null {
  if (to === null) return null;
  const left = Math.max(0, to.getTime() - now.getTime());
  return new Date(now.getTime() + left / Math.max(1, RUNGS.length - rung));
}

/**
 * After so many duty hours whoever has accepted is asked how it went, and after as many again the next person is; counted
 * from the time that the member asked for, where that is still to come.
 */
export function outcomeDue(
  times: LadderTimes,
  { kind, windowFrom, windowTo }: Pick<LadderRequest, 'kind' | 'windowFrom' | 'windowTo'>,
  now: Date,
): Date {
  const { urgentWithinMs, callWithinMs } = times.escalation;
  const wished = windowTo ?? windowFrom ?? now;
  const from = wished > now ? wished : now;
  return dutyAfter(times, from, kind === 'urgent' ? urgentWithinMs : callWithinMs);
}
