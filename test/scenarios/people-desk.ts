import { parsePhoneNumber, type PhoneNumber } from '../../src/base/phone-number.ts';
import { createStopping } from '../../src/engine/stop.ts';
import { beginNumberChange } from '../../src/followup/begin-number-change.ts';
import { memberDied } from '../../src/followup/member-died.ts';
import type { PeopleParts } from '../../src/followup/the-member.ts';
import type { World } from '../world/world.ts';

export const NEW_NUMBER = '+254711000999';

/** A counsellor's desk beside a running service, with its roles. */
export function deskOf({ service }: Pick<World, 'service'>) {
  const { setting, pools } = service;
  const { keyring, phrases, programme, clock, log } = setting;
  const parts: PeopleParts = {
    setting,
    pool: pools.web,
    waitingPool: pools.waiting,
    stopping: createStopping({
      pool: pools.web,
      waitingPool: pools.waiting,
      keyring,
      phrases,
      usualLanguage: programme.defaultLanguage,
      serviceCode: programme.serviceCode,
      foldAccents: programme.foldAccents,
      clock,
      log,
    }),
  };
  return {
    parts,
    changes: (from: string, to: string) =>
      beginNumberChange(parts, { number: numberOf(from), to: numberOf(to) }, 'test'),
    died: (number: string) => memberDied(parts, { number: numberOf(number) }, 'test'),
  };
}

function numberOf(text: string): PhoneNumber {
  const number = parsePhoneNumber(text);
  if (number === undefined) throw new Error('not a number');
  return number;
}
