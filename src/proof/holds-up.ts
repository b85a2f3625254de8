import { languageOf } from '../flow/edit/draft-files.ts';
import type { ProofFinding } from './report.ts';

/**
 * What is said of words alone: their length, their letters, their tone, and that nobody has translated them. Not among them is
 * whatever is about safety (what a phone shows to others, numbers, money, hiding) or about what a machine does with them.
 */
const OF_WORDS: ReadonlySet<string> = new Set([
  'sms_too_long',
  'sms_two_segments',
  'ussd_pages',
  'value_paged',
  'dear_letter',
  'mended_mark',
  'emoji',
  'exclamation',
  'capitals',
  'long_sentence',
  'long_word',
  'many_sentences',
  'reading_grade',
  'two_questions',
  'clinical_word',
  'blaming_word',
  'order',
  'same_as_english',
  'other_language',
  'copied_words',
  'no_lint',
  'unreviewed',
]);

/** Whether a finding is of the words of a language alone; conversations go as they did all the same. */
export function isOfWords({ code }: Pick<ProofFinding, 'code'>): boolean {
  return OF_WORDS.has(code);
}

type Found = Pick<ProofFinding, 'code' | 'severity' | 'file'>;

/** Whether a finding holds up a release for people who hear these languages: an error, unless of words that none of them hears. */
export function holdsUp(finding: Found, heard: readonly string[]): boolean {
  if (finding.severity !== 'error') return false;
  const language = languageOf(finding.file);
  return language === undefined || heard.includes(language) || !isOfWords(finding);
}

/** Whether words that these people hear are those of another language, and wait for their translation. */
export function isHeardCopy({ code, file }: Found, heard: readonly string[]): boolean {
  return code === 'copied_words' && heard.includes(languageOf(file) ?? '');
}
