import type { Clock } from './base/clock.ts';
import type { Keyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { exchangeKeys, isExchanging } from './engine/exchange-keys.ts';
import { anchorAudit, sealAudit } from './engine/seal-audit.ts';
import { openOwner } from './open-pools.ts';
import { repeat, type Chore } from './schedule/repeat.ts';
import type { Pool } from './store/connect.ts';
import type { Target } from './store/read-target.ts';

/** How often each chore is done, in milliseconds of real time. An exchange goes on where a send held a phone. */
const EVERY = { keys: 5_000, seal: 10_000, anchor: 3_600_000 };

export type SafeParts = { target: Target; keyring: Keyring; pool: Pool; clock: Clock; log: Log };

/** What keeps keys and the audit log as they should be, beside the work of the service. */
export function keepSafe(parts: SafeParts): Chore[] {
  const { log } = parts;
  const chore = (name: 'seal' | 'anchor', work: () => Promise<void>) =>
    repeat(name, { everyMs: EVERY[name], log }, work);
  return [
    chore('seal', () => sealAudit(parts)),
    chore('anchor', () => anchorAudit(parts)),
    ...exchangeChores(parts),
  ];
}

/** Only while keys are being exchanged: it takes the owner of the schema, whom the service otherwise needs at its start. */
function exchangeChores({ target, keyring, clock, log }: SafeParts): Chore[] {
  if (!isExchanging(keyring)) return [];
  const pool = openOwner(target);
  const chore = repeat(
    'keys',
    { everyMs: EVERY.keys, log },
    async () => void (await exchangeKeys({ pool, keyring, clock, log })),
  );
  const close = async () => {
    await chore.close();
    await pool.close();
  };
  return [{ wake: chore.wake, close }];
}
