import { type Addressee, say } from '../engine/say-to-counsellor.ts';
import type { Setting } from '../engine/setting.ts';
import type { Confirmed } from './change-meeting.ts';
import { inWords } from './reach.ts';

/** What she hears after she has confirmed a change or a vote. */
export function confirmedWords(
  setting: Setting,
  to: Pick<Addressee, 'language'>,
  done: Confirmed,
): string {
  if (done === 'over') return say(setting, to, 'group_over', {});
  if (done === 'no_vote') return say(setting, to, 'group_no_vote', {});
  return say(setting, to, 'group_sent', inWords(done));
}
