import { fitSms } from '../../conversation/fit-sms.ts';
import { quoted } from '../../flow/finding.ts';
import { fillIn } from '../../flow/variables.ts';
import type { Rule, Said } from '../rule.ts';
import { dearLetters, mendedMarks } from './letters.ts';
import { speaking } from './speaking.ts';
import { addTo, polyglotTexts, type Wording, wordingsOf } from './wordings.ts';

/**
 * Letters that make every part of an SMS dearer, each with its cheaper spelling and what it costs. Not for languages
 * whose script needs it, and not where every programme that speaks the language folds its accents.
 */
export const cheapLetters: Rule = (flow, add) => {
  const polyglot = polyglotTexts(flow);
  for (const wording of wordingsOf(flow)) {
    const { lint, language, channels, text } = wording;
    const put = addTo(flow, add, wording);
    for (const { mark, plain } of mendedMarks(text)) put(saidOfMark(mark, plain));
    if (lint?.letters === 'ucs2' || !channels.includes('sms')) continue;
    const areFolded = speaking(flow, language).folds;
    for (const { letter, plain, folds } of dearLetters(text)) {
      if (folds && areFolded) continue;
      // Only a text that is asked in every language has letters of another script.
      if (plain === undefined && polyglot.has(wording.id)) continue;
      put(saidOfLetter(wording, letter, plain));
    }
  }
};

function saidOfMark(mark: string, plain: string): Said {
  const code = `U+${(mark.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    code: 'mended_mark',
    severity: 'warning',
    found: `${quoted(mark)} (${code}) is sent as ${plain === '' ? 'nothing' : quoted(plain)}`,
    mend: 'Write it as it is sent, so that the file shows what people get.',
  };
}

function saidOfLetter({ text }: Wording, letter: string, plain: string | undefined): Said {
  const code = `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const cheap = plain === undefined ? '' : `, for instance ${quoted(plain)}`;
  return {
    code: 'dear_letter',
    found: `${quoted(letter)} (${code}) lets an SMS hold 70 letters instead of 160${costOf(text)}`,
    mend: `Spell it with plain letters${cheap}, or let the programmes fold the accents of this language.`,
  };
}

/** What the text alone costs with its dear letters and without. */
function costOf(text: string): string {
  const filled = fillIn(text, () => 'x');
  const letters = Array.from(filled, (letter) => dearLetters(letter)[0]?.plain ?? letter);
  const now = fitSms(filled).segments;
  const plainly = fitSms(letters.join('')).segments;
  return now > plainly ? `: ${now} parts instead of ${plainly}` : '';
}
