import { parsePhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { invite } from '../engine/invite.ts';
import type { Setting } from '../engine/setting.ts';
import type { Ask } from './ask-lines.ts';
import type { AtDatabase } from './with-database.ts';

/** Said of every number, whatever is known of it: the referrer never learns whether somebody takes part or has stopped. */
const SAID =
  'Noted. If this number may be invited, one neutral text goes to it in contact hours, once for ever; nothing more, ' +
  'unless its reader answers JOIN. This answer is the same for every number.';
const HOW =
  'npm run invite takes nothing behind it: it asks for the number, or reads it as a line from another program. ' +
  'Nothing was done.';

export type InviteOptions = {
  /** What was typed behind the command. */
  typed: readonly string[];
  ask: Ask;
};

/** Enters a number for its one invitation. @throws Refusal when that is no number, or was typed where a shell keeps it */
export async function runInvite(
  { typed, ask }: InviteOptions,
  reach: <T>(work: (at: AtDatabase, setting: Setting) => Promise<T>) => Promise<T>,
): Promise<string> {
  if (typed.length > 0) throw new Refusal('invalid', HOW);
  const number = parsePhoneNumber(await ask('Which number shall be invited?'));
  if (number === undefined)
    throw new Refusal(
      'invalid',
      'That is no phone number. Type it with its country, as +254711000111. Nothing was done.',
    );
  return reach(async ({ pool }, setting) => {
    await invite(setting, pool, number, 'cli');
    return SAID;
  });
}
