import { isAnswerWord, WORDS_MAX } from '../answer-words.ts';
import { isMapping } from '../read-object.ts';
import { withoutVariables } from '../variables.ts';
import { isCopy, leadCopies, staysCopy } from './copies.ts';
import { type Desk, EditRefused, mappingIn } from './desk.ts';
import { meaningsOf, textOf } from './written-exits.ts';
import { addPair, marked, removePair, scalarText, setValue, valueText } from './yaml-text.ts';

/** Longest text of a flow file and longest label of an answer, in characters (parse-texts.ts). */
export const TEXT_MAX = 1_000;
export const LABEL_MAX = 40;

/** What a text says: one wording, or one for each channel. */
export type Wording = { both: string } | { sms: string; ussd: string };
/** The same words in several languages. */
export type ByLanguage = Readonly<Record<string, string>>;

/** What a text says; `isTranslated`: somebody says so of words that were a copy of another language. */
export type SetWording = {
  text: string;
  language: string;
  wording: Wording;
  isTranslated?: boolean | undefined;
};

/**
 * Changes what a text says in one language. A signature below the old words does not hold for the new ones. What was a copy
 * stays one while its words are those of the other language; copies of an original follow it.
 */
export function setWording(
  desk: Desk,
  { text, language, wording, isTranslated }: SetWording,
): void {
  const words = 'both' in wording ? { both: said(wording.both) } : apart(wording);
  const texts = mappingIn(desk.texts(language), 'texts');
  const before = texts[text];
  const value =
    'both' in words
      ? scalarText(words.both)
      : `{ sms: ${quoted(words.sms)}, ussd: ${quoted(words.ussd)} }`;
  const at = { language, section: 'texts', key: text } as const;
  const wasCopy = isCopy(desk, at);
  const isDone = wasCopy && isTranslated === true;
  if (isSame(before, words) && !isDone) return;
  const all = 'both' in words ? words.both : `${words.sms} ${words.ussd}`;
  const stays = !isDone && staysCopy(desk, at, all);
  desk.editTexts(language, (source) =>
    Object.hasOwn(texts, text)
      ? setValue(source, ['texts', text], stays ? marked(value) : value)
      : addPair(source, ['texts'], { key: text, text: value }),
  );
  unsign(desk, language);
  if (!wasCopy) leadCopies(desk, at, before);
}

function apart({ sms, ussd }: { sms: string; ussd: string }): Wording {
  const words = { sms: said(sms), ussd: said(ussd) };
  return words.sms === words.ussd ? { both: words.sms } : words;
}

function isSame(before: unknown, words: Wording): boolean {
  if ('both' in words) return before === words.both;
  return isMapping(before) && before['sms'] === words.sms && before['ussd'] === words.ussd;
}

/** Inside `{ … }` a comma would end a plain text. */
function quoted(words: string): string {
  return JSON.stringify(words);
}

export type SetLabel = {
  means: string;
  language: string;
  label: string;
  isTranslated?: boolean | undefined;
};

/** Changes what an answer is called, wherever this flow has it; of copies the same is true as of texts. */
export function setLabel(desk: Desk, { means, language, label, isTranslated }: SetLabel): void {
  const words = labelled(label);
  const texts = desk.texts(language);
  const labels = mappingIn(texts, 'choices');
  const before = labels[means];
  const at = { language, section: 'choices', key: means } as const;
  const wasCopy = isCopy(desk, at);
  const isDone = wasCopy && isTranslated === true;
  if (before === words && !isDone) return;
  const stays = !isDone && staysCopy(desk, at, words);
  const text = stays ? marked(scalarText(words)) : scalarText(words);
  desk.editTexts(language, (source) => {
    if (Object.hasOwn(labels, means)) return setValue(source, ['choices', means], text);
    return addEntry(source, texts, 'choices', { key: means, text });
  });
  unsign(desk, language);
  if (!wasCopy) leadCopies(desk, at, before);
}

/** Changes which words count as an answer beside its name; without words it is left to its name and digit. */
export function setAnswers(
  desk: Desk,
  language: string,
  means: string,
  words: readonly string[],
): void {
  const texts = desk.texts(language);
  const before = mappingIn(texts, 'answers');
  const isThere = Object.hasOwn(before, means);
  if (JSON.stringify(before[means] ?? []) === JSON.stringify(words)) return;
  if (words.length > WORDS_MAX) throw new EditRefused('too_many_words', { most: WORDS_MAX });
  for (const word of words)
    if (!isAnswerWord(word)) throw new EditRefused('no_answer_word', { word });
  const text = `[${words.map(scalarText).join(', ')}]`;
  if (words.length === 0) dropEntry(desk, language, 'answers', means);
  else
    desk.editTexts(language, (source) =>
      isThere
        ? setValue(source, ['answers', means], text)
        : addEntry(source, texts, 'answers', { key: means, text }),
    );
  unsign(desk, language);
}

