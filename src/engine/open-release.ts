import { digitsAreAnswers } from '../conversation/place.ts';
import type { Release } from '../flow/release.ts';
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
 * A turn as it may be logged: while a secret question is open, what was written or pressed is no part of it, whatever it
 * meant, and an answer is `answered`, which a replay of the log passes over.
 */
export function answeredTurn<T extends Pick<Draft, 'event' | 'input'>>(
  setting: Setting,
  { open }: Situation,
  turn: T,
): T {
  if (open === undefined || !asksSecretly(releaseOf(setting, open), open.step)) return turn;
  return { ...turn, input: undefined, event: turn.event === 'reply' ? 'answered' : turn.event };
}

/** Whether the open question asks for a number, time or date. */
export function asksForDigits(setting: Setting, open: OpenConversation | undefined): boolean {
  const release = releaseOf(setting, open);
  return release !== undefined && open !== undefined && digitsAreAnswers(release, open.step);
}
