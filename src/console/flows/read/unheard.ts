import type { OutlineStep } from '../../../flow/edit/outline.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { stepGlimpse } from '../names/step-names.ts';
import type { Telling } from '../names/telling.ts';

/** Forks and what is done in between: they decide the way, and nobody hears them. */
export function isUnheard({ kind }: OutlineStep): boolean {
  return kind === 'branch' || kind === 'do';
}

/** Steps in their order: one that is heard by itself, and those in between together. */
export function inRuns(steps: readonly OutlineStep[]): OutlineStep[][] {
  const runs: OutlineStep[][] = [];
  for (const step of steps) {
    const last = runs.at(-1);
    const joins = last?.every(isUnheard) === true && isUnheard(step);
    if (joins) last.push(step);
    else runs.push([step]);
  }
  return runs;
}

/** One quiet line for steps that nobody hears, which opens; open where one of them is at hand. */
export function unheardLine(
  telling: Telling,
  run: readonly OutlineStep[],
  inside: Html,
  isOpen: boolean,
): Html {
  if (!run.every(isUnheard)) return inside;
  const { w } = telling;
  return html`<details class="unheard" ${isOpen ? html`open` : nothing}>
    <summary><span>${w('read.unheard', { count: run.length })} ${run.map((step) => stepGlimpse(telling, step)).join(' · ')}</span></summary>
    <div class="stack">${inside}</div>
  </details>`;
}
