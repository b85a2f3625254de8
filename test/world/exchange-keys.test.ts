import { fork } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { pause, systemClock } from '../../src/base/clock.ts';
import { newId } from '../../src/base/ids.ts';
import { createKeyring, KEY_NAMES, type Keyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { open, Unsealable } from '../../src/base/seal.ts';
import type { ServiceSecrets } from '../../src/demo-secrets.ts';
import { assertKeys } from '../../src/engine/assert-keys.ts';
import { exchangeKeys, leftOf, type Left } from '../../src/engine/exchange-keys.ts';
import { makePhones, newPhone } from '../../src/engine/new-phone.ts';
import { sealPlace } from '../../src/engine/situation.ts';
import { readBatch } from '../../src/engine/read-batch.ts';
import type { Pool } from '../../src/store/connect.ts';
import { createPhones } from '../../src/store/phones.ts';
import { dueTimers } from '../../src/store/timers.ts';
import { chanceOf, worldSeed, type Chance } from './chance.ts';
import { freshDatabase } from './database.ts';
import type { ExchangeOrder } from './exchange-process.ts';
import { unsettled } from './settle.ts';
import { until } from './until.ts';
import { freshSecrets, world, type World } from './world.ts';

const seed = worldSeed();
console.log(`exchange: WORLD_SEED=${seed}`);
/** Enough that no process lives to exchange them all. */
const SILENT = 8_000;
const PEOPLE = 12;
/** Milliseconds that a busy machine may take to come to rest. */
const REST_MS = 60_000;
const KILLS = 20;
/** Silent phones that say STOP before the last key is exchanged. */
const STOPPING = 6;
/** A process that exchanges is killed after fewer batches than this, and so many milliseconds later at most. */
const BATCHES = 3;
const LIVES_MS = 20;
/** Milliseconds between two texts of a person, at most. */
const THINK_MS = 400;
const TEXTS = ['JOIN', '1', '2', 'hello', '9', 'STOP', 'START', 'HELP'];

const [former, fresh] = [freshSecrets(), freshSecrets()];
/** `first` makes what is new, `second` still opens and finds. */
function inOrder(first: ServiceSecrets, second: ServiceSecrets): ServiceSecrets {
  const behind = Object.fromEntries(KEY_NAMES.map((name) => [name, [second[name]]]));
  return { ...first, former: behind, webhook: former.webhook };
}

const numberOf = (index: number) => `+25473${String(1_000_000 + index)}`;

async function silentPhones(w: World, keyring: Keyring): Promise<void> {
  for (let first = 0; first < SILENT; first += 1_000) {
    const numbers = Array.from({ length: 1_000 }, (_, index) => numberOf(1_000 + first + index));
    const phones = numbers.flatMap((text) => {
      const number = parsePhoneNumber(text);
      return number === undefined ? [] : newPhone(keyring, number);
    });
    await w.db.run((db) => createPhones(db, phones, w.clock.now()), { deadlineMs: 20_000 });
  }
}

/** Starts a process that exchanges keys and kills it somewhere in its work, again and again. */
async function killedAgainAndAgain(w: World, chance: Chance): Promise<void> {
  const keys = Object.fromEntries(
    KEY_NAMES.map((name) => [
      name,
      [fresh[name], former[name]].map((key) => key.toString('base64')),
    ]),
  );
  const order = { target: w.database.target, keys } satisfies Record<keyof ExchangeOrder, unknown>;
  const begun = () => {
    const child = fork('test/world/exchange-process.ts', [JSON.stringify(order)]);
    return { child, ready: once(child, 'message'), ended: once(child, 'exit') };
  };
  // The next one starts while this one works.
  let next = begun();
  for (let kill = 1; kill <= KILLS; kill += 1) {
    const { child, ready, ended } = next;
    await ready;
    child.send('go');
    if (kill < KILLS) next = begun();
    for (let batches = chance.below(BATCHES); batches > 0; batches -= 1)
      await once(child, 'message');
    await pause(chance.below(LIVES_MS));
    child.kill('SIGKILL');
    await ended;
  }
}

/** People who text all the while, known ones and new ones. Resolves with the ids of texts that were taken. */
function people(w: World, chance: Chance) {
  const leaving = new AbortController();
  const taken: string[] = [];
  const live = async (index: number, own: Chance): Promise<void> => {
    for (let count = 0; !leaving.signal.aborted; count += 1) {
      const isNew = own.below(4) === 0;
      const phone = w.standIn.phone(numberOf(isNew ? 100_000 + index * 1_000 + count : index));
      const text = await phone.texts(own.pick(TEXTS));
      if (text.taken) taken.push(text.id);
      await pause(own.below(THINK_MS));
    }
  };
  const all = Array.from({ length: PEOPLE }, (_, index) => live(index, chance.fork(index)));
  return async () => {
    leaving.abort();
    await Promise.all(all);
    return taken;
  };
}

type Sealed = { id: string; key: Buffer; number: string };

/** Opens everything there is with one keyring. Counts what does not open. */
async function openedWith(w: World, keyring: Keyring) {
  const pool = w.database.open({ statementTimeoutMs: 20_000, deadlineMs: 20_000 });
  const phones = await pool.run(
    (db) => db<{ id: string; wrappedKey: Buffer; numberSealed: Buffer; numberIndex: Buffer }[]>`
      select id, wrapped_key, number_sealed, number_index from phone`,
  );
  const members = await pool.run(
    (db) => db<{ id: string; wrappedKey: Buffer }[]>`select id, wrapped_key from member`,
  );
  const turns = await pool.run(
    (db) => db<{ phoneId: string; turn: number; sealed: Buffer }[]>`
      select phone_id, turn, sealed from turn where sealed is not null`,
  );
  const messages = await pool.run(
    (db) => db<{ phoneId: string; id: string; textSealed: Buffer }[]>`
      select phone_id, id, text_sealed from message where text_sealed is not null`,
  );
  let unreadable = 0;
  const tried = <T>(work: () => T): T | undefined => {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof Unsealable)) throw error;
      unreadable += 1;
      return undefined;
    }
  };
  const known = new Map<string, Sealed>();
  let misfiled = 0;
  for (const { id, wrappedKey, numberSealed, numberIndex } of phones) {
    const key = tried(() => keyring.openKey(id, wrappedKey));
    if (key === undefined) continue;
    const number = open(key, `phone.number:${id}`, numberSealed).toString();
    known.set(id, { id, key, number });
    if (!keyring.numberIndex(number).equals(numberIndex)) misfiled += 1;
  }
  for (const { id, wrappedKey } of members) tried(() => keyring.openKey(id, wrappedKey));
  for (const { phoneId, turn, sealed } of turns)
    tried(() =>
      open(known.get(phoneId)?.key ?? Buffer.alloc(32), sealPlace(phoneId, turn), sealed),
    );
  for (const { phoneId, id, textSealed } of messages)
    tried(() =>
      open(known.get(phoneId)?.key ?? Buffer.alloc(32), `message.text:${id}`, textSealed),
    );
  const numbers = [...known.values()].map(({ number }) => number);
  const all = phones.length + members.length + turns.length + messages.length;
  return { all, unreadable, misfiled, numbers, doubled: numbers.length - new Set(numbers).size };
}

