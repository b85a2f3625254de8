import { assert } from '../base/assert.ts';
import { phrase } from '../conversation/phrases.ts';
import { composeTurn } from './compose.ts';
import type { TimerArrival } from './decide-timer.ts';
import type { Decision } from './decision.ts';
import { groupWords } from './group-words.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { isOpenMode } from './wishes.ts';

const PURPOSE = 'group_reminders';

/**
 * Tells a member something of her group: a meeting that was moved, say. It asks nothing and waits for no open question, and
 * comes only with her consent, in her hours. Who only dials gets no text, and reads it in her own part.
 */
export function tellOfGroup(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { row, purposes, traits } = situation;
  const isClosing = timer.notice === 'group_closed' || timer.notice === 'group_no';
  const isIn = row.group?.agreed === true || isClosing;
  if (!isIn || !purposes.includes(PURPOSE) || traits.includes('dial_only'))
    return { kind: 'drop_timer' };
  const write = composeTurn(setting, situation, {
    channel: 'sms',
    event: 'group',
    said: [wordsOf(setting, situation, timer.notice)],
    unprompted: { sendBy: timer.sendBy, nudge: false, chosenUntil: null, purpose: PURPOSE },
    timerId: timer.id,
  });
  return { kind: 'save', write, answer: undefined };
}

function wordsOf(setting: Setting, situation: Situation, notice: string | null): string {
  const { phrases } = setting;
  const { row, traits, doubted, language } = situation;
  if (notice === 'group_no') return phrase(phrases, language, notice, {});
  assert(row.group !== null, 'who is told of a group is in one, or was until it closed');
  const openTexts = !doubted && isOpenMode({ shared: row.sharedPhone, traits });
  const words = groupWords(setting, row.group, { language, openTexts });
  switch (notice) {
    case 'group_closed':
      return phrase(phrases, language, notice, words);
    case 'group_cancelled':
      return phrase(phrases, language, notice, words);
    case 'group_yes':
    case 'group_moved':
    case 'group_again':
      return phrase(phrases, language, notice, words);
    default:
      throw new Error('impossible: the table knows no other notice');
  }
}
