import { withoutVariables } from '../variables.ts';
import { type Desk, mappingIn, textsPath } from './desk.ts';
import { marked, missingIn, scalarText, setValue } from './yaml-text.ts';

type Section = 'texts' | 'choices';
/** Words of one language: a text, or the name of an answer. */
export type WordsAt = { language: string; section: Section; key: string };

/** Whether the words are a copy that waits for its translation. */
export function isCopy({ files, flow }: Desk, { language, section, key }: WordsAt): boolean {
  return missingIn(files.get(textsPath(flow, language)) ?? '').has(`${section}.${key}`);
}

/**
 * Whether new words of a copy are still those of another language: each of them stands in the copy, or in what one other
 * language says there itself. So whoever shortens a copy does not pass for its translator.
 */
export function staysCopy(desk: Desk, at: WordsAt, words: string): boolean {
  if (!isCopy(desk, at)) return false;
  const others = desk.languages().map((language) => ({ ...at, language }));
  const originals = [at, ...others.filter((one) => !isCopy(desk, one))];
  const said = wordsOf(words);
  return originals.some((one) => said.isSubsetOf(wordsOf(written(desk, one))));
}

/** Copies that say what an original said until now say what it says from now on, and stay marked. */
export function leadCopies(desk: Desk, at: WordsAt, before: unknown): void {
  const { section, key } = at;
  const now = written(desk, at);
  for (const language of desk.languages()) {
    const other = { ...at, language };
    if (language === at.language || !isCopy(desk, other)) continue;
    if (JSON.stringify(written(desk, other)) !== JSON.stringify(before)) continue;
    const text = typeof now === 'string' ? scalarText(now) : JSON.stringify(now);
    desk.editTexts(language, (source) => setValue(source, [section, key], marked(text)));
  }
}

function written(desk: Desk, { language, section, key }: WordsAt): unknown {
  const entries = mappingIn(desk.texts(language), section);
  return Object.hasOwn(entries, key) ? entries[key] : undefined;
}

/** Letters and digits as they are read, whatever stands between them. */
function wordsOf(value: unknown): Set<string> {
  const text = typeof value === 'string' ? value : JSON.stringify(Object.values(value ?? {}));
  return new Set(
    withoutVariables(text)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}']+/gu) ?? [],
  );
}
