import { describe, expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { pressQuiet, releaseQuiet } from '../../src/engine/quiet-sending.ts';
import { readQuietActs } from '../../src/store/quiet.ts';
import { readSending } from '../../src/store/sending-state.ts';
import { hers, team } from '../followup/staffed.ts';
import { isAsked, joins, outbox } from '../scenarios/joined.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { until } from '../world/until.ts';
import { world, type World } from '../world/world.ts';

const GATE =
  "    when (select s.quiet from sending s) and not is_answer_in_quiet(m) then 'paused'\n";
const EVENTS = /'help', 'person'[^)]*/u;

const parts = (w: World) => ({
  demo: false,
  pool: w.db,
  keyring: createKeyring(w.secrets),
  clock: { now: w.clock.now, monotonicMs: () => performance.now() },
});

/** Pages that PostgreSQL looks at for one claim, in whatever function. */
async function blocksOfClaim(w: World, now: Date): Promise<number> {
  const plan = await w.db.run(
    (sql) => sql`
      explain (analyze, buffers, format json)
      select * from claim_for_send(16, false, ${now}, interval '10 s', interval '10 min')`,
  );
  const blocks = (kind: string) =>
    Number(new RegExp(`"Shared ${kind} Blocks":(\\d+)`, 'u').exec(JSON.stringify(plan))?.[1]);
  return blocks('Hit') + blocks('Read');
}

async function heardAfter(w: World, text: string): Promise<number> {
  const before = w.phone.heard().length;
  await w.phone.texts(text);
  return w.phone.heard().length - before;
}

