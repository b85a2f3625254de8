import { hasWords, type Words } from './words.ts';

/** What a language is called in the language of the page: on every page the same. */
export function languageName({ w }: { w: Words }, code: string): string {
  return hasWords(`languages.${code}`) ? w(`languages.${code}`) : ownLanguageName(code);
}

/** What a language calls itself: what stands in its file, and is read by who speaks it. */
export function ownLanguageName(code: string): string {
  return new Intl.DisplayNames([code, 'en'], { type: 'language' }).of(code) ?? code;
}
