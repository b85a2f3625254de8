/** A new question as its form sends it: one answer goes on as before, one is replied to and then offered a person. */
export const SLEEP_QUESTION = {
  kind: 'question',
  lang: 'en',
  'words-en': 'How did you sleep?',
  'words-sw': 'Ulilalaje?',
  'label-1-en': 'Well',
  'label-1-sw': 'Vizuri',
  'target-1': 'onward',
  'label-2-en': 'Badly',
  'label-2-sw': 'Vibaya',
  'target-2': 'offer',
  'reply-2-en': 'Nights can be hard.',
  'reply-2-sw': 'Usiku unaweza kuwa mgumu.',
};

/** The same with an answer that asks for a person, and another that offers one without a word before. */
export const SLEEP_AND_PEOPLE = {
  ...SLEEP_QUESTION,
  'label-3-en': 'Not at all',
  'label-3-sw': 'Sikulala',
  'target-3': 'person',
  'label-4-en': 'So so',
  'label-4-sw': 'Wastani',
  'target-4': 'offer',
};