describe('quiet', () => {
  test('after one press nothing that nobody may miss leaves: no reply of a flow, no timer, no invitation, no broadcast', async () => {
    const w = await world();
    await isAsked(w);
    expect(await pressQuiet(parts(w), 'anna')).toBe(true);
    const before = w.phone.heard().length;
    for (const kind of ['timer', 'broadcast', 'invitation'] as const)
      await queueMessage(w, { kind, purpose: 'check_ins', text: `A ${kind}` });
    await w.phone.texts('1');
    await w.phone.texts('JOIN');
    await w.clock.settle();
    expect(w.phone.heard()).toHaveLength(before);
  });

  test('it still answers HELP, 9, when to call, words of danger and what follows, a text that may mean STOP, and STOP [rel P1]', async () => {
    const w = await world();
    await joins(w.phone);
    await pressQuiet(parts(w), 'anna');
    expect(await heardAfter(w, 'HELP')).toBe(1);
    expect(await heardAfter(w, '9')).toBeGreaterThan(0);
    expect(await heardAfter(w, '1')).toBeGreaterThan(0);
    expect(await heardAfter(w, 'I want to kill myself')).toBe(1);
    expect(await heardAfter(w, '1')).toBe(1);
    expect(await heardAfter(w, 'please leave me alone')).toBe(1);
    expect(await heardAfter(w, '2')).toBe(1);
    expect(await heardAfter(w, 'STOP')).toBe(1);
    expect(w.phone.lastHeard()).toContain('No more texts');
  });

  test('an older text that waits does not stand before the answer to HELP', async () => {
    const w = await world();
    await joins(w.phone);
    await pressQuiet(parts(w), 'anna');
    await queueMessage(w, { kind: 'timer', purpose: 'check_ins', text: 'Old' });
    expect(await heardAfter(w, 'HELP')).toBe(1);
  });

  test('what was due meanwhile leaves afterwards only if its time is not over, and lapses while it is quiet', async () => {
    const w = await world();
    await joins(w.phone);
    await pressQuiet(parts(w), 'anna');
    await w.phone.texts('JOIN');
    const inHours = (hours: number) => new Date(w.clock.now().getTime() + hours * 3_600_000);
    await queueMessage(w, { purpose: 'check_ins', text: 'Short', sendBy: inHours(1) });
    await queueMessage(w, { purpose: 'check_ins', text: 'Long', sendBy: inHours(24) });
    await w.clock.advance({ hours: 2 });
    expect((await outbox(w)).filter((line) => line.startsWith('broadcast'))).toEqual([
      'broadcast expired late',
      'broadcast queued',
    ]);
    const before = w.phone.heard().length;
    await releaseQuiet(parts(w), 'anna');
    await releaseQuiet(parts(w), 'ben');
    await w.clock.settle();
    expect(w.phone.heard().slice(before)).toEqual(['Long']);
  });

  test('a message that was claimed before the press is stopped at the gate, and waits', async () => {
    const w = await world();
    await joins(w.phone);
    await w.db.run((sql) => sql`update sending set quiet = true`);
    await queueMessage(w, { purpose: 'check_ins', text: 'Claimed' });
    const [open] = await w.db.run(
      (sql) => sql<{ verdict: string }[]>`
        with m as (update message set state = 'sending' where class = 'broadcast' returning id, phone_id), a as (
          insert into attempt (id, token, message_id, phone_id, started_at, call_until)
          select gen_random_uuid(), gen_random_uuid(), id, phone_id, ${w.clock.now()}, clock_timestamp() + interval '10 s'
          from m returning id, token)
        select 'made' as verdict from a`,
    );
    expect(open?.verdict).toBe('made');
    const [gate] = await w.db.run(
      (sql) => sql<{ verdict: string }[]>`
        select o.verdict from attempt a, open_for_send(a.id, a.token, ${w.clock.now()}, true, '12:00', true) o
        where a.ended_at is null`,
    );
    expect(gate?.verdict).toBe('paused');
  });

  test('one presses, two different people release it; a press in between takes the release back; each is in the audit log', async () => {
    const w = await world();
    const at = parts(w);
    const quiet = async () => (await w.db.run(readSending)).quiet;
    expect([await pressQuiet(at, 'anna'), await pressQuiet(at, 'ben')]).toEqual([true, false]);
    expect(await releaseQuiet(at, 'anna')).toBe('release_asked');
    expect(await releaseQuiet(at, 'anna')).toBe('same_person');
    expect(await pressQuiet(at, 'carol')).toBe(true);
    expect(await releaseQuiet(at, 'ben')).toBe('release_asked');
    expect(await quiet()).toBe(true);
    expect(await releaseQuiet(at, 'carol')).toBe('released');
    expect([await quiet(), await releaseQuiet(at, 'carol')]).toEqual([false, 'not_quiet']);
    const acts = await w.db.run((db) => readQuietActs(db, 10));
    const audited = await w.db.run(
      (db) =>
        db<{ action: string }[]>`select action from audit where action like 'quiet%' order by seq`,
    );
    expect(audited.map(({ action }) => action)).toEqual(
      acts.toReversed().map(({ act }) => `quiet_${act}`),
    );
  });

  test('whoever helps a person in danger is asked and answered; a call that can wait asks nobody', async () => {
    const w = await world();
    const { counsellor } = await team(w);
    const [danger, talk] = [w.phoneOf('+254711000201'), w.phoneOf('+254711000202')];
    for (const phone of [danger, talk]) await joins(phone);
    await hers(w, counsellor.id);
    await pressQuiet(parts(w), 'anna');
    await talk.texts('9');
    await w.clock.advance({ minutes: 3 });
    const before = counsellor.phone.heard().length;
    await danger.texts('I want to kill myself');
    await danger.texts('1');
    await w.clock.advance({ minutes: 3 });
    const [prompt, ...more] = counsellor.phone.heard().slice(before);
    expect(more).toEqual([]);
    expect(prompt).toContain('asks for a call before');
    await counsellor.phone.texts(`${prompt?.slice(0, 2)}1`);
    expect(counsellor.phone.lastHeard()).toContain('is with you');
  });

  test('what is held back is not read to find what may leave: an answer is claimed as quickly with 5,000 before it', async () => {
    const w = await world();
    await joins(w.phone);
    await pressQuiet(parts(w), 'anna');
    await w.clock.settle();
    const now = w.clock.now();
    const few = await blocksOfClaim(w, now);
    await w.db.run(
      (sql) => sql`
        insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, turn, heard_at, created_at,
          send_after, send_by, in_quiet)
        select gen_random_uuid(), md5((n / 2)::text)::uuid, case n % 2 when 0 then 'reply' else 'timer' end, 3 + n % 2, 0,
          '\\x00', 1, 1, ${now}, ${now}, ${now}, ${new Date(now.getTime() + 3_600_000)}, case n % 2 when 0 then false end
        from generate_series(1, 5000) n`,
    );
    await w.db.run((sql) => sql`analyze message`);
    expect(await blocksOfClaim(w, now)).toBeLessThan(few + 50);
  });

  test('a reply of a turn that an older process wrote is judged by that turn', async () => {
    const w = await world();
    await joins(w.phone);
    await w.db.run(
      (sql) => sql`
      create function as_before() returns trigger language plpgsql as $$ begin new.in_quiet := null; return new; end $$`,
    );
    await w.db.run(
      (sql) => sql`
      create trigger as_before before insert on message for each row execute function as_before()`,
    );
    await pressQuiet(parts(w), 'anna');
    expect([await heardAfter(w, 'HELP'), await heardAfter(w, 'JOIN')]).toEqual([1, 0]);
  });

  test('a release that was begun an hour ago is no half of one', async () => {
    const w = await world();
    await pressQuiet(parts(w), 'anna');
    await releaseQuiet(parts(w), 'anna');
    await w.clock.advance({ hours: 1 });
    expect(await releaseQuiet(parts(w), 'ben')).toBe('release_asked');
  });
});

describe('mutants of quiet', () => {
  test('without its line at the gate a claimed text would leave', async () => {
    const w = await world({ prepare: withoutPiece('open_for_send', GATE) });
    await joins(w.phone);
    // A claim that does not know of quiet: what the gate alone would let through.
    await withoutPiece('claim_for_send', 'if s.quiet then', 'if false then')({ pool: w.db });
    await pressQuiet(parts(w), 'anna');
    const before = w.phone.heard().length;
    await queueMessage(w, { purpose: 'check_ins', text: 'Loud' });
    // Nothing waits for what is held back, so the world is at rest before it has left.
    await until('the text leaves', () => w.phone.heard().length > before, 20_000);
    expect(w.phone.heard().slice(before)).toEqual(['Loud']);
  });

  test('without the events of 9 and HELP nobody would be answered', async () => {
    const w = await world({
      async prepare({ pool }) {
        const [row] = await pool.run(
          (sql) =>
            sql<
              { body: string }[]
            >`select pg_get_functiondef('is_heard_in_quiet'::regproc) as body`,
        );
        expect(row?.body).toMatch(EVENTS);
        await pool.run((sql) => sql.unsafe((row?.body ?? '').replace(EVENTS, "'none'")));
      },
    });
    await joins(w.phone);
    await pressQuiet(parts(w), 'anna');
    expect(await heardAfter(w, 'HELP')).toBe(0);
  });
});
