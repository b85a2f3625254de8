import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import type { Telling } from '../names/telling.ts';
import { type Answered, answeredNote } from './answered-note.ts';
import type { RewordedExamples } from './reword-examples.ts';

/** How many examples show the new words, and how many others go differently now. */
export type Reworded = { count: number; left: number };

/** What is to be said of it goes with the address of the next page. */
export function rewordedQuery(examples: RewordedExamples | undefined): Record<string, string> {
  return examples === undefined ? {} : { reworded: `${examples.changes.size}.${examples.left}` };
}

export function rewordedIn(query: URLSearchParams): Reworded | undefined {
  const parts = /^(\d{1,4})\.(\d{1,4})$/u.exec(query.get('reworded') ?? '')?.slice(1);
  if (parts === undefined) return undefined;
  const [count = 0, left = 0] = parts.map(Number);
  return { count, left };
}

type Shown = { answered?: Answered; reworded?: Reworded };

/** Says at the step what the console did with the kept examples, and what is left to be looked at. */
export function examplesNote(telling: Telling, step: OutlineStep, shown: Shown): Html {
  const { answered, reworded } = shown;
  return html`${answeredNote(telling, step, answered)}${rewordedNote(telling, reworded)}`;
}

function rewordedNote({ w, outline }: Telling, reworded: Reworded | undefined): Html {
  if (reworded === undefined) return nothing;
  const { count, left } = reworded;
  if (count + left === 0) return nothing;
  return html`<div class="note" role="status">
    ${count === 0 ? nothing : html`<p>${w('read.examples_reworded', { count })}</p>`}
    ${
      left === 0
        ? nothing
        : html`<p>${count === 0 ? w('read.examples_differ', { count: left }) : w('read.examples_left', { count: left })}
            <a href="/console/flows/${outline.flow}/try#kept">${w('read.examples_look')}</a></p>`
    }
  </div>`;
}
