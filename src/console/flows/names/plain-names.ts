import { html, type Html } from '../../frame/html.ts';
import { hasWords, type Words } from '../../frame/words.ts';
import type { Telling } from './telling.ts';

/** A name of the file, as words: where nothing better is known. */
export function plain(name: string): string {
  return name.replaceAll(/[_-]+/gu, ' ');
}

/** A purpose, or what is noted of a person. */
export function knownName(w: Words, name: string): string {
  return hasWords(`read.name_${name}`) ? w(`read.name_${name}`) : plain(name);
}

/** What a flow keeps of somebody, in words; of a flow that was made here as its author called it. */
export function fieldName(w: Words, field: string): string {
  return hasWords(`names.field_${field}`) ? w(`names.field_${field}`) : plain(field);
}

const SLOT = /\{([a-z_]+)\}/u;

/** Words with what is filled in told by what it stands for, where it has a name here. */
export function withSlots(w: Words, words: string): Html {
  // `split` gives what was found at every second place.
  return html`${words
    .split(new RegExp(SLOT, 'gu'))
    .map((piece, place) =>
      place % 2 === 0
        ? piece
        : hasWords(`names.field_${piece}`)
          ? html`<span class="slot" title="{${piece}}">${w(`names.field_${piece}`)}</span>`
          : `{${piece}}`,
    )}`;
}

/** What an answer was kept as: by its label where it is one. */
export function valueName({ w, spoken }: Pick<Telling, 'w' | 'spoken'>, value: string): string {
  const label = spoken.labels.get(value);
  if (label !== undefined) return label;
  return hasWords(`names.value_${value}`) ? w(`names.value_${value}`) : knownName(w, value);
}

/** The start of a line. */
export function capital(words: string): string {
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
}

/** What is quoted may end with a stop or a question mark of its own: ours is then not said as well. */
export function onceStopped(says: string): string {
  return says.replaceAll(/([.?!…])\.(?=\s|$)/gu, '$1');
}
