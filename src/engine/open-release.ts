import { digitsAreAnswers } from '../conversation/place.ts';
import { cleanText } from '../conversation/read-normal.ts';
import { pinDigits } from '../conversation/read-pin.ts';
import type { Release } from '../flow/release.ts';
import { mayBeVote } from './ballot-vote.ts';
import type { Draft } from './draft.ts';
import { asksSecretly } from './own-values.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';

/** The release that the open conversation is pinned to, where it is there. */
export function releaseOf(
  { releases }: Setting,
  open: OpenConversation | undefined,
): Release | undefined {
  return open && releases.pinned(open.flow, open.version);
}

/**
 * A turn as it may be logged: while a secret question is open, and where it may be a PIN, what was written or pressed is no
 * part of it, whatever it meant, and an answer is `answered`, which a replay of the log passes over.
 */
export function answeredTurn<T extends Pick<Draft, 'event' | 'input'>>(
  setting: Setting,
  situation: Situation,
  turn: T,
): T {
  const { row, open } = situation;
  const isSecret = open !== undefined && asksSecretly(releaseOf(setting, open), open.step);
  // A PIN that was typed in the wrong place is one all the same.
  const isPin = row.pins.length > 0 && pinDigits(cleanText(turn.input ?? '')) !== undefined;
  const isVote = mayBeVote(situation, turn.input ?? '');
  if (!isSecret && !isPin && !isVote) return turn;
  return { ...turn, input: undefined, event: turn.event === 'reply' ? 'answered' : turn.event };
}

/** Whether the open question asks for a number, time or date. */
export function asksForDigits(setting: Setting, open: OpenConversation | undefined): boolean {
  const release = releaseOf(setting, open);
  return release !== undefined && open !== undefined && digitsAreAnswers(release, open.step);
}
