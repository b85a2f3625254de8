import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { html, type Html } from '../../frame/html.ts';
import { type FollowedCount, followedIn, followedNote } from '../followed-note.ts';
import type { Telling } from '../names/telling.ts';
import { type Answered, answeredIn, answeredNote } from './answered-note.ts';

/** What a save did with the kept examples. */
export type ExamplesDone = {
  answered: Answered | undefined;
  reworded: FollowedCount | undefined;
  told: FollowedCount | undefined;
  moved: FollowedCount | undefined;
  passed: FollowedCount | undefined;
  ordered: FollowedCount | undefined;
  waiting: FollowedCount | undefined;
  withdrawn: FollowedCount | undefined;
};

export function examplesDone(query: URLSearchParams): ExamplesDone {
  return {
    answered: answeredIn(query),
    reworded: followedIn('reworded', query),
    told: followedIn('told', query),
    moved: followedIn('moved', query),
    passed: followedIn('passed', query),
    ordered: followedIn('ordered', query),
    waiting: followedIn('waiting', query),
    withdrawn: followedIn('withdrawn', query),
  };
}

/** Says above a conversation what became of examples with a step that is gone. */
export function goneNote({ w, outline }: Telling, query: URLSearchParams): Html {
  const { passed, withdrawn } = examplesDone(query);
  return html`${followedNote(w, outline.flow, 'passed', passed)}
  ${followedNote(w, outline.flow, 'withdrawn', withdrawn)}`;
}

/** Says it at the step, and what is left to be looked at. */
export function examplesNote(telling: Telling, step: OutlineStep, done: ExamplesDone): Html {
  const { w, outline } = telling;
  const { answered, reworded, told, moved, passed, ordered, waiting, withdrawn } = done;
  return html`${followedNote(w, outline.flow, 'moved', moved)}
  ${followedNote(w, outline.flow, 'passed', passed)}
  ${followedNote(w, outline.flow, 'told', told)}
  ${followedNote(w, outline.flow, 'ordered', ordered)}
  ${followedNote(w, outline.flow, 'waiting', waiting)}
  ${followedNote(w, outline.flow, 'withdrawn', withdrawn)}
  ${answeredNote(telling, step, answered, moved !== undefined)}
  ${followedNote(w, outline.flow, 'reworded', reworded)}`;
}
