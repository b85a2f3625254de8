import type { ReviewFacts } from '../../release/review-facts.ts';
import { nextOf, standing } from '../../release/rules.ts';
import type { FlowStages } from '../../release/stages.ts';
import type { ReleasePlan } from '../../store/release-stages.ts';

/** The way of a draft to everybody. */
const WAY = [
  'mend',
  'translate',
  'confirm',
  'send',
  'sign',
  'peer',
  'second',
  'one',
  'ten',
  'all',
] as const;
export type Stop = (typeof WAY)[number];
const SHARES: readonly Stop[] = ['one', 'ten'];
/** `blocked`: somebody holds it up; `waits`: another version goes out before it; `later`: something comes before it. */
export type StopState = 'done' | 'next' | 'blocked' | 'waits' | 'later';

type Stages = Pick<FlowStages, 'open' | 'settled'>;

/** As it was sent; before that as it is offered first. A first version is everybody's at once, whatever was planned. */
function planOf(facts: ReviewFacts, stages: Stages | undefined): ReleasePlan | null {
  if (!facts.isChanged) return stages?.open?.plan ?? null;
  if (stages?.settled === undefined) return 'at_once';
  return isStillChosen(facts, stages) ? 'at_once' : facts.isSent ? facts.plan : 'steps';
}

/** Whether it can still be chosen how fast it goes. */
export function isStillChosen(facts: ReviewFacts, stages: Stages | undefined): boolean {
  return facts.isChanged && !facts.isSent && facts.isFew && stages?.settled !== undefined;
}

/**
 * Where a draft is on its way, or else the version that goes out: what is done, the one thing that is next, and what comes after. A
 * release under way is past everything that its draft had to pass; what it has done is never told of the draft behind it.
 */
export function wayOf(
  facts: ReviewFacts,
  stages: Stages | undefined,
  plan = planOf(facts, stages),
): [Stop, StopState][] {
  const open = stages?.open;
  // What goes to everybody at once comes by no share.
  const way = WAY.filter((stop) => plan !== 'at_once' || !SHARES.includes(stop));
  if (open !== undefined && !facts.isChanged) {
    const at = open.percent === 1 ? 'one' : open.percent === 10 ? 'ten' : 'all';
    const here = way.indexOf(at);
    return way.map((stop, index) => {
      const isGoing = open.state === 'running';
      // What is out has arrived; that it is still watched is no step of anybody's.
      if (index < here || (isGoing && index === here)) return [stop, 'done'];
      if (index === here) return [stop, 'blocked'];
      return [stop, isGoing && index === here + 1 ? 'next' : 'later'];
    });
  }
  const next = nextOf(facts);
  if (next === 'nothing') return [];
  const isDone = doneBy(facts);
  const out = plan === 'at_once' ? 'all' : 'one';
  const at: Stop = next === 'unblock' ? 'peer' : next === 'release' ? out : next;
  return way.map((stop) => {
    if (stop === out && open !== undefined) return [stop, 'waits'];
    if (stop === at) return [stop, next === 'unblock' ? 'blocked' : 'next'];
    return [stop, isDone[stop] === true ? 'done' : 'later'];
  });
}

function doneBy(facts: ReviewFacts): Partial<Record<Stop, boolean>> {
  const now = standing(facts);
  return {
    mend: facts.errors === 0,
    translate: now.languages.every(({ copies }) => copies === 0),
    confirm: now.languages.every(({ asked }) => asked === 0),
    send: facts.isSent,
    sign: now.languages.every(({ signed }) => signed !== undefined),
    peer: now.peer !== undefined && now.block === undefined,
    second: now.second !== undefined,
  };
}
