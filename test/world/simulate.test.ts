import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { simulate, type SimulateOptions } from '../../src/cli/simulate/simulate.ts';
import { makeDatabase, type TestDatabase } from './database.ts';
import { withoutPiece } from './mutant.ts';

const SEED = Number(process.env['WORLD_SEED'] ?? 1);

/** Few, where what is shown needs no more. */
const FEW = { members: 12, counsellors: 4, weeks: 1 };

/** Runs in a database of its own, which need not survive a power cut. */
async function run(
  options: Partial<SimulateOptions>,
  prepare?: (database: TestDatabase) => Promise<void>,
) {
  const database = await makeDatabase();
  onTestFinished(() => database.drop());
  const { pool } = database;
  await pool.run(
    (sql) => sql`do $$ begin execute format('alter database %I set synchronous_commit = off',
      current_database()); end $$`,
  );
  await prepare?.(database);
  return simulate({
    target: database.target,
    programme: 'demo-kenya',
    flowsFolder: 'flows',
    weeks: 8,
    members: 300,
    counsellors: 30,
    seed: SEED,
    stepMinutes: 60,
    ...options,
  });
}

test(`300 people for eight weeks: nothing outside hours, twice, after a STOP or without a yes (seed ${SEED})`, async () => {
  const found = await run({});
  expect(found).toMatchObject({
    outsideHours: 0,
    doubles: 0,
    afterStop: 0,
    withoutConsent: 0,
    unwanted: 0,
    neitherAnsweredNorEscalated: 0,
    errors: 0,
  });
  expect(found.counsellorsFailing).toBe(3);
  expect(found.requests).toBeGreaterThan(20);
  expect(found.joined).toBeGreaterThan(200);
  expect(found.messages).toBeGreaterThan(4_000);
});

test('mutants: the judge sees a text at night, one twice, one after a STOP and one after a no', async () => {
  const found = await run(
    { ...FEW, members: 40, weeks: 2, stirring: 15, flowsFolder: flowsThatTakeNoForYes() },
    (database) => spoil(database),
  );
  expect(found.outsideHours).toBeGreaterThan(0);
  expect(found.doubles).toBeGreaterThan(0);
  expect(found.afterStop).toBeGreaterThan(0);
  expect(found.withoutConsent).toBeGreaterThan(0);
});

test('a seed replays', async () => {
  const [once, again] = [await run(FEW), await run(FEW)];
  expect(again).toEqual(once);
});

/** Flows in which whoever says no is subscribed all the same. */
function flowsThatTakeNoForYes(): string {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-flows-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('flows', folder, { recursive: true });
  const file = join(folder, 'welcome', 'flow.yaml');
  const no = '2: { means: no, to: not_now }\n      3:';
  const taken =
    '2: { means: no, to: not_now, do: { subscribe: check_ins, start: { flow: check-in, in: 24h, send_within: 48h } } }\n      3:';
  const before = readFileSync(file, 'utf8');
  expect(before).toContain(no);
  writeFileSync(file, before.replace(no, taken));
  return folder;
}

/** A gate that knows no hours, behind a queue that waits for the night; a text that goes twice; one that follows a STOP. */
async function spoil(database: TestDatabase): Promise<void> {
  await withoutPiece('open_for_send', 'when v_unwanted is not null then v_unwanted')(database);
  await database.pool.run(
    (sql) => sql`
    create function spoil_message() returns trigger language plpgsql as $$
    begin
      if tg_op = 'INSERT' and new.class = 'timer' then
        new.send_after := new.send_after + interval '12 hours';
      elsif tg_op = 'UPDATE' and new.state = 'sent' and new.class = 'reply' and new.tries = 1 then
        new.state := 'queued';
      end if;
      return new;
    end $$`,
  );
  await database.pool.run(
    (sql) => sql`
    create trigger spoil_message before insert or update on message for each row execute function spoil_message()`,
  );
  await database.pool.run(
    (sql) => sql`
    create function spoil_stop() returns trigger language plpgsql security definer as $$
    begin
      update message m set state = 'queued', class = 'acknowledgement', send_by = new.stopped_at + interval '1 day'
      where m.id = (select o.id from message o where o.phone_id = new.phone_id and o.class = 'timer'
        and o.text_sealed is not null order by o.seq desc limit 1);
      return new;
    end $$`,
  );
  await database.pool.run(
    (sql) => sql`
    create trigger spoil_stop after update on stop_request for each row
    when (old.stopped_at is null and new.stopped_at is not null) execute function spoil_stop()`,
  );
}
