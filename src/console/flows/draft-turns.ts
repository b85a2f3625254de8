import type { DraftStep } from '../../store/draft-history.ts';

/** What an undo would take back next, and what would be done again; undefined where there is nothing. */
export type Turns = { undo: DraftStep | undefined; redo: DraftStep | undefined };

/**
 * Goes through the saves of a draft as an editor of texts does: an undo takes the last change that stands, doing it again brings
 * back what was taken last, and a new change ends what could be done again.
 */
export function turnsOf(steps: readonly DraftStep[]): Turns {
  const standing: DraftStep[] = [];
  const taken: DraftStep[] = [];
  for (const step of steps) {
    if (step.takesBack !== null) move(standing, taken);
    else if (step.doesAgain !== null) move(taken, standing);
    else {
      standing.push(step);
      taken.length = 0;
    }
  }
  return { undo: standing.at(-1), redo: taken.at(-1) };
}

function move(from: DraftStep[], to: DraftStep[]): void {
  const step = from.pop();
  if (step !== undefined) to.push(step);
}
