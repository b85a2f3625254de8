import { newId } from '../../base/ids.ts';
import type { Keyring } from '../../base/keyring.ts';
import type { Pool } from '../../store/connect.ts';
import {
  addTry,
  lockTries,
  triesBefore,
  tryWasRight,
  type Try,
  type TriesBefore,
} from '../../store/sign-in-tries.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
type Limit = { most: number; within: number };
/** Wrong tries for one account from one address: who mistypes has five. */
const HERE: readonly Limit[] = [
  { most: 5, within: 15 * MINUTE_MS },
  { most: 20, within: HOUR_MS },
];
/** For one account from all addresses together that are new to it: so many guesses an hour get nowhere in a century. */
const ELSEWHERE: readonly Limit[] = [{ most: 20, within: HOUR_MS }];
/**
 * A code has a million values and three count at a time: twenty an hour would meet one within a year. Whoever tries them has the
 * password already; so many a day meet one in twenty years.
 */
const CODES: readonly Limit[] = [{ most: 40, within: DAY_MS }];
/** From one address for all accounts: an office of many behind one address still gets in. */
const ADDRESS: readonly Limit[] = [{ most: 100, within: HOUR_MS }];
/** An address counts as hers for so long: strangers who use up the tries of an account do not keep her out there. */
const KNOWN_MS = 30 * DAY_MS;
/** More tries than any limit counts are not read. */
const READ_MAX = 100;

export type Allowed =
  | { kind: 'allowed'; right: () => Promise<void> }
  /** Never for ever: from this moment on it may be tried again. */
  | { kind: 'wait'; until: Date };

type Parts = { pool: Pool; keyring: Keyring };

/**
 * Whether one more try may be made now. It is written down as a wrong one before anything is looked at, so that many at once
 * cannot pass; `right` says that it was not.
 */
export function allowTry(
  { pool, keyring }: Parts,
  asked: { kind: Try['kind']; account: string; address: string; now: Date },
): Promise<Allowed> {
  const { kind, now } = asked;
  const one: Try = {
    id: newId(now.getTime()),
    at: now,
    kind,
    accountKey: keyring.numberIndex(`sign-in account ${asked.account}`),
    addressKey: keyring.numberIndex(`sign-in address ${asked.address}`),
  };
  return pool.transact(async (tx) => {
    await lockTries(tx, one.accountKey);
    const day = new Date(now.getTime() - DAY_MS);
    const month = new Date(now.getTime() - KNOWN_MS);
    const before = await triesBefore(tx, one, { day, month, limit: READ_MAX });
    const until = waitUntil(before, { now, kind });
    if (until !== undefined) return { kind: 'wait', until };
    await addTry(tx, one);
    return { kind: 'allowed', right: () => pool.run((db) => tryWasRight(db, one.id)) };
  });
}

/** When the next try may be made, where it may not be made now. */
function waitUntil(
  before: TriesBefore,
  { now, kind }: { now: Date; kind: Try['kind'] },
): Date | undefined {
  const more = kind === 'code' ? CODES : [];
  const elsewhere = before.isKnown ? [] : [...ELSEWHERE, ...more];
  const times = [
    ...[...HERE, ...more].map((limit) => freeAt(before.here, limit, now)),
    ...elsewhere.map((limit) => freeAt(before.elsewhere, limit, now)),
    ...ADDRESS.map((limit) => freeAt(before.address, limit, now)),
  ].filter((time) => time !== undefined);
  return times.toSorted((one, other) => other.getTime() - one.getTime())[0];
}

/** `tries` are newest first: once the last that counts is older than the limit looks back, there is room again. */
function freeAt(tries: readonly Date[], { most, within }: Limit, now: Date): Date | undefined {
  const counted = tries[most - 1];
  if (counted === undefined) return undefined;
  const free = new Date(counted.getTime() + within);
  return free > now ? free : undefined;
}