test('keys are exchanged while people write and 20 processes that do it are killed: nothing is unreadable, no phone is there twice [rel P68]', async () => {
  const chance = chanceOf(seed);
  const w = await world({ secrets: inOrder(former, fresh), slots: 8 });
  await silentPhones(w, createKeyring(former));
  const joined = Array.from({ length: PEOPLE }, (_, index) => w.standIn.phone(numberOf(index)));
  await Promise.all(joined.map((phone) => phone.texts('JOIN')));
  const stop = people(w, chance.fork(1));
  await killedAgainAndAgain(w, chance.fork(2));
  // Some of phones that are exchanged and some of those that are not: chance alone may stop too few.
  const stopping = Array.from({ length: STOPPING }, (_, index) => numberOf(1_000 * (index + 1)));
  await Promise.all(stopping.map((number) => w.standIn.phone(number).texts('STOP')));
  const texts = await stop();

  // Now a service that has the new key first; its chore ends what the killed ones began.
  const both = createKeyring(inOrder(fresh, former));
  const pool = w.database.open({ statementTimeoutMs: 20_000, deadlineMs: 20_000 });
  const before = await leftOf(pool, both);
  await w.replica(inOrder(fresh, former));
  await until('nothing is left', async () => isOver(await leftOf(pool, both)), REST_MS);
  await until(
    'all is sent',
    async () => (await unsettled(w.db, w.clock.now)) === undefined,
    REST_MS,
  );

  const after = await openedWith(w, createKeyring(fresh));
  console.log(JSON.stringify({ seed, kills: KILLS, texts: texts.length, before, all: after.all }));
  expect(after).toMatchObject({ unreadable: 0, misfiled: 0, doubled: 0 });
  expect(after.numbers.length).toBeGreaterThan(SILENT + PEOPLE);
  const [counted] = await pool.run(
    (db) => db<{ inbound: number; stopped: number; listed: number }[]>`
      select
        (select count(*)::int from inbound where provider_id = any(${texts}::text[])) as inbound,
        (select count(*)::int from phone where is_stopped(id)) as stopped,
        (
          select count(*)::int from phone p join suppression s using (suppress_index)
          where is_stopped(p.id)
        ) as listed`,
  );
  expect(counted?.inbound).toBe(texts.length);
  expect(counted?.stopped).toBeGreaterThanOrEqual(STOPPING);
  expect(counted?.listed).toBe(counted?.stopped);
  // The kills have hit work, and with the former key alone nothing opens any more.
  expect(before.index).toBeGreaterThan(0);
  expect(before.index).toBeLessThan(SILENT);
  const lost = await openedWith(w, createKeyring(former));
  expect(lost).toMatchObject({ numbers: [], unreadable: lost.all });
  await expect(startsWith(pool, inOrder(former, fresh))).rejects.toThrow('was exchanged');
  await expect(startsWith(pool, former)).rejects.toThrow('was exchanged');
  await expect(startsWith(pool, freshSecrets())).rejects.toThrow('is not the key of this database');
  await startsWith(pool, fresh);
});

