import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { createLog } from '../../src/base/log.ts';
import { createApp } from '../../src/http.ts';
import { doorFlows } from '../scenarios/door-flows.ts';
import { rowsOf } from '../scenarios/dump-of.ts';
import { inParallel, smsForm, ussdForm } from './callbacks.ts';
import { chanceOf, worldSeed, type Chance } from './chance.ts';
import { world, type World } from './world.ts';

const seed = worldSeed();
console.log(`canaries: WORLD_SEED=${seed}`);
const PEOPLE = 200;
/** What each does once the flow was begun. */
const ACTS = 3;
const AT_ONCE = 32;
/** Milliseconds that a checkpoint may take on a busy machine. */
const CHECKPOINT_MS = 60_000;
const DIGITS = ['1', '2', '3', '4', '5', '0', '9'];

const { folder, ways } = doorFlows();

/** Nobody has these numbers; whatever the spelling, `711`, `937` stand in it. */
const digitsOf = (index: number) => `254711937${String(index).padStart(3, '0')}`;
function spellings(index: number): string[] {
  const digits = digitsOf(index);
  const parts = /^(254)(\d{3})(\d{3})(\d{3})$/u.exec(digits)?.slice(1) ?? [];
  const national = digits.slice(3);
  return [
    digits,
    `0${national}`,
    national,
    parts.join(' '),
    parts.join('-'),
    parts.slice(1).join(' '),
  ];
}
const MARKS = ['711937', '711 937', '711-937', 'q7xzebra', 'Q7xMoyo'];
/** Among the hexadecimal digits of random bytes six decimal ones stand together now and then; nine do not. */
const NUMBER = /711[ -]?937[ -]?[01]\d\d/u;

/** Something marked that a person may write: her name, words of hers, a number in one of six spellings. */
function marked(index: number, chance: Chance): string {
  return chance.pick([`Q7xMoyo ${index}`, `q7xzebra ${index} ndakasuwa`, ...spellings(index)]);
}

/** How a mark may look in bytes: as it is, in hexadecimal, in base64 at each of three places. */
function formsOf(mark: string): Buffer[] {
  const bytes = Buffer.from(mark, 'utf8');
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
  return [mark, bytes.toString('hex'), bytes.toString('hex').toUpperCase(), ...base64].map((form) =>
    Buffer.from(form),
  );
}
const NUMBERS = MARKS.slice(0, 3).map((mark) => Buffer.from(mark));
const FORMS = MARKS.flatMap((mark, index) => formsOf(mark).slice(index < 3 ? 1 : 0));

function holdsMark(bytes: Buffer): boolean {
  const isNumber =
    NUMBERS.some((form) => bytes.includes(form)) && NUMBER.test(bytes.toString('latin1'));
  return isNumber || FORMS.some((form) => bytes.includes(form));
}
const foundIn = (texts: readonly string[]) => texts.filter((text) => holdsMark(Buffer.from(text)));

