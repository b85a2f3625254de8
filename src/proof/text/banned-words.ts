import { BANNED_KINDS, type BannedKind, type LintWords } from '../../flow/lint-words.ts';
import { quoted } from '../../flow/finding.ts';
import type { Said } from '../rule.ts';
import { type Match, type Matcher, matcherOf, wordsIn } from './match-words.ts';

/** What each kind of word is reported as. */
const CODES = {
  clinical: 'clinical_word',
  blame: 'blaming_word',
  order: 'order',
  efficacy: 'efficacy_claim',
  money: 'money_request',
  hiding: 'hiding',
  promise: 'empty_promise',
} as const satisfies Record<BannedKind, string>;

/** The lists of one language, made ready; a lint file is read once and asked of every text. */
type WordLists = {
  banned: readonly { kind: BannedKind; matches: Matcher }[];
  sharedPhone: readonly { topic: string; matches: Matcher }[];
  harmless: Matcher;
  names: Matcher;
};
const listsOf = new WeakMap<LintWords, WordLists>();

function wordLists(lint: LintWords): WordLists {
  let lists = listsOf.get(lint);
  if (lists === undefined) listsOf.set(lint, (lists = made(lint)));
  return lists;
}

function made(lint: LintWords): WordLists {
  return {
    banned: BANNED_KINDS.map((kind) => ({
      kind,
      matches: matcherOf(Object.keys(lint.banned[kind].words)),
    })),
    sharedPhone: Object.entries(lint.shared_phone).map(([topic, patterns]) => ({
      topic,
      matches: matcherOf(patterns),
    })),
    names: matcherOf(lint.names),
    harmless: matcherOf(lint.exceptions.flatMap((one) => ('words' in one ? [one.words] : []))),
  };
}

/** The words of a text without those that its lint file names as harmless. */
function wordsToJudge(text: string, { harmless }: WordLists): string[] {
  const words = wordsIn(text);
  for (const { at, length } of harmless(words)) words.fill('', at, at + length);
  return words;
}

/** Words that label, blame, order, promise or ask for money, each with a better one. */
export function bannedWords(text: string, lint: LintWords): Said[] {
  const lists = wordLists(lint);
  const words = wordsToJudge(text, lists);
  return lists.banned.flatMap(({ kind, matches }) =>
    apart(matches(words)).map((match): Said => {
      const { reason, words: better } = lint.banned[kind];
      return {
        code: CODES[kind],
        severity: kind === 'promise' ? 'warning' : 'error',
        found: `${quoted(wordsOf(words, match))} stands here: ${reason}`,
        mend: mendOf(better[match.pattern] ?? LEAVE_OUT),
      };
    }),
  );
}

/** Matches that lie on each other are one mistake. */
function apart(matches: readonly Match[]): Match[] {
  let end = 0;
  return matches.filter(({ at, length }) => {
    if (at < end) return false;
    end = at + length;
    return true;
  });
}

/** In lint files, what is written where no better word is known. */
const LEAVE_OUT = 'leave it out';

function mendOf(better: string): string {
  return better.startsWith(LEAVE_OUT)
    ? `Leave it out${better.slice(LEAVE_OUT.length)}.`
    : `Write: ${better}.`;
}

function wordsOf(words: readonly string[], { at, length }: Match): string {
  return words.slice(at, at + length).join(' ');
}

/** What a text gives away to whoever else reads it, by the shared-phone lists of its language. */
export function topicsIn(text: string, lint: LintWords): { topic: string; found: string }[] {
  const lists = wordLists(lint);
  const words = wordsToJudge(text, lists);
  return lists.sharedPhone.flatMap(({ topic, matches }) =>
    matches(words).map((match) => ({
      topic: topic.replaceAll('_', ' '),
      found: wordsOf(words, match),
    })),
  );
}

/** The word of a name that says to anybody what it is about. */
export function tellingWord(name: string, lint: LintWords): string | undefined {
  const words = wordsIn(name);
  const [match] = wordLists(lint).names(words);
  return match === undefined ? undefined : wordsOf(words, match);
}
