/** What an answer to a prompt does; each is a verb of this room. */
export type WorkAnswer =
  | 'accept'
  | 'pass'
  | 'later'
  | 'no_airtime'
  | 'knows_family'
  | 'met'
  | 'tried'
  | 'close'
  | 'refer'
  | 'match_yes'
  | 'match_no'
  | 'match_knows_family';

const CALLED = { 6: 'met', 7: 'tried' } as const;

/**
 * What each digit means behind the number of a prompt, by its kind: the same digit the same thing wherever it can, so that it
 * can be learnt. 8, 9 and 0 stay unused, since 88, 9 and 0 mean something to everybody.
 */
const ANSWERS = {
  talk: { 1: 'accept', 2: 'pass', 3: 'later', 4: 'no_airtime', 5: 'knows_family', ...CALLED },
  digest: { 1: 'accept', 2: 'pass', 3: 'later', 4: 'no_airtime', 5: 'knows_family', ...CALLED },
  next: { 1: 'accept', 2: 'pass', 3: 'later', 4: 'no_airtime', 5: 'knows_family', ...CALLED },
  urgent: { 1: 'accept', 2: 'pass', 4: 'no_airtime', 5: 'knows_family', ...CALLED },
  escalated: { 1: 'accept', 2: 'pass', ...CALLED },
  outcome: { 1: 'met', 2: 'tried', 3: 'pass', 4: 'close', 5: 'refer' },
  match: { 1: 'match_yes', 2: 'match_no', 5: 'match_knows_family' },
} as const satisfies Record<string, Readonly<Record<number, WorkAnswer>>>;

type PromptKind = keyof typeof ANSWERS;

/** Those that are about one request. */
export type RequestPrompt = 'talk' | 'digest' | 'next' | 'urgent' | 'escalated' | 'outcome';

/** Prompts on whose answer a member waits; a week's question or a refresher may stay unanswered. */
export const WAITED_FOR: readonly string[] = Object.keys(ANSWERS);

/** Undefined: this kind has no such answer. */
export function answerOf(kind: string, digit: number): WorkAnswer | undefined {
  if (!isPromptKind(kind)) return undefined;
  const answers: Readonly<Record<number, WorkAnswer>> = ANSWERS[kind];
  return answers[digit];
}

function isPromptKind(kind: string): kind is PromptKind {
  return Object.hasOwn(ANSWERS, kind);
}
