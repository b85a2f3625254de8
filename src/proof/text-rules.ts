import type { Rule, SetRule } from './rule.ts';
import { copiedWords } from './text/copied-words.ts';
import { handedOver } from './text/handed-over.ts';
import { steadyDigits } from './text/label-rules.ts';
import { languageFiles } from './text/language-files.ts';
import { lengths } from './text/length-rules.ts';
import { cheapLetters } from './text/letter-rules.ts';
import { otherLanguage } from './text/other-language.ts';
import { kindPhrases, quietNames } from './text/name-rules.ts';
import { unprompted } from './text/shared-phone-rules.ts';
import { lintThere, translations, unreviewed } from './text/translation-rules.ts';
import { kindWords, oneQuestion, plainSentences } from './text/wording-rules.ts';

/** What the words of a flow have to be: short, whole, kind, safe on a phone that others read. */
export const TEXT_RULES: readonly Rule[] = [
  lengths,
  cheapLetters,
  kindWords,
  plainSentences,
  oneQuestion,
  unprompted,
  steadyDigits,
  translations,
  unreviewed,
  lintThere,
  languageFiles,
];

/** The same of what belongs to no flow: names of programmes, phrases. */
export const TEXT_SET_RULES: readonly SetRule[] = [
  copiedWords,
  handedOver,
  otherLanguage,
  quietNames,
  kindPhrases,
];
