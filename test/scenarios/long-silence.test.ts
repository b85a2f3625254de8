import { describe, expect, test } from 'vitest';
import { clearDoubt } from '../../src/store/doubts.ts';
import { endLapsed } from '../../src/schedule/end-lapsed.ts';
import { createLog } from '../../src/base/log.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World, type WorldOptions } from '../world/world.ts';
import { joins, ledger, outbox } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const UNASKED = { purpose: 'check_ins', kind: 'timer', text: 'unasked' } as const;
const DAY = 24;
const SECRET = 'plant beans';

/** A member who let her own word be noted, whose texts may show it, and whom no question waits for. */
async function member(options: WorldOptions = {}): Promise<World> {
  const w = await world({ flowsFolder, ...options });
  await joins(w.phone);
  for (const text of ['00', '2', '3', '00', '3', '4', '00', '3', '2', '00', '5', '1', SECRET, '1'])
    await w.phone.texts(text);
  await w.clock.advance({ minutes: 11 });
  return w;
}

describe('ninety days without a word', () => {
  test('nothing unasked leaves from then on; whoever writes is somebody new, and sees nothing of before [rel R1, R5]', async () => {
    const w = await member();
    await silentFor(w, 89);
    await queueMessage(w, UNASKED);
    await w.clock.settle();
    expect(w.phone.lastHeard()).toBe('unasked');
    await silentFor(w, 2);
    await queueMessage(w, UNASKED);
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer cancelled lapsed');
    await w.phone.texts('hello');
    expect(w.phone.lastHeard()).toContain('Which language');
    expect(await ledger(w)).toContain('withdrawn check_ins');
    for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
    const before = w.phone.heard().length;
    for (const text of ['00', '5', '5']) await w.phone.texts(text);
    expect(w.phone.heard().slice(before).join('\n')).toContain('No word yet.');
    expect(w.phone.heard().slice(before).join('\n')).not.toContain(SECRET);
    expect(await members(w)).toEqual(['lapse', null]);
  });

  test('mutant: a gate that does not count days lets it leave', async () => {
    const prepare = withoutPiece('is_lapsed', "interval '2160 hours'", "interval '21600 hours'");
    const w = await member({ prepare });
    await silentFor(w, 91);
    await queueMessage(w, UNASKED);
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('timer sent');
  });

  test('whoever dials then has the menu that everybody has', async () => {
    const w = await member();
    await silentFor(w, 91);
    expect(await w.phone.dials()).toContain('Please choose');
    expect(await members(w)).toEqual(['lapse']);
  });

  test('STOP still stops, and START after it welcomes anew', async () => {
    const w = await member();
    await silentFor(w, 91);
    await w.phone.texts('STOP');
    expect(w.phone.lastHeard()).toContain('No more texts');
    await w.clock.advance({ minutes: 1 });
    await w.phone.texts('START');
    expect(w.phone.lastHeard()).toContain('Which language');
    expect(w.phone.heard().join('\n').split(SECRET)).toHaveLength(2);
  });
});

test('after half a year every yes ends, and not a day before [req C12]', async () => {
  const w = await member();
  const end = () =>
    endLapsed({
      pool: w.db,
      waitingPool: w.db,
      clock: { now: w.clock.now, monotonicMs: () => 0 },
      log: createLog(() => undefined, w.clock.now),
    });
  await silentFor(w, 179);
  await end();
  expect(await ledger(w)).toEqual(['given check_ins']);
  await silentFor(w, 2);
  await end();
  await end();
  expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
});

test('a yes counts for as long as the programme says, and only a fresh one after it [req C12]', async () => {
  const w = await member();
  await w.db.run((sql) => sql`update sending set consent_days = 10`);
  await w.clock.advance({ hours: 9 * DAY });
  await queueMessage(w, UNASKED);
  await w.clock.settle();
  expect(w.phone.lastHeard()).toBe('unasked');
  await w.clock.advance({ hours: 2 * DAY });
  await queueMessage(w, UNASKED);
  await w.clock.settle();
  expect((await outbox(w)).at(-1)).toBe('timer cancelled no_consent');
  await w.phone.texts('JOIN');
  expect(w.phone.lastHeard()).toContain('Which language');
  for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
  await queueMessage(w, UNASKED);
  await w.clock.settle();
  expect(w.phone.lastHeard()).toBe('unasked');
});

describe('thirty days without a word', () => {
  const tells = async (w: World): Promise<string> => {
    const before = w.phone.heard().length;
    for (const text of ['00', '5', '5']) await w.phone.texts(text);
    return w.phone.heard().slice(before).join('\n');
  };

  test('a plain reply proves nothing: neither her word is shown nor that there is one, until she proves who she is', async () => {
    const w = await member();
    await silentFor(w, 29);
    expect(await tells(w)).toContain(`Your word is ${SECRET}.`);
    await silentFor(w, 31);
    expect(await tells(w)).toContain('No word yet.');
    await w.clock.advance({ minutes: 11 });
    expect(await tells(w)).toContain('No word yet.');
    await proved(w);
    await w.clock.advance({ minutes: 11 });
    expect(await tells(w)).toContain(`Your word is ${SECRET}.`);
    await silentFor(w, 40);
    // A counsellor has heard her voice, though she has not written since.
    await proved(w);
    expect(await tells(w)).toContain(`Your word is ${SECRET}.`);
  });

  test('mutant: a doubt that is not kept shows it with the second text', async () => {
    const w = await member({ prepare: forgetsDoubts });
    await silentFor(w, 31);
    await w.phone.texts('hello');
    expect(await tells(w)).toContain(`Your word is ${SECRET}.`);
  });

  test('the first text that comes unasked holds no own word [rel R2]', async () => {
    const w = await member();
    const early = await remindedAfter(w, 2);
    expect(early).toBe(`Remember: ${SECRET}`);
    const late = await remindedAfter(w, 31);
    expect(late).toBe('Remember: your step');
  });
});

/** Lets so many days pass without a word of hers, nor one to her. */
async function silentFor(w: World, days: number): Promise<void> {
  await w.db.run((sql) => sql`delete from timer`);
  await w.clock.advance({ hours: days * DAY });
}

/** The reminder that a timer brings after so many days. */
async function remindedAfter(w: World, days: number): Promise<string> {
  await w.db.run((sql) => sql`delete from timer`);
  const due = new Date(w.clock.now().getTime() + days * DAY * 3_600_000);
  await w.db.run(
    (sql) => sql`
      insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
      select gen_random_uuid(), g.phone_id, 'start', g.epoch, 'reminder', ${due}, ${new Date(due.getTime() + DAY * 3_600_000)}
      from gate g`,
  );
  await w.clock.advance({ hours: days * DAY });
  return w.phone.lastHeard().split('\n')[0] ?? '';
}

async function proved({ db, clock }: World): Promise<void> {
  await db.run(async (sql) => {
    const [row] = await sql<{ id: string }[]>`select id from phone`;
    await clearDoubt(sql, row?.id ?? '', clock.now());
  });
}

async function forgetsDoubts({ pool }: Parameters<NonNullable<WorldOptions['prepare']>>[0]) {
  await pool.run((sql) =>
    sql.unsafe(`
      create function forget_doubt() returns trigger language plpgsql as $$
      begin
        new.doubted := false;
        return new;
      end $$;
      create trigger forget_doubt before update on conversation for each row execute function forget_doubt();`),
  );
}

async function members({ db }: World): Promise<(string | null)[]> {
  const rows = await db.run(
    (sql) => sql<{ why: string | null }[]>`
      select unlinked_why as why from member order by created_at`,
  );
  return rows.map(({ why }) => why);
}
