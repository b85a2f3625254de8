import { hasWords, type Words } from '../../frame/words.ts';

/** A name of the file, as words: where nothing better is known. */
export function plain(name: string): string {
  return name.replaceAll(/[_-]+/gu, ' ');
}

/** A purpose, or what is noted of a person. */
export function knownName(w: Words, name: string): string {
  return hasWords(`read.name_${name}`) ? w(`read.name_${name}`) : plain(name);
}

/** What is quoted may end with a stop or a question mark of its own: ours is then not said as well. */
export function onceStopped(says: string): string {
  return says.replaceAll(/([.?!…])\.(?=\s|$)/gu, '$1');
}
