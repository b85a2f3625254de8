import type { LintWords } from '../../../src/flow/lint-words.ts';
import type { Chance } from '../../world/chance.ts';
import { type Mutant, mutantOf, type Written } from './mutant.ts';
import { branchesOf, type Tree, treeAt, treeWith } from './tree.ts';

/** What the mistakes of one language depend on. */
export type Tongue = {
  language: string;
  lint: LintWords | undefined;
  /** Whether some programme sends its accents as they are, so that one outside GSM-7 costs. */
  isDear: boolean;
};

/** One wording of one text in one language. */
type At = { written: Written; language: string; path: string[]; text: string; id: string };

const LONGER = ' and then some more words that nobody needs'.repeat(5).slice(0, 200);

/**
 * Mistakes in the words of a flow, in one language. Left out, since they change nothing that anybody meets: an accent in
 * the wording of USSD, which is folded; another language, or the same question twice, where the text asks for the
 * language, since such a text may hold several.
 */
export function textMutants(written: Written, tongue: Tongue, chance: Chance): Mutant[] {
  const { language } = tongue;
  const file = written.texts.get(language);
  const questions = questionTexts(written);
  const polyglot = polyglotTexts(written);
  return Object.entries(branchesOf(treeAt(file, ['texts']))).flatMap(([id, tree]) => {
    const wordings = typeof tree === 'string' ? [['', tree] as const] : Object.entries(tree ?? {});
    const all = wordings.flatMap(([channel, text]) => {
      const path = ['texts', id, ...(channel === '' ? [] : [channel])];
      return typeof text === 'string' ? [{ written, language, path, text, id }] : [];
    });
    return [
      mutantAt({ written, language, path: ['texts', id] }, undefined, 'text deleted'),
      ...all.flatMap((at) => [
        mutantAt(at, `${at.text}${LONGER}`, 'text longer'),
        mutantAt(
          at,
          at.text.replace(/(?<=\p{L})(?=[\p{M}]*[^\p{L}\p{M}]*$)/u, '\u2019'),
          'curly quote',
        ),
        ...(tongue.isDear && !at.path.includes('ussd')
          ? [mutantAt(at, accented(at.text), 'accent')]
          : []),
        ...(questions.has(id) && !polyglot.has(id) && at.text.includes('?')
          ? [mutantAt(at, `${at.text} ${at.text.replace(/^.*[.:] /u, '')}`, 'second question')]
          : []),
        ...banned(at, tongue, chance),
        ...withoutAVariable(at),
        ...(polyglot.has(id) ? [] : inEnglish(at)),
      ]),
      ...(polyglot.has(id) ? [] : swappedWith(written, language, id)),
    ];
  });
}

function mutantAt(
  { written, language, path }: Pick<At, 'written' | 'language' | 'path'>,
  text: string | undefined,
  kind: string,
): Mutant {
  const file = treeWith(written.texts.get(language) ?? null, path, text);
  const texts = new Map([...written.texts, [language, file]]);
  const what = `${language} ${path.slice(1).join(' ')}: ${text ?? 'nothing'}`;
  return mutantOf(written, { ...written, texts }, kind, what);
}

/** The first vowel with a mark that is outside GSM-7. */
function accented(text: string): string {
  const marked = text.replace(/(?<!\{[a-z_]*)[aeiou]/u, (vowel) =>
    `${vowel}\u0304`.normalize('NFC'),
  );
  return marked === text ? `${text} \u0101` : marked;
}

function banned(at: At, { lint }: Tongue, chance: Chance): Mutant[] {
  if (lint === undefined) return [];
  const words = Object.values(lint.banned).flatMap((list) => Object.keys(list.words));
  // `*` alone stands for any word, beside letters for more of them or none.
  const word = chance
    .pick(words)
    .replaceAll(/(?<= )\*(?= )/gu, 'them')
    .replaceAll('*', '');
  return [mutantAt(at, `${at.text.replace(/[.?]?$/u, '')} ${word}.`, 'banned word')];
}

function withoutAVariable(at: At): Mutant[] {
  const names = [...new Set([...at.text.matchAll(/\{([a-z_]+)\}/gu)].map(([whole]) => whole))];
  return names.map((name) =>
    mutantAt(
      at,
      at.text.replaceAll(name, '').replaceAll(/ {2,}/gu, ' ').trim(),
      'variable removed',
    ),
  );
}

/** The English text in place of its translation. */
function inEnglish(at: At): Mutant[] {
  const english = treeAt(at.written.texts.get('en'), at.path);
  const isSame = english === undefined || typeof english !== 'string' || english === at.text;
  return at.language === 'en' || isSame ? [] : [mutantAt(at, english, 'left in English')];
}

/** The text of each of two languages in the file of the other. */
function swappedWith(written: Written, language: string, id: string): Mutant[] {
  return [...written.texts].flatMap(([other, file]) => {
    const [own, theirs] = [written.texts.get(language), file].map((one) =>
      treeAt(one, ['texts', id]),
    );
    if (other <= language || own === theirs || own === undefined || theirs === undefined) return [];
    const texts = new Map(written.texts);
    texts.set(language, treeWith(texts.get(language) ?? null, ['texts', id], theirs));
    texts.set(other, treeWith(file, ['texts', id], own));
    const what = `${id} in ${language} and ${other}`;
    return [mutantOf(written, { ...written, texts }, 'languages swapped', what)];
  });
}

function questionTexts({ flow }: Written): Set<Tree | undefined> {
  const steps = Object.values(branchesOf(treeAt(flow, ['steps'])));
  return new Set(steps.map((step) => treeAt(step, ['ask'])));
}

/** Texts that ask for the language. */
function polyglotTexts({ flow }: Written): Set<Tree | undefined> {
  const steps = Object.values(branchesOf(treeAt(flow, ['steps'])));
  const asking = steps.filter((step) => treeAt(step, ['choices']) === 'languages');
  return new Set(asking.map((step) => treeAt(step, ['ask'])));
}
