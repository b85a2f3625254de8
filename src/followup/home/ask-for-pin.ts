import { setAsks } from '../../store/counsellors.ts';
import { say } from '../../engine/say-to-counsellor.ts';
import type { Work } from '../work.ts';
import { isNotCalled, told } from './details.ts';
import { readHome } from './read-home.ts';
import { sentence } from './service-code.ts';

/** Where there is no dialling: what to know before the call, and her PIN is waited for. */
export async function askForPin(work: Work, number: string): Promise<string[]> {
  const { setting, tx, now, counsellor, request } = work;
  const home = await readHome({ setting, tx, now, counsellor, channel: 'sms' });
  const one = home.people.find(({ who }) => who.followUpId === request.id);
  if (one !== undefined && isNotCalled(one)) return [sentence(home.say('home_no_calls', {}))];
  await setAsks(tx, counsellor.id, { what: 'pin', about: request.id }, now);
  const details = one === undefined ? [] : [told(home, one).join(' ')];
  return [...details, say(setting, counsellor, 'accepted_sms', { number })];
}
