import { canonical } from '../../base/canonical.ts';
import { contentHash } from '../../base/seal.ts';
import { parseFlow } from '../parse-flow.ts';
import { parseTexts } from '../parse-texts.ts';
import { type DraftFiles, languageOf } from './draft-files.ts';
import { missingIn } from './yaml-text.ts';

export type ContentHashes = {
  /** Of all that people get: steps, and words in every language. */
  content: string;
  /** Of the words of each language. */
  languages: ReadonlyMap<string, string>;
  /** Languages whose file says that a native reviewer has signed it. */
  signedInFile: ReadonlySet<string>;
  /** How many texts and answers of each language are copies that wait for their translation. */
  copies: ReadonlyMap<string, number>;
};

/**
 * What a signature is bound to: the meaning of the files, not how they are laid out. A comment, an order of keys, the number of
 * the version or a transcript takes no signature back; a changed word does.
 */
export function contentHashes(flow: string, files: DraftFiles): ContentHashes {
  const languages = new Map<string, string>();
  const signedInFile = new Set<string>();
  const copies = new Map<string, number>();
  for (const [path, source] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const language = languageOf(path);
    if (language === undefined) continue;
    const read = parseTexts(source, path, language);
    languages.set(language, contentHash(read.ok ? canonical(read.texts.definition) : source));
    copies.set(language, missingIn(source).size);
    if (read.ok && read.texts.reviewed !== undefined) signedInFile.add(language);
  }
  const path = `${flow}/flow.yaml`;
  const source = files.get(path) ?? '';
  const read = parseFlow(source, path);
  const steps = read.ok ? canonical({ ...read.flow.definition, version: 0 }) : source;
  const content = contentHash(canonical({ steps, languages: [...languages] }));
  return { content, languages, signedInFile, copies };
}
