import { CHOICES_MAX } from '../../../flow/definition.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { exitName } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';
import type { AnsweredExamples } from './answer-examples.ts';

/** How many examples answer a new question, with which digit, and how many others go differently now. */
export type Answered = { count: number; digit: number; left: number };

/** More examples than any flow has. */
const COUNT_MAX = 9_999;

/** What is to be said of it goes with the address of the next page. */
export function answeredQuery({ changes, digit, left }: AnsweredExamples): Record<string, string> {
  return { answered: `${changes.size}.${digit}.${left}` };
}

export function answeredIn(query: URLSearchParams): Answered | undefined {
  const parts = /^(\d{1,4})\.(\d)\.(\d{1,4})$/u.exec(query.get('answered') ?? '')?.slice(1);
  const [count = 0, digit = 0, left = 0] = parts?.map(Number) ?? [];
  const isSense = digit >= 1 && digit <= CHOICES_MAX && count + left <= COUNT_MAX;
  return parts !== undefined && isSense ? { count, digit, left } : undefined;
}

/** Says at the new question what the console did with the kept examples, and what is left to be looked at. */
export function answeredNote(telling: Telling, step: OutlineStep, answered?: Answered): Html {
  if (answered === undefined || answered.count + answered.left === 0) return nothing;
  const { w, outline } = telling;
  const { count, digit, left } = answered;
  const exit = step.exits.filter(({ means }) => means !== undefined)[digit - 1];
  const answer = exit === undefined ? String(digit) : exitName(telling, exit, digit);
  return html`<div class="note" role="status">
    ${count === 0 ? nothing : html`<p>${w('read.examples_answered', { count, answer })}</p>`}
    ${
      left === 0
        ? nothing
        : html`<p>${w('read.examples_left', { count: left })}
            <a href="/console/flows/${outline.flow}/try#kept">${w('read.examples_look')}</a></p>`
    }
  </div>`;
}