/** What each of 200 people gets back, whatever they do; some of what they send is broken or comes with a wrong secret. */
async function everybodyTalks(w: World): Promise<string[]> {
  const log = createLog((line) => void w.lines.push(line), w.clock.now);
  const app = createApp({ service: w.service, secrets: w.secrets.webhook, log, now: w.clock.now });
  const bodies: string[] = [];
  const post = async (
    path: string,
    form: Record<string, string>,
    secret = w.secrets.webhook[0],
  ) => {
    const answer = await app.request(`/at/${secret}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
    bodies.push(await answer.text());
    return bodies.at(-1) ?? '';
  };
  const keyring = createKeyring(w.secrets);
  const flows = [...ways.keys()];
  const chance = chanceOf(seed);
  await inParallel(
    Array.from({ length: PEOPLE }, (_, index) => index),
    AT_ONCE,
    async (index) => {
      const own = chance.fork(index);
      const from = `+${digitsOf(index)}`;
      const texts = (text: string) =>
        post('sms', { ...smsForm({ id: newId(), from, text }), date: '' });
      for (const text of ['JOIN', ...(ways.get(flows[index % flows.length] ?? '') ?? [])])
        await texts(text);
      for (let act = 0; act < ACTS; act += 1)
        await texts(own.below(2) === 0 ? own.pick(DIGITS) : marked(index, own));
      const typed: string[] = [];
      for (let hop = 0; hop < 2; hop += 1) {
        const form = ussdForm({
          sessionId: `${index}-hops`,
          phoneNumber: from,
          text: typed.join('*'),
        });
        const screen = await post('ussd', form);
        if (!screen.startsWith('CON')) break;
        typed.push(own.below(2) === 0 ? own.pick(DIGITS) : marked(index, own));
      }
      if (index % 10 === 0) await post('sms', { from, text: marked(index, own) });
      if (index % 10 === 1)
        await post('sms', smsForm({ id: newId(), from, text: 'x' }), digitsOf(index));
      if (index % 10 === 2) bodies.push(await (await app.request(`/${digitsOf(index)}`)).text());
      if (index % 10 === 3) await texts('STOP');
      if (index % 10 === 4) {
        // What is stored does not open any more, and she writes again.
        const known = keyring.numberIndex(from);
        await w.db.run(
          (db) => db`
            update conversation set sealed = '\\x0102'
            where phone_id = (select id from phone where number_index = ${known})`,
        );
        await texts(marked(index, own));
      }
    },
  );
  return bodies;
}

/** Every file of this database and of the log that the server writes ahead, changed since the test began. */
async function filesOf(w: World, since: number): Promise<string[]> {
  const pool = w.database.open({ statementTimeoutMs: CHECKPOINT_MS, deadlineMs: CHECKPOINT_MS });
  await pool.run((db) => db`checkpoint`);
  const [row] = await w.db.run(
    (db) => db<{ folder: string; oid: string }[]>`
      select current_setting('data_directory') as folder, oid::text from pg_database
      where datname = current_database()`,
  );
  const data = row?.folder ?? '';
  const folders = [join(data, 'base', row?.oid ?? ''), join(data, 'pg_wal'), dirname(data)];
  return folders.flatMap((each) =>
    readdirSync(each)
      .map((name) => join(each, name))
      .filter((file) => statSync(file).isFile() && statSync(file).mtimeMs >= since),
  );
}

test('numbers in six spellings, names and words of 200 people through every flow: in no table, file, log or page [rel P66, P71]', async () => {
  const since = Date.now() - 1_000;
  const w = await world({ flowsFolder: folder, programme: 'door', slots: 16 });
  w.standIn.faults.set({
    answers: [{ answer: 'server_error', status: 500, accepts: true, share: 0.05 }],
  });
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  const bodies = await everybodyTalks(w);
  const talkMs = took();
  w.standIn.faults.clear();
  const rows = await rowsOf(w);
  const files = await filesOf(w, since);
  const inFiles = () => files.filter((file) => holdsMark(readFileSync(file)));
  const turns = rows.filter(({ table }) => table === 'turn').length;
  console.log(JSON.stringify({ seed, turns, rows: rows.length, files: files.length, talkMs }));
  expect(
    foundIn(bodies.filter((body) => !body.startsWith('CON') && !body.startsWith('END'))),
  ).toEqual([]);
  expect(foundIn(rows.map(({ table, row }) => `${table}: ${row}`))).toEqual([]);
  expect(foundIn(w.lines)).toEqual([]);
  expect(w.lines.join('')).toContain('turn_not_decided');
  expect(inFiles()).toEqual([]);
  expect(turns).toBeGreaterThan(PEOPLE * ACTS);
  expect(w.standIn.messages.length).toBeGreaterThan(PEOPLE);

  // The search finds what is there: in the table's file and in the log written ahead.
  await w.db.run((db) => db`create table planted as select ${digitsOf(7)}::text as number`);
  const planted = await filesOf(w, since);
  const found = planted.filter((file) => holdsMark(readFileSync(file)));
  expect(found.some((file) => file.includes('pg_wal'))).toBe(true);
  expect(found.some((file) => /[/\\]base[/\\]/u.test(file))).toBe(true);
});
