import type { Problem, Together } from './check-words.ts';
import type { Words } from '../frame/words.ts';
import type { Desk } from './open-desk.ts';
import { lengthOf } from './measure-words.ts';
import type { Unit } from './units.ts';

/** One thing to say of a translation, below it; `kind` is a class of a chip. */
export type Said = { kind: 'good' | 'warn' | 'bad' | 'plain'; text: string };

/** Its length in both channels, and everything that is wrong with it, in words. */
export function sayRow(
  w: Words,
  desk: Desk,
  { unit, words, together = [] }: { unit: Unit; words: string; together?: Together },
): Said[] {
  const { spoken, languages } = desk;
  const length =
    spoken === undefined || words === ''
      ? undefined
      : lengthOf(spoken, languages.to, { unit, words });
  const said: Said[] = [];
  if (length !== undefined) {
    const kind = length.judged;
    if (unit.form !== 'ussd')
      said.push({
        kind,
        text: w('translate.sms', { count: length.segments, letters: length.letters }),
      });
    if (unit.form !== 'sms')
      said.push({ kind, text: w('translate.ussd', { count: length.pages }) });
    if (length.isDear) said.push({ kind: 'plain', text: w('translate.dear') });
  }
  const problems = words === '' ? [] : desk.problemsOf(unit, words, together);
  for (const { severity, why, values } of problems)
    said.push({
      kind: severity === 'error' ? 'bad' : 'warn',
      text: problemWords(w, desk, { why, values }),
    });
  return said;
}

/** What is wrong, with the names of languages instead of their codes. */
export function problemWords(
  w: Words,
  { nameOf }: Pick<Desk, 'nameOf'>,
  { why, values }: Pick<Problem, 'why' | 'values'>,
): string {
  const { language } = values;
  const named = typeof language === 'string' ? { language: nameOf(language) } : {};
  return w(`translate.problem_${why}`, { ...values, ...named });
}

/** Whether a message with these words is longer than it should be. */
export function isLong({ spoken, languages }: Desk, unit: Unit): boolean {
  if (spoken === undefined || unit.target === undefined || unit.kind === 'answer') return false;
  const said = { unit, words: unit.target };
  return lengthOf(spoken, languages.to, said)?.judged !== 'good';
}
