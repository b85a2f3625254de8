import { contactOpening } from '../../flow/contact-hours.ts';
import type { Programme } from '../../flow/programme.ts';
import { joined, noted, type Phone, type Step, type World } from '../../proof/talk/phone.ts';
import { fall, moveTo, takeAct } from '../../proof/talk/take-act.ts';

const DAY_MS = 86_400_000;
/** A try begins in the middle of a morning, when everybody's hours are open. */
const FIRST_TIME = '10:00';
/** What falls due on the way of one move; a flow that starts itself each hour would never end. */
const FALLS_MAX = 40;

/**
 * The time of day of a try. A talk knows whole days, since that is all a transcript has; the rest of the moment lies
 * beside it: how far the clock on the wall is ahead of the talk's, now and when the open question was put.
 */
export type TryClock = { offsetMs: number; askedOffsetMs: number; timeZone: string };

/** Something that came unasked, at a moment at which nothing unasked is sent; `until` is when it would leave. */
export type Held = { until: Date };

export type Moved = {
  step: Step;
  clock: TryClock;
  held: readonly Held[];
  /** The moment that was asked for lies behind; nothing was moved. */
  isPast: boolean;
};

type Hours = Pick<Programme, 'contactHours' | 'timeZone'> | undefined;

export function firstClock(phone: Phone, timeZone: string): TryClock {
  const { now } = phone.scene;
  const first = Temporal.PlainDateTime.from(`${dateAt(now, timeZone)}T${FIRST_TIME}`);
  const offsetMs = instantOf(first, timeZone) - now.getTime();
  return { offsetMs, askedOffsetMs: offsetMs, timeZone };
}

/** What the clock on the wall shows. */
export function clockTime({ scene }: Phone, { offsetMs }: TryClock): Date {
  return new Date(scene.now.getTime() + offsetMs);
}

/** The clock after something was done: a question that was put is put now. */
export function clockAfter(before: Phone, after: Phone, clock: TryClock): TryClock {
  const isAsked = after.scene.askedAt !== before.scene.askedAt || isHeard(before, after);
  return isAsked ? { ...clock, askedOffsetMs: clock.offsetMs } : clock;
}

function isHeard({ scene }: Phone, after: Phone): boolean {
  const { kind } = after.scene.outcome;
  return after.scene !== scene && (kind === 'heard' || kind === 'begun');
}

/** Goes on until the open question's silence is over, and lets it happen. */
export function waitForSilence(world: World, phone: Phone, clock: TryClock, hours: Hours): Moved {
  const at = silenceAt(phone, clock);
  const step = takeAct(world, phone, { type: 'silence' });
  if (at === undefined) return { step, clock, held: [], isPast: false };
  return { ...afterFall(step, at, clock), held: heldAt(step, at, hours), isPast: false };
}

/** Moves the clock on to a moment where the programme is, as `2027-01-06T21:30`; what is due on the way happens. */
export function moveClock(
  world: World,
  phone: Phone,
  clock: TryClock,
  to: { at: string; hours: Hours },
): Moved {
  const target = new Date(instantOf(Temporal.PlainDateTime.from(to.at), clock.timeZone));
  let now: Pick<Moved, 'step' | 'clock'> = { step: noted(phone), clock };
  const held: Held[] = [];
  if (target <= clockTime(phone, clock)) return { ...now, held, isPast: true };
  for (let falls = 0; falls < FALLS_MAX; falls += 1) {
    const next = nextFall(now.step.phone, now.clock);
    if (next === undefined || next.at > target) break;
    const { clock: wall, step: so } = now;
    const fallen = joined(so, (at) => fallOn(world, at, next, wall));
    held.push(
      ...heldAt({ ...fallen, shown: fallen.shown.slice(so.shown.length) }, next.at, to.hours),
    );
    now = afterFall(fallen, next.at, wall);
  }
  const { clock: wall } = now;
  const step = joined(now.step, (at) => goTo(world, at, target, wall));
  const offsetMs = target.getTime() - step.phone.scene.now.getTime();
  return { step, clock: { ...wall, offsetMs }, held, isPast: false };
}

type Fall = { at: Date; flow: string | undefined };

/** What happens next by itself: a silence, or a flow that begins. */
function nextFall(phone: Phone, clock: TryClock): Fall | undefined {
  const silence = silenceAt(phone, clock);
  const [due] = phone.due;
  const dueAt = due && new Date(due.at.getTime() + clock.offsetMs);
  if (silence !== undefined && (dueAt === undefined || silence <= dueAt))
    return { at: silence, flow: undefined };
  return due === undefined || dueAt === undefined ? undefined : { at: dueAt, flow: due.flow };
}

function fallOn(world: World, phone: Phone, { at, flow }: Fall, clock: TryClock): Step {
  if (flow === undefined) return takeAct(world, phone, { type: 'silence' });
  const rest = { ...phone, due: phone.due.slice(1) };
  return joined(goTo(world, rest, at, clock), (next) => fall(world, next, flow));
}

/** The talk goes on by the days that lie between the dates, as people count them. */
function goTo(world: World, phone: Phone, at: Date, { offsetMs, timeZone }: TryClock): Step {
  const { now } = phone.scene;
  const from = Temporal.PlainDate.from(dateAt(new Date(now.getTime() + offsetMs), timeZone));
  const { days } = from.until(Temporal.PlainDate.from(dateAt(at, timeZone)));
  return moveTo(world, phone, new Date(now.getTime() + days * DAY_MS));
}

function afterFall(step: Step, at: Date, clock: TryClock): Pick<Moved, 'step' | 'clock'> {
  const { now } = step.phone.scene;
  const offsetMs = at.getTime() - now.getTime();
  return { step, clock: { ...clock, offsetMs, askedOffsetMs: offsetMs } };
}

function silenceAt({ scene, stopped }: Phone, { askedOffsetMs }: TryClock): Date | undefined {
  const { silenceAfterMs } = scene.turn;
  if (scene.closed !== undefined || stopped !== undefined || silenceAfterMs === undefined)
    return undefined;
  return new Date(scene.askedAt.getTime() + silenceAfterMs + askedOffsetMs);
}

function heldAt({ shown }: Step, at: Date, hours: Hours): Held[] {
  if (hours === undefined || !shown.some(({ kind }) => kind === 'sms')) return [];
  const opening = contactOpening(hours, at);
  return opening.open ? [] : [{ until: opening.opensAt }];
}

function dateAt(at: Date, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
}

function instantOf(at: Temporal.PlainDateTime, timeZone: string): number {
  return at.toZonedDateTime(timeZone).epochMilliseconds;
}
