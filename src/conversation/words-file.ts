import { z } from 'zod';
import { Language } from '../flow/definition.ts';

/** What a word of ours can mean. */
const WORD_MEANINGS = [
  'stop',
  'start',
  'join',
  'help',
  'person',
  'language',
  'complaint',
  'who',
  'delete',
  'pause',
  'receipt',
] as const;
export type WordMeaning = (typeof WORD_MEANINGS)[number];

/**
 * A word or phrase; `also: wait` marks one that people use for "wait" too: it stops, and the answer may ask. `sure: true`
 * marks one that means the messages whatever follows it ("stop my phone is broken"), but for `not_stop`.
 */
const Entry = z.union(
  [
    z.string().min(1),
    z.strictObject({
      word: z.string().min(1),
      also: z.literal('wait').optional(),
      sure: z.literal(true).optional(),
    }),
  ],
  'must be a word, or `{ word: …, also: wait }`, or `{ word: …, sure: true }`',
);
const Entries = z.array(Entry).default([]);
const PhraseList = z.array(z.string().min(1)).default([]);

/** flows/words/<language>.yaml */
export const WordsFile = z.strictObject({
  spec: z.literal(1),
  language: Language,
  /** Who signed these words, and when; null until a native speaker has. */
  reviewed: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).nullable(),
  stop: Entries,
  start: Entries,
  join: Entries,
  help: Entries,
  person: Entries,
  change_language: Entries,
  complaint: Entries,
  /** WHO and INFO: who writes, what did she say, what do you know. */
  who: Entries,
  delete: Entries,
  pause: Entries,
  /** What one has agreed to. */
  receipt: Entries,
  /** Courtesies that may stand anywhere beside a word and change nothing. */
  polite: PhraseList,
  /** What may follow a stop word and still mean the messages: `stop texting me`, never `stop hitting me`. */
  stop_what: PhraseList,
  /** Ordinary words that a stop word with its letters repeated would swallow. */
  ordinary: PhraseList,
  /** Patterns that refuse the messages wherever they stand: `dont text me`. After a stop word they make a STOP of it. */
  refusal: PhraseList,
  /** Patterns that say that the wrong person is written to. */
  wrong_number: PhraseList,
  /** Patterns in which a stop word means something else: `end my life`, `bus stop`, `stop *ing`. */
  not_stop: PhraseList,
  /** Patterns of play, in which a stop word with more behind it is no STOP: `*haha*`. */
  joking: PhraseList,
});
export type WordsFile = z.infer<typeof WordsFile>;

export type WordEntry = {
  kind: WordMeaning;
  phrase: string;
  mayMeanWait: boolean;
  isSure: boolean;
};

/** Every word of a file with its meaning. */
export function entriesOf(words: WordsFile): WordEntry[] {
  const lists = { ...words, language: words.change_language };
  return WORD_MEANINGS.flatMap((kind) =>
    lists[kind].map((entry) =>
      typeof entry === 'string'
        ? { kind, phrase: entry, mayMeanWait: false, isSure: false }
        : {
            kind,
            phrase: entry.word,
            mayMeanWait: entry.also === 'wait',
            isSure: entry.sure === true,
          },
    ),
  );
}
