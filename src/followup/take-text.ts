import type { CounsellorText } from '../engine/counsellors-port.ts';
import { type CounsellorRow, lockCounsellor, noteKey } from '../store/counsellors.ts';
import { isNumberOver, openPrompts, promptOf, type PromptRow } from '../store/prompts.ts';
import type { Tx } from '../store/transact.ts';
import { takeWorkText } from '../store/work-texts.ts';
import { answerPromptWith } from './answer-prompt.ts';
import type { FollowupParts } from './followup-parts.ts';
import { inviteSureByText } from './home/invite-by-text.ts';
import { asListed, takeHomeText } from './home/take-home-text.ts';
import { answerCounsellor, say } from '../engine/say-to-counsellor.ts';
import { takeCode } from './take-code.ts';

/** As many numbers as "For whom?" names. */
const NAMED_MAX = 4;
const TWO_DIGITS = 2;
/** A number of a prompt has three digits at most. */
const NUMBER_MAX = 999;
/** Whoever is in another state has no work here: her digits are a member's, or nobody's. */
const HEARD: ReadonlySet<string> = new Set(['invited', 'active', 'away']);

/**
 * Takes a text that somebody wrote for her work: once, in one transaction that holds her row, with its effect on the request
 * and the answer to her. A digit without a number is applied only where one prompt alone can be meant.
 */
export async function takeText(
  { setting, pool, groups }: FollowupParts,
  text: CounsellorText,
): Promise<void> {
  const now = setting.clock.now();
  const { provider, providerId, sentAt } = text.sms;
  await inviteSureByText({ setting, pool }, text, now);
  await pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, text.counsellorId);
    // Her work may have ended between her text and this lock.
    if (counsellor === undefined || !HEARD.has(counsellor.state)) return;
    const { contentHash, fetched } = text;
    const inbound = { provider, providerId, contentHash, sentAt, fetched, handledAs: 'work' };
    if (!(await takeWorkText(tx, counsellor.phoneId, inbound, now))) return;
    await noteKey(tx, counsellor.id, now);
    const said = await answerTo({ setting, groups, tx, now, counsellor }, text);
    await answerCounsellor(setting, tx, counsellor, said, now);
  });
}

export type Heard = Pick<FollowupParts, 'setting' | 'groups'> & {
  tx: Tx;
  now: Date;
  counsellor: CounsellorRow;
};

async function answerTo(heard: Heard, { digits, memberAsks }: CounsellorText): Promise<string[]> {
  const { tx, now, counsellor } = heard;
  const typed = await typedAtWork(heard, digits);
  if (typed !== undefined) return typed;
  if (digits.length === 1) {
    const open = await openPrompts(tx, counsellor.id);
    const [prompt, another] = open;
    return prompt === undefined || another !== undefined || memberAsks
      ? [forWhom(heard, open, memberAsks)]
      : answerPromptWith(heard, prompt, Number(digits));
  }
  const isNumber = digits.length === TWO_DIGITS;
  const number = Number(isNumber ? digits : digits.slice(0, -1));
  const prompt = await promptOf(tx, counsellor.id, number, now);
  if (prompt === undefined) return [await noPrompt(heard, number)];
  return answerPromptWith(heard, asListed(prompt), isNumber ? undefined : Number(digits.slice(-1)));
}

/** What is no answer to a prompt about a request: codes, her group, her menu. Before she has agreed there is none. */
async function typedAtWork(heard: Heard, digits: string): Promise<string[] | undefined> {
  if (heard.counsellor.state === 'invited') return undefined;
  const coded = await takeCode(heard, digits);
  if (coded !== undefined) return [coded];
  return (await heard.groups?.takeText(heard, digits)) ?? (await takeHomeText(heard, digits));
}

/** A number of hers that is over is not said to be none. */
async function noPrompt({ setting, tx, now, counsellor }: Heard, number: number): Promise<string> {
  const isOver = await isNumberOver(tx, counsellor.id, number, now);
  if (isOver) return say(setting, counsellor, 'number_over', { number: String(number) });
  return say(setting, counsellor, 'no_such_number', { number: named(counsellor, number) });
}

/** What may be her PIN, mistyped, or a code of a group, is not said back: it would stay on the phone. */
function named({ asks }: CounsellorRow, number: number): string {
  return asks === 'pin' || asks === 'invite' || number > NUMBER_MAX ? '...' : String(number);
}

function forWhom(
  { setting, counsellor }: Heard,
  open: readonly PromptRow[],
  memberAsks: boolean,
): string {
  const numbers = open
    .slice(0, NAMED_MAX)
    .map(({ number }) => number)
    .join(', ');
  return say(setting, counsellor, memberAsks ? 'for_whom_own' : 'for_whom', { numbers });
}
