import { MAIN_PLACE } from '../../store/counsellors.ts';
import { html, type Html } from './html.ts';
import type { Ask } from './route.ts';
import { hasWords, type Words } from './words.ts';

/** Words for a code of data; a flow of a programme's own may bring one that has none, and then stands as it is. */
export function labelOf(w: Words, prefix: string, code: string): string {
  const key = `${prefix}${code}`;
  return hasWords(key) ? w(key) : code.replaceAll('_', ' ');
}

export function purposeLabel({ w }: Ask, purpose: string): string {
  return labelOf(w, 'members.purpose_', purpose);
}

export function reasonLabel({ w }: Pick<Ask, 'w'>, reason: string): string {
  return labelOf(w, 'requests.reason_', reason);
}

/** A place by its name; the one that a programme with one place never named has words. */
export function placeLabel({ w }: Pick<Ask, 'w'>, place: string): string {
  return place === MAIN_PLACE ? w('counsellors.main_place') : place;
}

/** A short word in a frame; the word itself says what its colour does. */
export function chip(text: string, tone: 'good' | 'warn' | 'bad' | 'plain' = 'plain'): Html {
  return tone === 'plain'
    ? html`<span class="chip">${text}</span>`
    : html`<span class="chip ${tone}">${text}</span>`;
}

/** The options of a filter, with one on top for all. */
export function anyOf(
  label: string,
  options: readonly { value: string; label: string }[],
): { value: string; label: string }[] {
  return [{ value: '', label }, ...options];
}
