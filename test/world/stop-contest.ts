import { pause } from '../../src/base/clock.ts';
import type { Simulator } from '../../src/gateway/simulator/start-simulator.ts';
import type { Chance } from './chance.ts';
import { indexOf, type Racer } from './race-phones.ts';
import type { HandedIn } from './stop-judge.ts';

/** Of ten phones so many stop about when their first text is claimed, some after it, the rest after their second. */
const BEFORE_FIRST = 6;
const AFTER_FIRST = 3;
/** A STOP about the first text is set off by the first text of a phone up to so many places before: the sends at once. */
const PLACES = 20;
/** After what sets it off, up to so many milliseconds: about as long as one send takes under load. */
const DELAY_MS = 40;
/** Phones this far behind the queue stop even when their own text never came: a fault took it. */
const PASSED = 64;
/** The rest stop when nothing has been accepted for so long, in milliseconds: a fault may keep texts back for some seconds. */
const QUIET_MS = 6_000;
const LOOK_MS = 20;

export type Contest = { handedIn: HandedIn[]; ended: Promise<void>; stopped(): number };

/**
 * Each phone texts STOP at a moment of its own, drawn from the seed and timed by what the gateway has just accepted, so
 * that it falls among the sends to that very phone however fast the machine is.
 */
export function startContest(
  standIn: Simulator,
  racers: readonly Racer[],
  chance: Chance,
  quietMs = QUIET_MS,
): Contest {
  const handedIn: HandedIn[] = [];
  const under = new Set<Promise<void>>();
  const plans = racers.map((_, place) => ({ ...planOf(chance, place), accepted: 0, fired: false }));
  const setOffBy = Map.groupBy(plans.keys(), (place) => plans[place]?.by ?? -1);
  const first = racers[0]?.index ?? 0;
  let passed = 0;
  let lastMs = Infinity;

  const handIn = async (racer: Racer, delayMs: number) => {
    await pause(delayMs);
    handedIn.push(await textStop(standIn, racer));
  };
  const fire = (place: number) => {
    const plan = plans[place];
    const racer = racers[place];
    if (plan === undefined || racer === undefined || plan.fired) return;
    plan.fired = true;
    const work = handIn(racer, plan.delayMs).finally(() => under.delete(work));
    under.add(work);
  };
  const leave = standIn.subscribe((event) => {
    if (event.type !== 'accepted') return;
    const index = indexOf(event.message.text);
    if (index === undefined) return;
    lastMs = performance.now();
    const place = index - first;
    const plan = plans[place];
    if (plan === undefined) return;
    plan.accepted += 1;
    if (plan.accepted === plan.after) fire(place);
    if (plan.accepted === 1) setOffBy.get(place)?.forEach(fire);
    for (; passed < place - PASSED; passed += 1) fire(passed);
  });

  const whole = async () => {
    const isUnderWay = () => performance.now() - lastMs < quietMs;
    while (isUnderWay() && plans.some(({ fired }) => !fired)) await pause(LOOK_MS);
    plans.forEach((_, place) => fire(place));
    while (under.size > 0) await Promise.all(under);
    leave();
  };
  return { handedIn, ended: whole(), stopped: () => handedIn.length };
}

/** @throws Error when the service never took it */
export async function textStop(standIn: Simulator, racer: Racer): Promise<HandedIn> {
  const beganMs = Date.now();
  const { id, taken, acceptedBefore, atMs } = await standIn.phone(racer.number).texts('STOP');
  if (!taken) throw new Error(`the STOP of phone ${racer.index} was never taken`);
  return { racer, providerId: id, beganMs, atMs, acceptedBefore };
}

type Plan = { after: number; by: number | undefined; delayMs: number };

function planOf(chance: Chance, place: number): Plan {
  const lot = chance.below(10);
  const delayMs = chance.below(DELAY_MS);
  const by = Math.max(0, place - 1 - chance.below(PLACES));
  if (lot < BEFORE_FIRST && place > 0) return { after: 0, by, delayMs };
  return { after: lot < BEFORE_FIRST + AFTER_FIRST ? 1 : 2, by: undefined, delayMs };
}
