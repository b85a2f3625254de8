import { fitSms } from '../conversation/fit-sms.ts';
import type { LintWords } from '../flow/lint-words.ts';
import { bannedWords, tellingWord, topicsIn } from '../proof/text/banned-words.ts';

/** So many digits in a row may be somebody's number. */
const NUMBER_DIGITS = /\d{4,}/u;
const NOT_WORDS = /[\p{C}{}<>@/\\#*]/u;

/** What stands against a name or a place that members' texts will say. `telling`: it gives away what the group is about. */
type NotNeutral = 'length' | 'letters' | 'number' | 'telling';

/**
 * Whether a name of a group or a place says nothing, to whoever reads along, of health, distress or money, in any language
 * that has a list. Undefined: nothing stands against it. Pure.
 */
export function notNeutral(
  text: string,
  { max, lint }: { max: number; lint: ReadonlyMap<string, LintWords> },
): NotNeutral | undefined {
  const said = text.trim();
  if (said.length < 2 || said.length > max) return 'length';
  if (NOT_WORDS.test(said)) return 'letters';
  if (NUMBER_DIGITS.test(said.replaceAll(/[\s.-]/gu, ''))) return 'number';
  for (const words of lint.values()) {
    if (tellingWord(said, words) !== undefined) return 'telling';
    if (topicsIn(said, words).length > 0) return 'telling';
    if (bannedWords(said, words).some(({ severity }) => severity === 'error')) return 'telling';
  }
  return undefined;
}

/** Without letters that would make every text of the group twice as dear, unless its language needs them. */
export function isPlain(text: string): boolean {
  return fitSms(text, { fold: true }).encoding === 'gsm7';
}