/** Words that are new in all languages; where one is not given it gets a copy, marked. */
export function addWords(
  desk: Desk,
  section: 'texts' | 'choices',
  key: string,
  words: ByLanguage,
): void {
  const read = section === 'texts' ? said : labelled;
  const given = Object.entries(words).filter(([, one]) => one.trim() !== '');
  const copy = given[0]?.[1];
  if (copy === undefined) throw new EditRefused(section === 'texts' ? 'no_words' : 'no_label');
  for (const language of desk.languages()) {
    const own = given.find(([one]) => one === language)?.[1];
    const text = own === undefined ? marked(scalarText(read(copy))) : scalarText(read(own));
    const texts = desk.texts(language);
    // Between braces a mark would end the line: there the words stay out, and the check names them.
    desk.editTexts(language, (source) =>
      own === undefined && isInBraces(source, section)
        ? source
        : addEntry(source, texts, section, { key, text }),
    );
    unsign(desk, language);
  }
}

function isInBraces(source: string, section: string): boolean {
  const text = valueText(source, [section]) ?? '';
  return text.startsWith('{') && text !== '{}';
}

function addEntry(
  source: string,
  texts: Readonly<Record<string, unknown>>,
  section: string,
  pair: { key: string; text: string },
): string | undefined {
  if (isMapping(texts[section])) return addPair(source, [section], pair);
  const after = section === 'choices' ? 'texts' : undefined;
  return addPair(source, [], {
    key: section,
    text: '',
    below: [`  ${pair.key}: ${pair.text}`],
    after,
  });
}

/** Takes out words that no step uses any more: a flow with such words is refused, so that nobody translates in vain. */
export function dropUnused(
  desk: Desk,
  texts: readonly string[],
  meanings: readonly string[],
): void {
  const steps = Object.values(desk.steps());
  const written = desk.written();
  const isText = new Set([
    ...steps.map(textOf),
    written['foot'],
    written['foot_values'],
    ...codedIn(written),
  ]);
  const isMeant = new Set(steps.flatMap(meaningsOf));
  const isValue = new Set(
    Object.values(mappingIn(written, 'memory')).flatMap((kind) =>
      Array.isArray(kind) ? kind : [],
    ),
  );
  for (const language of desk.languages()) {
    for (const text of texts) if (!isText.has(text)) dropEntry(desk, language, 'texts', text);
    for (const means of meanings) {
      if (isMeant.has(means)) continue;
      // A word that a field may hold can still be shown by a text.
      if (!isValue.has(means)) dropEntry(desk, language, 'choices', means);
      dropEntry(desk, language, 'answers', means);
    }
  }
}

function codedIn(written: Readonly<Record<string, unknown>>): unknown[] {
  return Object.values(mappingIn(written, 'memory')).map(
    (kind) => isMapping(kind) && kind['coded'],
  );
}

function dropEntry(desk: Desk, language: string, section: string, key: string): void {
  const entries = mappingIn(desk.texts(language), section);
  if (!Object.hasOwn(entries, key)) return;
  const isLast = Object.keys(entries).length === 1;
  desk.editTexts(language, (source) => {
    if (isLast && section === 'texts') return setValue(source, [section], '{}');
    return removePair(source, isLast ? [section] : [section, key]);
  });
}

/** Whoever signed a language signed its words as they were. */
export function unsign(desk: Desk, language: string): void {
  const { reviewed } = desk.texts(language);
  if (reviewed === null || reviewed === undefined) return;
  desk.editTexts(language, (source) => setValue(source, ['reviewed'], 'null'));
}

function said(words: string): string {
  const text = words
    .replaceAll('\r\n', '\n')
    .replaceAll(/[ \t]+$/gmu, '')
    .trim();
  if (text === '') throw new EditRefused('no_words');
  if (text.length > TEXT_MAX) throw new EditRefused('words_too_long', { most: TEXT_MAX });
  if (/[\p{Cc}\p{Cs}]/u.test(text.replaceAll('\n', ' '))) throw new EditRefused('odd_letter');
  if (/[{}]/u.test(withoutVariables(text))) throw new EditRefused('braces');
  return text;
}

function labelled(words: string): string {
  const label = words.trim().replaceAll(/\s+/gu, ' ');
  if (label === '') throw new EditRefused('no_label');
  if (label.length > LABEL_MAX) throw new EditRefused('label_too_long', { most: LABEL_MAX });
  if (/[\p{Cc}\p{Cs}]/u.test(label)) throw new EditRefused('odd_letter');
  if (/[{}]/u.test(label)) throw new EditRefused('braces_in_label');
  return label;
}
