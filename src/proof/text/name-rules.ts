import { quoted } from '../../flow/finding.ts';
import type { LintWords } from '../../flow/lint-words.ts';
import type { ReadProgramme } from '../read-input.ts';
import type { Said, SetRule } from '../rule.ts';
import { tellingWord, topicsIn } from './banned-words.ts';
import { saidOfWords } from './wording-rules.ts';

type Lints = ReadonlyMap<string, LintWords>;

/** No programme, sender or cover topic tells others what it is about, in whatever language they read. */
export const quietNames: SetRule = (_, { programmes, lint }, to) => {
  for (const read of programmes)
    for (const { path, called } of namesOf(read)) {
      const told = toldBy(called, lint);
      if (told !== undefined)
        to.addAt(
          read,
          { path },
          {
            code: 'telling_name',
            found: `${quoted(called)} says ${quoted(told)} to whoever sees it`,
            mend: 'Choose a name that says nothing of health: of a tree, a place, a circle.',
          },
        );
    }
};

function namesOf({ programme }: ReadProgramme): { path: string[]; called: string }[] {
  const { name, sender, coverTopics } = programme;
  return [
    { path: ['name'], called: name },
    { path: ['sender'], called: sender },
    ...coverTopics.map((called, index) => ({ path: ['cover_topics', String(index)], called })),
  ];
}

function toldBy(name: string, lints: Lints): string | undefined {
  for (const lint of lints.values()) {
    const told = tellingWord(name, lint);
    if (told !== undefined) return told;
  }
  return undefined;
}

/**
 * What answers words of danger, and what follows a person's own "call me" to it, names the help there is (docs/wording.md):
 * no other phrase may, and these may tell of nothing else.
 */
const NAMES_HELP = new Map([
  ['care', 'counselling'],
  ['care_dial', 'counselling'],
  ['care_elsewhere', 'health'],
]);

/**
 * Numbers that are no phone's: counsellors are told codes of the service itself, such as 008, and digits behind the number of a
 * prompt, such as {number}5512, to write them back.
 */
const CODES = { phrases: /$^/gu, prompts: /\b0\d{1,3}\b|\{number\}\d{1,4}\b/gu };

/** What the service says by itself, to members and to counsellors, is as kind, quiet and safe as what flows say. */
export const kindPhrases: SetRule = (
  _,
  { phrases, phraseFiles, prompts, promptFiles, lint },
  to,
) => {
  const all = [
    ...phraseFiles.map((file) => ({
      file,
      key: 'phrases' as const,
      texts: phrases.get(file.language),
    })),
    ...promptFiles.map((file) => ({
      file,
      key: 'prompts' as const,
      texts: prompts.get(file.language),
    })),
  ];
  for (const { file, key, texts } of all) {
    const own = lint.get(file.language);
    for (const [id, text] of Object.entries(texts ?? {})) {
      const { said, topics } = judged(key, text, own);
      for (const each of said) to.addAt(file, { path: [key, id] }, each);
      for (const { topic, found } of topics) {
        if (topic === NAMES_HELP.get(id)) continue;
        to.addAt(
          file,
          { path: [key, id] },
          {
            code: 'shared_phone',
            found: `${quoted(found)} tells whoever else reads it of ${topic}`,
            mend: 'Say less: every phone may get this.',
          },
        );
      }
    }
  }
};

type Judged = { said: Said[]; topics: { topic: string; found: string }[] };

/** A thousand texts that seldom change are not judged anew whenever somebody types at a flow. */
const known = new WeakMap<LintWords, Map<string, Judged>>();

function judged(key: keyof typeof CODES, text: string, lint: LintWords | undefined): Judged {
  const judge = (): Judged => ({
    said: saidOfWords(text.replaceAll(CODES[key], ''), lint),
    topics: lint === undefined ? [] : topicsIn(text, lint),
  });
  if (lint === undefined) return judge();
  let byText = known.get(lint);
  if (byText === undefined) known.set(lint, (byText = new Map()));
  const place = `${key} ${text}`;
  let found = byText.get(place);
  if (found === undefined) byText.set(place, (found = judge()));
  return found;
}
