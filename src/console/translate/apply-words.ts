import type { Wording } from '../../flow/definition.ts';
import { textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { type Edit, editFlow } from '../../flow/edit/edit-flow.ts';
import { missingIn, setValue, valueText } from '../../flow/edit/yaml-text.ts';
import { wordList } from './check-answers.ts';
import { placeIn, readWords, type Unit } from './units.ts';

/** A translation that is to stand there. */
export type NewWords = { unit: Pick<Unit, 'kind' | 'name' | 'form' | 'source'>; words: string };
export type Applied = { ok: true; files: DraftFiles } | { ok: false; why: string };

/** Puts translations into the file of a language; everything else in it stays as it was typed. */
export function applyWords(
  files: DraftFiles,
  flow: string,
  language: string,
  all: readonly NewWords[],
): Applied {
  let after = files;
  const texts = Map.groupBy(
    all.filter(({ unit }) => unit.kind === 'text'),
    ({ unit }) => unit.name,
  );
  const edits: Edit[] = [
    ...[...texts].map(([text, changes]): Edit => {
      const isCopy = missingIn(files.get(textsPath(flow, language)) ?? '').has(`texts.${text}`);
      const before = isCopy ? undefined : readWords(files, flow, language)?.texts[text];
      return { do: 'set_wording', text, language, wording: wordingOf(before, changes) };
    }),
    ...all.flatMap(({ unit: { kind, name: means }, words }): Edit[] => {
      if (kind === 'choice') return [{ do: 'set_label', means, language, label: words }];
      return kind === 'answer'
        ? [{ do: 'set_answers', means, language, words: wordList(words) }]
        : [];
    }),
  ];
  for (const edit of edits) {
    const edited = editFlow(after, flow, edit);
    if (edited.kind === 'refused') return { ok: false, why: edited.why };
    after = edited.files;
  }
  return { ok: true, files: unmarked(after, flow, language, all) };
}

/** Each channel's words, those that nobody changed as they were; what the other channel has not yet is said by both. */
function wordingOf(before: Wording | undefined, changes: readonly NewWords[]) {
  const of = (form: Unit['form']) => changes.find(({ unit }) => unit.form === form)?.words;
  const both = of('both');
  const sms = of('sms') ?? both ?? before?.sms ?? of('ussd') ?? '';
  const ussd = of('ussd') ?? both ?? before?.ussd ?? of('sms') ?? '';
  return sms === ussd ? { both: sms } : { sms, ussd };
}

/** Whoever saves a copy as it is says that it is the translation: its mark goes. */
function unmarked(
  files: DraftFiles,
  flow: string,
  language: string,
  all: readonly NewWords[],
): DraftFiles {
  const path = textsPath(flow, language);
  let source = files.get(path) ?? '';
  for (const { unit } of all) {
    const place = placeIn(unit);
    const text = missingIn(source).has(place.join('.')) ? valueText(source, place) : undefined;
    if (text !== undefined) source = setValue(source, place, text) ?? source;
  }
  return source === files.get(path) ? files : new Map(files).set(path, source);
}
