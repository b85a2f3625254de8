/** Exchanges keys, once it is told to, round after round, until it is killed. Its argument is an `ExchangeOrder`. */
import { once } from 'node:events';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { systemClock } from '../../src/base/clock.ts';
import { exchangeKeys } from '../../src/engine/exchange-keys.ts';
import { openPool, type Pool, type Target } from '../../src/store/connect.ts';
import { ownerLimits } from './database.ts';

export type ExchangeOrder = {
  target: Target;
  /** Each key in base64, the new one first. */
  keys: Record<'wrap' | 'index' | 'suppress' | 'audit', string[]>;
};

const order: ExchangeOrder = JSON.parse(process.argv[2] ?? '{}');
const bytes = (all: readonly string[]) => all.map((key) => Buffer.from(key, 'base64'));
const [wrap, index, suppress, audit] = [
  bytes(order.keys.wrap),
  bytes(order.keys.index),
  bytes(order.keys.suppress),
  bytes(order.keys.audit),
];
const none = Buffer.alloc(0);
const keyring = createKeyring({
  wrap: wrap[0] ?? none,
  index: index[0] ?? none,
  suppress: suppress[0] ?? none,
  audit: audit[0] ?? none,
  former: {
    wrap: wrap.slice(1),
    index: index.slice(1),
    suppress: suppress.slice(1),
    audit: audit.slice(1),
  },
});
const pool = openPool(order.target, ownerLimits('exchange'));
const log = createLog(() => undefined, systemClock.now);
// Connected and warm, so that whoever kills it meets its work.
await pool.run((db) => db`select 1`);
const go = once(process, 'message');
process.send?.('ready');
await go;
// After each batch it says so: it is killed somewhere in the next one.
const told: Pool = {
  ...pool,
  transact: async (work, limit) => {
    const value = await pool.transact(work, limit);
    process.send?.('batch');
    return value;
  },
};
for (;;) await exchangeKeys({ pool: told, keyring, clock: systemClock, log });
