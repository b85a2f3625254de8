import { type Desk, deskOf, EditRefused } from './desk.ts';
import type { DraftFiles } from './draft-files.ts';
import { type Edited, editFlow } from './edit-flow.ts';
import { BEFORE_WAY, EVERYBODYS_WAY, FIRST_WAY, setAside, waysOfPlace } from './edit-steps.ts';
import type { Way } from './edit-ways.ts';
import { END } from '../definition.ts';
import { blockOf, ownOf } from './step-block.ts';
import { type Entrance, entrancesOf, exitsOf } from './written-exits.ts';

type Move = { step: string; at: Way };

/**
 * A flow as it was before a question was moved, where the place that is meant now is the one that it had: what led to it
 * and what merely led to the same can be told apart by that alone. `versions` are the flow as it is, and as it was before
 * each of the last saves, the newest first. Undefined where anything else was changed meanwhile.
 */
export function movedBack(
  versions: readonly DraftFiles[],
  flow: string,
  move: Move,
): Edited | undefined {
  const at = versions.slice(1).findIndex((earlier) => hadPlace(earlier, flow, move)) + 1;
  const files = versions[at];
  const isMovedAlone = versions.slice(0, at).every((later, index) => {
    const earlier = versions[index + 1];
    return earlier !== undefined && isMoveOf(earlier, later, flow, move.step);
  });
  if (at === 0 || files === undefined || !isMovedAlone) return undefined;
  return { kind: 'edited', flow, step: move.step, files };
}

/** Whether nothing but this one step stands elsewhere, examples aside. */
function isMoveOf(earlier: DraftFiles, later: DraftFiles, flow: string, step: string): boolean {
  const path = `${flow}/flow.yaml`;
  const own = [...new Set([...earlier.keys(), ...later.keys()])].filter(
    (one) => !one.includes('/transcripts/') && one !== path,
  );
  // A save of examples alone is somebody's own work.
  if (earlier.get(path) === later.get(path)) return false;
  if (own.some((one) => earlier.get(one) !== later.get(one))) return false;
  const ahead = ifEdited(() => aheadOf(deskOf(later, flow), step)) ?? new Set<string>();
  const places = [
    ...[...ahead].map((one) => ({ step: one, exit: BEFORE_WAY })),
    ...[FIRST_WAY, EVERYBODYS_WAY].map((exit) => ({ step: '', exit })),
  ];
  return places.some((at) => {
    const moved = editFlow(earlier, flow, { do: 'move_step', step, at });
    return moved.kind === 'edited' && moved.files.get(path) === later.get(path);
  });
}

/** All steps: first those to which this one leads with all that belongs to it, since one of them most often comes behind it. */
function aheadOf(desk: Desk, step: string): Set<string> {
  const steps = desk.steps();
  const own = [...ownOf(steps, step)];
  const ahead = own.flatMap((one) => exitsOf(steps[one]).map(({ to }) => to));
  return new Set([...ahead.filter((one) => one !== END), ...Object.keys(steps)]);
}

/** Whether a step stood at this place. */
function hadPlace(files: DraftFiles, flow: string, { step, at }: Move): boolean {
  const had = ifEdited(() => {
    const desk = deskOf(files, flow);
    const block = blockOf(desk.steps(), step);
    // What leads nowhere on has no place among what comes behind it.
    if (block === undefined || block.ways.length === 0) return false;
    if (at.exit === BEFORE_WAY) return block.onward === at.step;
    const ways = leading(desk, step);
    setAside(desk, step);
    const place = (waysOfPlace(desk, at) ?? []).map(keyOf);
    return place.length === ways.size && place.every((one) => ways.has(one));
  });
  return had === true;
}

function leading(desk: Desk, step: string): Set<string> {
  const isStart = desk.written()['start'] === step;
  return new Set([...entrancesOf(desk.steps(), step).map(keyOf), ...(isStart ? [' start'] : [])]);
}

function keyOf({ step, exit }: Entrance): string {
  return `${step} ${exit.id}`;
}

/** What cannot be edited there is no such place. */
function ifEdited<Done>(work: () => Done): Done | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof EditRefused) return undefined;
    throw error;
  }
}
