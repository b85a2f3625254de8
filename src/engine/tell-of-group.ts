import { assert } from '../base/assert.ts';
import { phrase } from '../conversation/phrases.ts';
import { FIRST_CHOICE, MEETING_FLOW } from '../flow/peer-group.ts';
import { composeTurn } from './compose.ts';
import type { TimerArrival } from './decide-timer.ts';
import type { Decision } from './decision.ts';
import { groupWords } from './group-words.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, type Talk } from './talk.ts';
import { isOpenMode } from './wishes.ts';

const PURPOSE = 'group_reminders';
/** What is told to whoever is in the group no more, or was never. */
const TO_OTHERS: ReadonlySet<string> = new Set(['group_closed', 'group_no']);
/** After these she may say whether she comes, and ask where it is. */
const ASKING: ReadonlySet<string> = new Set(['group_yes', 'group_moved']);
/** What is worth nothing once its meeting has changed again (function drop_notices). */
const OF_A_MEETING: ReadonlySet<string> = new Set(['group_yes', 'group_moved', 'group_again']);

/**
 * Tells a member something of her group: a meeting that was moved, say. It waits for no open question, and comes only with
 * her consent, in her hours. Who only dials gets no text, and reads it in her own part.
 */
export function tellOfGroup(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { row, purposes, traits } = situation;
  const isIn = row.group?.agreed === true || TO_OTHERS.has(timer.notice ?? '');
  if (!isIn || !purposes.includes(PURPOSE) || traits.includes('dial_only'))
    return { kind: 'drop_timer' };
  const talk = asking(setting, situation, timer.notice ?? '');
  const write = composeTurn(setting, situation, {
    channel: 'sms',
    event: talk !== undefined ? 'start' : OF_A_MEETING.has(timer.notice ?? '') ? 'group' : 'told',
    ...(talk !== undefined && { talk }),
    said: [wordsOf(setting, situation, timer.notice, talk !== undefined)],
    unprompted: { sendBy: timer.sendBy, nudge: false, chosenUntil: null, purpose: PURPOSE },
    timerId: timer.id,
  });
  return { kind: 'save', write, answer: undefined };
}

/** The question about the meeting stands behind the notice, where no other one is open: `3` tells where it is. */
function asking(setting: Setting, situation: Situation, notice: string): Talk | undefined {
  const { open, row } = situation;
  const isFree = open === undefined || open.flow === MEETING_FLOW;
  if (!ASKING.has(notice) || !isFree || row.group?.meeting?.stands !== true) return undefined;
  const talk = beginFlow(setting, situation, MEETING_FLOW, 'sms');
  return talk?.place?.release.flow === MEETING_FLOW ? talk : undefined;
}

function wordsOf(
  setting: Setting,
  situation: Situation,
  notice: string | null,
  asks: boolean,
): string {
  const { phrases } = setting;
  const { row, traits, doubted, language } = situation;
  if (notice === 'group_no') return phrase(phrases, language, notice, {});
  assert(row.group !== null, 'who is told of a group is in one, or was until it closed');
  const openTexts = !doubted && isOpenMode({ shared: row.sharedPhone, traits });
  const words = groupWords(setting, row.group, { language, openTexts, doubted });
  switch (notice) {
    case 'group_closed':
    case 'group_yes_soon':
    case 'group_vote_void':
      return phrase(phrases, language, notice, words);
    case 'group_cancelled':
      return phrase(phrases, language, notice, words);
    case 'group_yes':
      return phrase(phrases, language, asks ? notice : 'group_again', words);
    case 'group_moved':
      return phrase(phrases, language, asks ? notice : 'group_moved_told', words);
    case 'group_again':
      return phrase(phrases, language, notice, words);
    case 'group_voted': {
      const votes = votesIn(row.group.votes ?? []);
      return phrase(phrases, language, notice, { ...words, votes });
    }
    default:
      throw new Error('impossible: the table knows no other notice');
  }
}

/** The counts of a vote, each behind its number: `21: 6, 22: 7`. */
export function votesIn(counts: readonly number[]): string {
  return counts.map((n, at) => `${FIRST_CHOICE + at}: ${n}`).join(', ');
}
