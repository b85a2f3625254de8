import { CHOICES_MAX } from '../../../flow/definition.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { exitName } from '../names/step-names.ts';
import { exampleName } from '../../try/kept-transcripts.ts';
import { examplePath, openLink } from '../followed-note.ts';
import type { Telling } from '../names/telling.ts';
import type { AnsweredExamples } from './answer-examples.ts';

/** How many examples answer a new question, with which digit, how many stay silent at it, how many others go differently, and which were made. */
export type Answered = {
  count: number;
  silent: number;
  digit: number;
  left: number;
  made: readonly { digit: number; name: string }[];
  /** One of those that answer it. */
  name?: string | undefined;
};

/** More examples than any flow has. */
const COUNT_MAX = 9_999;

/** What is to be said of it goes with the address of the next page. */
export function answeredQuery(
  examples: Pick<AnsweredExamples, 'count' | 'digit' | 'left' | 'made'> & { silent?: number },
  answers: Iterable<string> = [],
): Record<string, string> {
  const { count, digit, left, silent = 0 } = examples;
  const [path] = answers;
  const name = path === undefined ? '' : `.${exampleName(path)}`;
  const made = examples.made.map((one) => `${one.digit}.${one.name}`).join('.');
  return {
    answered: `${count}.${digit}.${left}${name}`,
    ...(silent > 0 && { silent: `${silent}` }),
    ...(made !== '' && { made }),
  };
}

const COUNTS = /^(\d{1,4})\.(\d)\.(\d{1,4})(?:\.([a-z0-9][a-z0-9-]*))?$/u;

export function answeredIn(query: URLSearchParams): Answered | undefined {
  const parts = COUNTS.exec(query.get('answered') ?? '')?.slice(1);
  const [count = 0, digit = 0, left = 0] = parts?.slice(0, 3).map(Number) ?? [];
  const silent = countIn(query.get('silent'));
  const isSense = digit <= CHOICES_MAX && count + silent + left <= COUNT_MAX;
  const each = (query.get('made') ?? '').matchAll(/(\d)\.([a-z0-9][a-z0-9-]*)(?:\.|$)/gu);
  const made = [...each].map(([, one, name = '']) => ({ digit: Number(one), name }));
  if (parts === undefined || !isSense) return undefined;
  return { count, silent, digit, left, made, name: parts[3] };
}

function countIn(written: string | null): number {
  return /^\d{1,4}$/u.test(written ?? '') ? Number(written) : 0;
}

/** Says at the question what the console did with the kept examples, and what is left to be looked at. */
export function answeredNote(
  telling: Telling,
  step: OutlineStep,
  answered: Answered | undefined,
  isMoved = false,
): Html {
  if (answered === undefined) return nothing;
  const { w, outline } = telling;
  const { count, silent, digit, left, made, name } = answered;
  if (count + silent + left + made.length === 0) return nothing;
  const exits = step.exits.filter(({ means }) => means !== undefined);
  const answerOf = (one: number) => {
    const exit = exits[one - 1];
    return exit === undefined ? String(one) : exitName(telling, exit, one);
  };
  const base = `/console/flows/${outline.flow}`;
  return html`<div class="note ${left === 0 ? '' : 'warn'}" role="status">
    ${count === 0 ? nothing : html`<p>${w(isMoved ? 'read.examples_met' : 'read.examples_answered', { count, answer: answerOf(digit) })} ${openLink(w, outline.flow, name, count)}</p>`}
    ${silent === 0 ? nothing : html`<p>${w('read.examples_silent', { count: silent })}</p>`}
    ${made.map(
      (one) =>
        html`<p>${w('read.example_made', { answer: answerOf(one.digit) })}
          <a href="${examplePath(outline.flow, one.name)}">${w('read.example_look')}</a></p>`,
    )}
    ${
      left === 0
        ? nothing
        : html`<p>${count === 0 ? w('read.examples_differ', { count: left }) : w('read.examples_left', { count: left })}
            <a href="${base}/try#kept">${w('read.examples_look')}</a></p>`
    }
  </div>`;
}
