import { phrase } from '../conversation/phrases.ts';
import type { SmsDraft } from './answer-sms.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/**
 * A text that may mean STOP: sending pauses with the commit of this turn, and one question is asked. Whoever does not
 * answer it hears nothing more that nobody asked for; no answer is a no to texts, never a yes.
 */
export function askToStop(
  { phrases }: Setting,
  { language, row, now }: Situation,
  { wrong }: { wrong: boolean },
): SmsDraft {
  const draft = { event: 'may_mean_stop', pause: 'until_answered' } as const;
  const isAsked =
    (row.offer === 'stop_all' || row.offer === 'stop_wrong') &&
    row.offerAt !== null &&
    now.getTime() - row.offerAt.getTime() < ASKED_AGAIN_MS;
  // A wrong number that was said once is not unsaid by a later refusal.
  const offer = wrong || row.offer === 'stop_wrong' ? 'stop_wrong' : 'stop_all';
  if (isAsked) return { ...draft, offer };
  return { ...draft, offer, said: [phrase(phrases, language, 'stop_or_go_on', {})] };
}

/** Asked once a day at most, however often it is said. */
const ASKED_AGAIN_MS = 24 * 3_600_000;

/** Her 2: everything is as before. */
export function goingOn({ phrases }: Setting, { language }: Situation): SmsDraft {
  const said = [phrase(phrases, language, 'stop_undone', {})];
  return { event: 'goes_on', offer: null, pause: 'over', said };
}
