import { parsePhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { invite } from '../engine/invite.ts';
import type { Setting } from '../engine/setting.ts';
import type { AtDatabase } from './with-database.ts';

/** Said of every number, whatever is known of it: the referrer never learns whether somebody takes part or has stopped. */
const SAID =
  'Noted. If this number may be invited, one neutral text goes to it in contact hours, once for ever; nothing more, ' +
  'unless its reader answers JOIN. This answer is the same for every number.';

/** Enters a number for its one invitation. @throws Refusal when that is no number */
export async function runInvite(
  [text]: readonly string[],
  reach: <T>(work: (at: AtDatabase, setting: Setting) => Promise<T>) => Promise<T>,
): Promise<string> {
  const number = text === undefined ? undefined : parsePhoneNumber(text);
  if (number === undefined)
    throw new Refusal(
      'invalid',
      'Write the number with its country: npm run invite -- +254711000111',
    );
  return reach(async ({ pool }, setting) => {
    await invite(setting, pool, number, 'cli');
    return SAID;
  });
}
