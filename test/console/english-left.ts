import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../src/console/frame/words.ts';
import { saidOn } from './said-on-page.ts';

const WORDS = join(import.meta.dirname, '..', '..', 'console', 'words');
const FLOWS = join(import.meta.dirname, '..', '..', 'flows');
/** What is called the same everywhere: what phones say, what files are called, and names. */
const ALLOWED =
  /\{\w+\}|\b(?:STOP|START|JOIN|HELP|CSV UTF-8|Google Authenticator|npm start|docs\/[\w.-]+)\b/gu;
/** Little words of which hardly a sentence of English is free, and which are no words of the other three languages. */
const LITTLE =
  /\b(?:the|and|of|is|was|were|with|this|that|it|not|your|you|nobody|who|what|when|where|which|her|she|has|have|are|from|be|been|by|an|if|any|its|they|their|will|can|cannot)\b/giu;
const LITTLE_MIN = 2;

/** The words of the console in one language, by `area.key`. */
export function stringsOf(language: Language): ReadonlyMap<string, string> {
  const all = new Map<string, string>();
  for (const name of readdirSync(join(WORDS, language))) {
    const parsed: Record<string, string> = JSON.parse(
      readFileSync(join(WORDS, language, name), 'utf8'),
    );
    for (const [key, text] of Object.entries(parsed))
      all.set(`${name.slice(0, -'.json'.length)}.${key}`, text);
  }
  return all;
}

/** Whether a text that somebody reads in another language is English. */
export function isEnglish(text: string): boolean {
  return (text.replaceAll(ALLOWED, '').match(LITTLE)?.length ?? 0) >= LITTLE_MIN;
}

/**
 * What a page says in English though it is in another language: a sentence, or what the console says in English and otherwise here.
 * Words of flows and names of their files are their authors'.
 */
export function englishLeft(page: string, language: Language): string[] {
  return saidOn(page)
    .filter((said) => said.language === language)
    .map(({ text }) => text)
    .filter((text) => {
      // Less of a text is no more English than all of it: only what may be is looked for among what authors wrote.
      if (!isEnglish(text) && !isOnlyEnglish(text, language)) return false;
      const rest = withoutFlows(text);
      return rest !== '' && (isEnglish(rest) || isOnlyEnglish(text, language));
    });
}

const english = new Set(stringsOf('en').values());
const others = new Map<Language, ReadonlySet<string>>();

function isOnlyEnglish(text: string, language: Language): boolean {
  const own = others.get(language) ?? new Set(stringsOf(language).values());
  others.set(language, own);
  return english.has(text) && !own.has(text);
}

const unmarked = (text: string) =>
  text
    .replaceAll(/["'#]/gu, '')
    .replaceAll(/[\s_-]+/gu, ' ')
    .trim();
/** What authors wrote: texts of flows, names of examples, and the lines above a flow. */
const written = unmarked(
  readdirSync(FLOWS, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(?:yaml|txt)$/u.test(path))
    .map((path) => `${path} ${readFileSync(join(FLOWS, path), 'utf8')}`)
    .join('\n'),
);

/** Words of the page that may stand behind what an author wrote, as in “…, em suaíli”; behind a closing quotation mark any number. */
const BEHIND_MAX = 3;

/** A text without what an author wrote: all of a text, or a glimpse of it between words of the page. */
function withoutFlows(text: string): string {
  const words = text.split(' ');
  let [from, to] = [0, 0];
  for (let end = words.length; end >= 1; end -= 1) {
    const ends = end >= words.length - BEHIND_MAX ? /[,…”»)]$/u : /[”»]$/u;
    if (end < words.length && !ends.test(words[end - 1] ?? '')) continue;
    const start = words.slice(0, end).findIndex((_, at) => isWritten(words.slice(at, end)));
    if (start >= 0 && end - start > to - from) [from, to] = [start, end];
  }
  return [...words.slice(0, from), ...words.slice(to)].join(' ');
}

function isWritten(words: readonly string[]): boolean {
  return written.includes(unmarked(words.join(' ').replaceAll(/^[\d\s·:“«(]+|[…\s”»:,)]+$/gu, '')));
}
