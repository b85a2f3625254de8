import { hidden } from '../../frame/forms.ts';
import { html, type Html } from '../../frame/html.ts';
import type { Ask } from '../../frame/route.ts';
import type { Telling } from '../names/telling.ts';

/** What a step's forms need: the revision that they change, and what was typed where an edit was refused. */
export type Editing = { ask: Ask; telling: Telling; revision: number; typed: URLSearchParams };

/** Where something new is put into a way. */
export function addPath(
  { telling }: Pick<Editing, 'telling'>,
  step: string,
  exit: string,
  kind: string,
): string {
  const { outline, spoken } = telling;
  const query = new URLSearchParams({ step, exit, kind, lang: spoken.language });
  return `/console/flows/${outline.flow}/add?${query.toString()}`;
}

/** A form that does one thing; `name` tells what was typed into it when it comes back. */
export function editForm(
  editing: Editing,
  name: string,
  values: Record<string, string>,
  inside: Html,
): Html {
  const { telling, revision } = editing;
  const { flow } = telling.outline;
  const base = { form: name, revision: String(revision), lang: telling.spoken.language };
  return html`<form method="post" action="/console/flows/${flow}/edit" class="stack tight" data-edit>
    ${hidden({ ...base, ...values })} ${inside}
  </form>`;
}

/** What was typed into a form that came back, else what is so. */
export function typedIn({ typed }: Editing, name: string, key: string, now: string): string {
  return typed.get('form') === name ? (typed.get(key) ?? now) : now;
}