const startsWith = (pool: Pool, secrets: ServiceSecrets) =>
  assertKeys(pool, createKeyring(secrets), new Date());
const isOver = (left: Left) => left.wrap + left.index + left.suppress === 0;

test('services that begin with different keys make one phone of a number, each time', async () => {
  const { open: openPool } = await freshDatabase();
  const pool = openPool({ max: 8 });
  const rings = [inOrder(former, fresh), inOrder(fresh, former)].map(createKeyring);
  const numbers = Array.from(
    { length: 60 },
    (_, index) => parsePhoneNumber(numberOf(index)) ?? [],
  ).flat();
  const now = new Date();
  await Promise.all(
    numbers.flatMap((number) => rings.map((ring) => makePhones(pool, ring, [number], now))),
  );
  const count = async () => {
    const [row] = await pool.run((db) => db<{ n: number }[]>`select count(*)::int as n from phone`);
    return row?.n;
  };
  expect(await count()).toBe(numbers.length);
  // A mutant that looks at its own value only: the same numbers are there twice.
  const blind = createKeyring(freshSecrets());
  await makePhones(pool, blind, numbers, now);
  expect(await count()).toBe(2 * numbers.length);
});

test('a service that still has the former key first turns nothing back once the exchange is over [rel P68]', async () => {
  const { pool } = await freshDatabase();
  const log = createLog(() => undefined, systemClock.now);
  const [before, during] = [createKeyring(former), createKeyring(inOrder(fresh, former))];
  const number = parsePhoneNumber(numberOf(6));
  if (number === undefined) throw new Error('a number of the tests is one');
  await noteOf(pool, before);
  await makePhones(pool, before, [number], new Date());
  const parts = { pool, clock: systemClock, log };
  expect(await exchangeKeys({ ...parts, keyring: during })).toMatchObject({ written: 1 });
  const late = createKeyring(inOrder(former, fresh));
  expect(await exchangeKeys({ ...parts, keyring: late })).toMatchObject({ written: 0 });
  expect(isOver(await leftOf(pool, during))).toBe(true);
});

test('a number that said STOP and was erased is known again under the new key', async () => {
  const { pool } = await freshDatabase();
  const [before, during] = [createKeyring(former), createKeyring(inOrder(fresh, former))];
  const number = parsePhoneNumber(numberOf(7));
  if (number === undefined) throw new Error('a number of the tests is one');
  const erased = before.suppressionIndex(number);
  await pool.run(
    (db) => db`insert into suppression (suppress_index, since) values (${erased}, now())`,
  );
  expect(await leftOf(pool, during)).toMatchObject({ erased: 1 });
  await makePhones(pool, during, [number], new Date());
  const rows = await pool.run(
    (db) =>
      db`select from phone p join suppression s using (suppress_index) where not is_stopped(p.id)`,
  );
  expect(rows.length).toBe(1);
  expect(await leftOf(pool, during)).toMatchObject({ erased: 0 });
});

test('a timer finds its phone though the look-up value changed since it was read', async () => {
  const { pool } = await freshDatabase();
  const [before, during] = [createKeyring(former), createKeyring(inOrder(fresh, former))];
  const number = parsePhoneNumber(numberOf(8));
  if (number === undefined) throw new Error('a number of the tests is one');
  await makePhones(pool, before, [number], new Date());
  const id = newId();
  await pool.run(
    (db) => db`
      insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
      select ${id}, id, 'start', 0, 'check-in', now(), now() from phone`,
  );
  const [timer] = await pool.run((db) => dueTimers(db, new Date(Date.now() + 1_000), 1));
  if (timer === undefined) throw new Error('a timer that was set is due');
  await noteOf(pool, before);
  const log = createLog(() => undefined, systemClock.now);
  await exchangeKeys({ pool, keyring: during, clock: systemClock, log });
  const arrival = {
    kind: 'timer' as const,
    numberIndex: timer.numberIndex,
    number: undefined,
    timer,
  };
  const rows = await readBatch(pool, during, [arrival], new Date());
  expect(rows.get(0)).toMatchObject({ timerStands: true });
  expect(await leftOf(pool, during)).toMatchObject({ wrap: 0, index: 0, suppress: 0 });
});

const noteOf = (pool: Pool, keyring: Keyring) => assertKeys(pool, keyring, new Date());
