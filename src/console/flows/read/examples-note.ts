import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { html, type Html } from '../../frame/html.ts';
import { type FollowedCount, followedIn, followedNote } from '../followed-note.ts';
import type { Telling } from '../names/telling.ts';
import { type Answered, answeredIn, answeredNote } from './answered-note.ts';

/** What a save did with the kept examples. */
export type ExamplesDone = {
  answered: Answered | undefined;
  reworded: FollowedCount | undefined;
  moved: FollowedCount | undefined;
  passed: FollowedCount | undefined;
};

export function examplesDone(query: URLSearchParams): ExamplesDone {
  return {
    answered: answeredIn(query),
    reworded: followedIn('reworded', query),
    moved: followedIn('moved', query),
    passed: followedIn('passed', query),
  };
}

/** Says it at the step, and what is left to be looked at. */
export function examplesNote(telling: Telling, step: OutlineStep, done: ExamplesDone): Html {
  const { w, outline } = telling;
  const { answered, reworded, moved, passed } = done;
  return html`${followedNote(w, outline.flow, 'moved', moved)}
  ${followedNote(w, outline.flow, 'passed', passed)}
  ${answeredNote(telling, step, answered, moved !== undefined)}
  ${followedNote(w, outline.flow, 'reworded', reworded)}`;
}
