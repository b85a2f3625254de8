import { expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { runAudit } from '../../src/cli/run-audit.ts';
import type { AtDatabase } from '../../src/cli/with-database.ts';
import { readConfig } from '../../src/config.ts';
import { readHead } from '../../src/engine/audit-chain.ts';
import { checkAudit } from '../../src/engine/check-audit.ts';
import { anchorAudit, sealAudit } from '../../src/engine/seal-audit.ts';
import type { Pool, Tx } from '../../src/store/connect.ts';
import { world, type World } from '../world/world.ts';

const ROUNDS = 4;

/** A world with a few links in its chain, and where it ended. */
async function sealedWorld() {
  const w = await world();
  const keyring = createKeyring(w.secrets);
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line), w.clock.now);
  const clock = { now: w.clock.now, monotonicMs: () => performance.now() };
  const parts = { pool: w.db, keyring, clock, log };
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const text of ['hello', 'STOP', 'START']) await w.phone.texts(text);
    await w.phoneOf(`+25471100022${round}`).texts('STOP');
    await sealAudit(parts);
  }
  await anchorAudit(parts);
  const words = /"head":"([a-p-]+)"/u.exec(lines.join(''))?.[1] ?? '';
  const head = readHead(words);
  if (head === undefined) throw new Error('the log says where the chain ends');
  const later = () => new Date(w.clock.now().getTime() + 600_000);
  const check = (pool: Pool = w.db) => checkAudit(pool, keyring, { heads: [head], now: later() });
  return { w, parts, head: words, check, lines };
}

class Undone extends Error {}

/** What a check finds after a change, which is then undone. */
async function foundAfter(
  w: World,
  check: (pool: Pool) => ReturnType<typeof checkAudit>,
  change: string,
) {
  let found: Awaited<ReturnType<typeof checkAudit>> | undefined;
  await w.db
    .transact(
      async (tx: Tx) => {
        await tx.unsafe(change);
        const inside: Pool = { ...w.db, run: (work) => work(tx) };
        found = await check(inside);
        throw new Undone();
      },
      { deadlineMs: 20_000 },
    )
    .catch((error: unknown) => {
      if (!(error instanceof Undone)) throw error;
    });
  return found?.faults.map(({ kind }) => kind) ?? [];
}

test('whoever changes the log in the database is found out, and its end is kept in the log of the service [rel P72]', async () => {
  const { w, check } = await sealedWorld();
  const whole = await check();
  expect(whole.faults).toEqual([]);
  expect(whole.entries).toBeGreaterThanOrEqual(2 * ROUNDS);
  expect(whole.turns).toBeGreaterThan(ROUNDS);
  const found = (change: string) => foundAfter(w, check, change);
  const second = '(select min(seq) + 1 from audit)';
  // By the clock of the service: the database's is that of the machine.
  const hourAgo = new Date(w.clock.now().getTime() - 3_600_000).toISOString();
  const entry = `insert into audit (id, at, actor, action, mac) values (gen_random_uuid(), '${hourAgo}', 'x', 'invited', '\\x00')`;
  expect(await found(`update audit set actor = 'nobody' where seq = ${second}`)).toContain(
    'entries_changed',
  );
  expect(
    await found(`update audit set at = at + interval '1 microsecond' where seq = ${second}`),
  ).toContain('entries_changed');
  expect(await found(`update audit set subject = null where seq = ${second}`)).toContain(
    'entries_changed',
  );
  expect(await found(`delete from audit where seq = ${second}`)).toContain('entries_changed');
  expect(await found(`delete from audit_link where seq = ${second}`)).toContain('entry_outside');
  expect(await found(entry)).toContain('entry_outside');
  expect(await found(`update audit_link set seal = 2 where seal = 1`)).toContain('entries_changed');
  expect(await found('delete from audit_seal where n = 2')).toContain('seal_missing');
  expect(await found(`update audit_seal set mac = '\\x00' where n = 2`)).not.toEqual([]);
  const cut = 'delete from audit where seq in (select seq from audit_link where seal > 2);';
  const rest = 'delete from audit_link where seal > 2; delete from audit_seal where n > 2';
  expect(await found(cut + rest)).toEqual(['head_missing']);
  expect(await found(`update turn set outcome = null, event = 'join' where turn = 2`)).toContain(
    'turn_changed',
  );
  expect(await found('delete from turn where turn = 1')).toContain('turn_missing');
  expect(await found('delete from turn where turn = (select max(turn) from turn)')).toEqual([
    'turn_missing',
  ]);
});

test('an entry that this service did not write is not taken into the chain, and alarms', async () => {
  const { w, parts, check, lines } = await sealedWorld();
  await w.db.run(
    (db) => db`
      insert into audit (id, at, actor, action, mac)
      values (gen_random_uuid(), ${w.clock.now()}, 'operator', 'invited', ${Buffer.alloc(36)})`,
  );
  await sealAudit(parts);
  expect(lines.join('')).toContain('audit_forged');
  expect((await check()).faults.map(({ kind }) => kind)).toEqual(['entry_outside']);
});

test('two sealers at once make one chain', async () => {
  const { parts, check, w } = await sealedWorld();
  await w.phone.texts('STOP');
  await Promise.all(Array.from({ length: 4 }, () => sealAudit(parts)));
  expect((await check()).faults).toEqual([]);
});

test('the command says what is wrong and fails, or that nothing was changed', async () => {
  const { w, parts, head } = await sealedWorld();
  const at: AtDatabase = { ...parts, config: readConfig({}) };
  const audit = (...typed: string[]) => runAudit(typed, (work) => work(at));
  expect(await audit('head')).toBe(head);
  expect(await audit('verify', head)).toMatch(/^Nothing was changed: \d+ entries in \d+ links/u);
  await expect(audit('verify', 'nonsense')).rejects.toThrow('npm run audit -- head');
  await w.db.run(
    (db) => db`update audit set action = 'opened' where seq = (select min(seq) from audit)`,
  );
  await expect(audit('verify', head)).rejects.toThrow('an entry of link 1 was changed');
});
