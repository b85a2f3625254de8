import { dutyAfter } from '../../flow/duty-hours.ts';
import type { Programme } from '../../flow/programme.ts';
import type { RequestCourse } from '../../store/simulated-team.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How a request ends that was never one of its own. */
const NO_REQUEST = new Set(['asked_again', 'mistake', 'withdrawn', 'erased']);

/** Times are in hours of the clock, nights and weekends included. */
export type RequestFigures = {
  requests: number;
  urgent: number;
  /** Somebody said "I will call", or called. */
  accepted: number;
  met: number;
  /** Nobody had, 24 h after she asked, or after a whole day of duty where the 24 h had none. */
  unansweredAt24h: number;
  /** The same by the clock alone: who asks on a Friday night waits for Monday. */
  unansweredAt24hOfClock: number;
  /** Of these, nobody was told that it takes longer, and nobody else was asked meanwhile. */
  neitherAnsweredNorEscalated: number;
  escalations: number;
  hoursToAcceptMedian: number | undefined;
  hoursToAcceptP90: number | undefined;
  hoursToMetMedian: number | undefined;
};

/** What became of requests for a call, of which there was time to answer. */
export function requestFigures(
  courses: readonly RequestCourse[],
  programme: Programme,
  endMs: number,
): RequestFigures {
  const real = courses.filter(({ endedAs }) => endedAs === null || !NO_REQUEST.has(endedAs));
  const late = real.filter((one) => isLate(one, dueMs(one, programme), endMs));
  const lateByClock = real.filter((one) => isLate(one, one.openedAt.getTime() + DAY_MS, endMs));
  const toAccept = hours(real, ({ acceptedAt }) => acceptedAt);
  return {
    requests: real.length,
    urgent: real.filter(({ kind }) => kind === 'urgent').length,
    accepted: toAccept.length,
    met: real.filter(({ metAt }) => metAt !== null).length,
    unansweredAt24h: late.length,
    unansweredAt24hOfClock: lateByClock.length,
    neitherAnsweredNorEscalated: late.filter(
      ({ escalated, lateToldAt }) => escalated === 0 && lateToldAt === null,
    ).length,
    escalations: real.reduce((sum, { escalated }) => sum + escalated, 0),
    hoursToAcceptMedian: share(toAccept, 0.5),
    hoursToAcceptP90: share(toAccept, 0.9),
    hoursToMetMedian: share(
      hours(real, ({ metAt }) => metAt),
      0.5,
    ),
  };
}

function dueMs({ openedAt }: RequestCourse, programme: Programme): number {
  const { from, to } = programme.escalation.duty;
  const at = (time: string) => Temporal.PlainTime.from(time);
  const aDay = at(from).until(at(to)).total('milliseconds');
  return Math.max(openedAt.getTime() + DAY_MS, dutyAfter(programme, openedAt, aDay).getTime());
}

function isLate({ acceptedAt }: RequestCourse, byMs: number, endMs: number): boolean {
  return byMs <= endMs && (acceptedAt === null || acceptedAt.getTime() > byMs);
}

function hours(all: readonly RequestCourse[], of: (one: RequestCourse) => Date | null): number[] {
  return all
    .flatMap((one) => {
      const at = of(one);
      return at === null ? [] : [(at.getTime() - one.openedAt.getTime()) / HOUR_MS];
    })
    .toSorted((a, b) => a - b);
}

/** The value below which this share of a sorted list lies; undefined where there is none. */
export function share(sorted: readonly number[], part: number): number | undefined {
  const found = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
  return found === undefined ? undefined : Math.round(found * 100) / 100;
}
