import { ANY_WAY, BEFORE_WAY, EVERYBODYS_WAY, FIRST_WAY } from './edit-steps.ts';
import { canJoin } from './join-ways.ts';
import { answeredWays, mainQuestions, waysOfAnswers } from './main-question.ts';
import { type Silence, silenceBeside } from './near-silence.ts';
import { openingWays, silenceBeforeAll } from './opening-ways.ts';
import type { Outline, OutlineStep } from './outline.ts';
import { type Passes, whoPasses } from './who-passes.ts';
import { type Entrance, entrancesOf, exitsOf, onwardOf, targetOf } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/** The steps of a flow as they are written. */
export function writtenSteps({ steps }: Outline): Steps {
  return Object.fromEntries([...steps].map(([id, { written }]) => [id, written]));
}

/** The ways into which something is put at a place of the add form. */
export function waysAt(outline: Outline, at: { step: string; exit: string }): Entrance[] {
  const steps = writtenSteps(outline);
  const { step, exit } = at;
  const own = (exits: readonly Entrance['exit'][]) => exits.map((one) => ({ step, exit: one }));
  switch (exit) {
    case EVERYBODYS_WAY:
      return waysOfAnswers(steps, outline.start ?? '');
    case FIRST_WAY:
      return openingWays(steps, outline.start ?? '');
    case BEFORE_WAY:
      return entrancesOf(steps, step).filter((one) => one.step !== step);
    case ANY_WAY: {
      const onward = onwardOf(steps[step]);
      return own(answeredWays(steps[step]).filter((one) => targetOf(one) === onward));
    }
    default:
      return own(exitsOf(steps[step]).filter(({ id }) => id === exit));
  }
}

/**
 * Where a flow that comes by itself has a place that is no single step's: before all that it asks, which tears nothing
 * apart, and behind what belongs to the answers.
 */
export function placesForAll(outline: Outline): string[] {
  if (typeof outline.written['purpose'] !== 'string') return [];
  return [FIRST_WAY, EVERYBODYS_WAY].filter((exit) => {
    const ways = waysAt(outline, { step: '', exit });
    return ways.length > 0 && canJoin(writtenSteps(outline), ways);
  });
}

/** What a question at a place does when nobody answers it. */
export function silenceAt(
  outline: Outline,
  at: { step: string; exit: string },
  isFirst: boolean,
): Silence | undefined {
  const [steps, ways] = [writtenSteps(outline), waysAt(outline, at)];
  return at.exit === FIRST_WAY
    ? silenceBeforeAll(steps, ways)
    : silenceBeside(steps, ways, isFirst);
}

/** The one question that is heard before all others. */
export function isHeardFirst(outline: Outline, step: string): boolean {
  const ways = waysAt(outline, { step: '', exit: FIRST_WAY });
  return ways.length > 0 && ways.every(({ exit }) => exit.to === step);
}

export function mainSteps(outline: Outline): string[] {
  return mainQuestions(writtenSteps(outline), outline.start ?? '');
}

/** The question that the flow is there for, where something can be put before or behind it for everybody. */
export function mainStep(outline: Outline): OutlineStep | undefined {
  if (placesForAll(outline).length === 0) return undefined;
  const main = new Set(mainSteps(outline));
  return [...outline.steps.values()].find(({ id }) => main.has(id));
}

/** Who comes to a question right from what is said to several answers; undefined where anything else leads there. */
export function severalPass(outline: Outline, step: string): Passes[] | undefined {
  const ways = waysAt(outline, { step, exit: BEFORE_WAY });
  if (ways.some((way) => outline.steps.get(way.step)?.kind !== 'say')) return undefined;
  const passes = whoPasses(writtenSteps(outline), outline.start ?? '', ways);
  return passes.filter(({ comes }) => comes !== 'never').length > 1 ? passes : undefined;
}

/** Whoever answers the main question comes by this step, whatever she answers. */
export function isForEverybody(outline: Outline, step: string): boolean {
  const ways = waysAt(outline, { step, exit: BEFORE_WAY });
  const passes = whoPasses(writtenSteps(outline), outline.start ?? '', ways);
  return passes.length > 0 && passes.every(({ comes }) => comes === 'always');
}
