import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { pseudonymOf } from '../../src/base/pseudonym.ts';
import { LANGUAGES, wordsOf } from '../../src/console/frame/words.ts';
import { auditEntry } from '../../src/engine/audit-entry.ts';
import { sealAudit } from '../../src/engine/seal-audit.ts';
import { writeAudit } from '../../src/store/audit.ts';
import { lastAuditCheck, listAudit } from '../../src/store/audit-list.ts';
import { freshDatabase } from '../world/database.ts';
import { quickest } from '../world/quickest.ts';
import { addMember, asksFor } from './people-world.ts';
import { type Browser, makeStaff, sessionFor, signInBench } from './sign-in-bench.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** A log of years. */
const MANY = 200_000;
/** Milliseconds in which a list of a million is on the page. */
const PAGE_MS = 300;

const database = await freshDatabase();
const live = await signInBench(database, { demo: false });
let supervisor: Browser;
let rudo: string;

beforeAll(async () => {
  const { staffId } = await makeStaff(live, ['supervisor']);
  ({ staffId: rudo } = await makeStaff(live, ['admin'], { name: 'rudo.moyo' }));
  supervisor = live.browser();
  supervisor.token = await sessionFor(live, staffId);
  await write(rudo, 'staff_invited', `${staffId} editor`);
  await write('command line', 'paused');
  await write('=cmd()', 'opened', '=1+1');
});

async function write(actor: string, action: 'staff_invited' | 'paused' | 'opened', detail = '') {
  const now = live.now();
  const entry = auditEntry(live.parts.keyring, { actor, action, detail, now });
  await live.parts.pool.transact((tx) => writeAudit(tx, entry, { now }));
}

const rowsOf = (page: string) =>
  [...page.matchAll(/data-label="What">([^<]*)</gu)].map(([, what]) => what);
const read = async (query = '') => (await supervisor.get(`/console/audit${query}`)).text();

test('who did what is said in words, with the names of staff and no number', async () => {
  const page = await read();
  expect(page).toContain('Called rudo.moyo');
  expect(page).toContain('invited a colleague');
  expect(page).toContain('Command line');
  expect(page).not.toContain(rudo);
});

test('it is searched by a name, by an id and by an act', async () => {
  expect(rowsOf(await read('?q=RUDO'))).toEqual(['invited a colleague']);
  expect(rowsOf(await read(`?q=${rudo}`))).toEqual(['invited a colleague']);
  expect(rowsOf(await read('?act=paused'))).toEqual(['paused sending']);
  expect(rowsOf(await read('?q=nobody'))).toEqual([]);
  expect(rowsOf(await read('?back=day')).length).toBeGreaterThan(2);
});

test('the export starts no formula, and is an entry itself', async () => {
  const csv = await (await supervisor.get('/console/audit.csv')).text();
  expect(csv).toContain("'=cmd()");
  expect(csv).toContain("'=1+1");
  expect(csv).not.toMatch(/(?:^|,|")[=+@-](?:cmd|1)/mu);
  const again = rowsOf(await read('?act=audit_shown'));
  expect(again).toEqual(['downloaded the audit log']);
});

test('an entry about a member has her pseudonym, and a search for it finds who looked at her', async () => {
  const { id, phoneId } = await addMember(
    { database, parts: live.parts },
    { number: '+254711000777' },
  );
  const name = pseudonymOf(id);
  const { keyring } = live.parts;
  const now = new Date(live.now().getTime() - 86_400_000);
  const before = auditEntry(keyring, { actor: 'command line', action: 'invited', now });
  await live.parts.pool.transact((tx) => writeAudit(tx, before, { now, phoneId }));
  await supervisor.get(`/console/members/${id}`);
  await asksFor({ database, parts: live.parts }, { id, phoneId });
  await supervisor.get('/console/follow-ups');
  const found = await read(`?q=${name.toLowerCase()}`);
  expect(rowsOf(found)).toEqual(['read requests', 'opened a member’s page']);
  expect(found).toContain(`<code>${name}</code>`);
  // Who had the number before she had it is not she.
  const earlier = await read('?act=invited');
  expect(earlier).not.toContain(name);
  expect(earlier).toContain(`a phone …${phoneId.slice(-8)}`);
  const file = await (await supervisor.get('/console/audit.csv?act=member_shown')).text();
  expect(file).toContain(`opened a member’s page,${name},${phoneId}`);
});

test('a check of the whole log finds what was changed, and says so in words', async () => {
  const { pool, keyring, clock, log } = live.parts;
  await sealAudit({ pool, keyring, clock, log });
  expect(await checked()).toContain('Nothing was changed');
  await database.pool.run((db) => db`update audit set actor = 'nobody' where action = 'paused'`);
  const page = await checked();
  expect(page).toContain('The log was changed in');
  expect(page).toContain('An entry of this link was changed');
});

/** Has the log checked and waits until that is through. */
async function checked(): Promise<string> {
  live.moveMs(1);
  await supervisor.post('/console/audit/check');
  for (let look = 0; look < 500; look += 1) {
    const check = await live.parts.pool.run(lastAuditCheck);
    if (check?.doneAt !== null) break;
    await live.parts.pool.run((db) => db`select pg_sleep(0.01)`);
  }
  return read();
}

test('a log of years opens as fast as a short one, searched or not', async () => {
  const patient = database.open({ statementTimeoutMs: 60_000, deadlineMs: 60_000 });
  await patient.run(
    (db) => db`
      insert into audit (id, at, actor, action, detail, mac)
      select gen_random_uuid(), now() - n * interval '1 minute', (array['command line', 'x', ${rudo}])[1 + n % 3],
        (array['signed_in', 'paused', 'number_shown'])[1 + n % 3], gen_random_uuid()::text, '\\x00'
      from generate_series(1, ${MANY}) as n`,
  );
  await patient.run((db) => db`analyze audit`);
  const someone = { id: newId(), phoneId: newId(), since: new Date(0), until: null };
  const of = {
    actors: [],
    about: undefined,
    id: '',
    action: '',
    since: undefined,
    page: 1,
    size: 50,
  };
  for (const wanted of [
    of,
    { ...of, page: 100 },
    { ...of, action: 'number_shown' },
    { ...of, actors: [rudo], id: 'rudo' },
    { ...of, id: newId() },
    {
      ...of,
      about: { members: [someone], details: [newId()], requests: [newId()] },
      id: 'k7qm-2x9a',
    },
  ]) {
    const ms = await quickest(database.pool, PAGE_MS, () =>
      live.parts.pool.run((db) => listAudit(db, wanted, 10_000)),
    );
    expect(ms).toBeLessThan(PAGE_MS);
  }
  expect(
    await quickest(database.pool, PAGE_MS, () => supervisor.get('/console/audit')),
  ).toBeLessThan(PAGE_MS);
});

test('every act that can be audited has words in every language', () => {
  const source = readFileSync(join(ROOT, 'src', 'engine', 'audit-entry.ts'), 'utf8');
  const union = source.slice(source.indexOf('type AuditedAct'), source.indexOf('type Audited ='));
  const acts = [...union.matchAll(/\| '([a-z_]+)'/gu)].map(([, act]) => act ?? '');
  expect(acts.length).toBeGreaterThan(40);
  for (const language of LANGUAGES)
    for (const act of acts) expect(wordsOf(language)(`audit.act_${act}`)).not.toBe('');
});
