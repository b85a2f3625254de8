import { describe, expect, onTestFinished, test } from 'vitest';
import { flowsWith } from '../scenarios/flows-with.ts';
import { joins, outbox } from '../scenarios/joined.ts';
import { joinsShipped } from '../scenarios/joins-shipped.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import {
  type Act,
  after,
  asked,
  DAY,
  dueAt,
  dueOf,
  expectNoSilence,
  indexOf,
  sending,
  setsFirst,
  WEEK,
} from './missed-checks.ts';

const flowsFolder = flowsWith(setsFirst);
const fourDays = flowsWith({
  ...setsFirst,
  'programmes/demo-kenya.yaml': (before) =>
    before.replace("to: '19:00' }", "to: '19:00', days: [mon, tue, wed, thu] }"),
});

const HOUR_MS = 3_600_000;
const iso = ({ clock }: World) => clock.now().toISOString();
const hoursTo = (w: World, date: Date) => (date.getTime() - w.clock.now().getTime()) / HOUR_MS;

/** How many the log says of an event. */
function counted({ lines }: World, event: string): number {
  const counts = lines.flatMap((line) =>
    line.includes(`"event":"${event}"`) ? [Number(/"count":(\d+)/u.exec(line)?.[1])] : [],
  );
  return counts.reduce((sum, count) => sum + count, 0);
}

async function flowsDue({ db }: World): Promise<string[]> {
  const rows = await db.run(
    (sql) => sql<{ flow: string }[]>`
      select flow from timer where kind in ('start', 'remind') order by flow`,
  );
  return rows.map(({ flow }) => flow);
}

/** Whoever said yes to the weekly question says yes to the rest. */
async function agreesToAll({ db }: World): Promise<void> {
  await db.run(
    (sql) => sql`
      insert into consent (phone_id, member_id, purpose, act, at, channel, entered_by, epoch)
      select phone_id, member_id, other, 'given', at, channel, 'test', epoch
      from consent, unnest(array['counsellor_contact', 'benefit_info']) other
      where purpose = 'check_ins'`,
  );
}

async function change(w: World, phone: WorldPhone, table: 'timer' | 'conversation', set: string) {
  const numberIndex = indexOf(w, phone);
  await w.db.run(async (sql) => {
    const [row] = await sql<{ id: string }[]>`
      select id from phone where number_index = ${numberIndex}`;
    await sql.unsafe(`update ${table} set ${set} where phone_id = '${row?.id ?? ''}'`);
  });
}

describe('a question that comes in a rhythm and could not be sent in time', () => {
  test('since the service was down: nothing comes late, the next comes at its own weekday and time of day, counted once by two processes', async () => {
    const w = await world({ flowsFolder });
    const [early, late, stopped, parked, former] = [
      w.phone,
      w.phoneOf('+254714000302'),
      w.phoneOf('+254714000303'),
      w.phoneOf('+254714000304'),
      w.phoneOf('+254714000305'),
    ];
    await joins(early);
    await w.clock.advance({ minutes: 17 });
    for (const phone of [late, stopped, parked, former]) await joins(phone);
    await stopped.texts('STOP');
    await change(w, parked, 'conversation', `trouble = 'test'`);
    await change(w, former, 'timer', `epoch = epoch - 1`);
    const due = [await dueOf(w, early), await dueOf(w, late)] as const;
    expect(hoursTo(w, due[1])).toBeGreaterThan(hoursTo(w, due[0]));

    await w.replica();
    await w.clock.jump({ hours: DAY + 49 });
    expect(await dueOf(w, early)).toEqual(after(due[0], WEEK));
    expect(await dueOf(w, late)).toEqual(after(due[1], WEEK));
    expect(await dueAt(w, parked)).toBeUndefined();
    expect(await dueAt(w, former)).toBeUndefined();
    expect([counted(w, 'timers_put_off'), counted(w, 'timers_dropped')]).toEqual([2, 2]);
    expect([early, late, stopped, parked, former].map(asked)).toEqual([0, 0, 0, 0, 0]);

    await w.clock.advance({ seconds: hoursTo(w, after(due[0], WEEK)) * 3_600 + 60 });
    expect([asked(early), asked(late)]).toEqual([1, 0]);
    await w.clock.advance({ minutes: 18 });
    expect([early, late, stopped, parked, former].map(asked)).toEqual([1, 1, 0, 0, 0]);
    expect(w.lines.join('')).not.toContain('+2547');
  });

  test('for weeks is asked once when its time comes again, and not once for each week; after 90 days of silence never', async () => {
    const w = await world({ flowsFolder });
    const gone = w.phoneOf('+254714000310');
    await joins(w.phone);
    await joins(gone);
    await change(w, gone, 'conversation', `heard_at = heard_at - interval '30 days'`);
    const due = await dueOf(w);
    await w.clock.jump({ hours: 80 * DAY });
    expect([asked(w.phone), asked(gone)]).toEqual([0, 0]);
    expect(await dueOf(w)).toEqual(after(due, 12 * WEEK));
    expect(await dueAt(w, gone)).toBeUndefined();
    expect([counted(w, 'timers_put_off'), counted(w, 'timers_dropped')]).toEqual([1, 1]);
    await w.clock.advance({ hours: 6 * DAY });
    expect(asked(w.phone)).toBe(1);
  });

  test('at a time of day that she chose keeps it, through a change of clocks too', async () => {
    const london = flowsWith(
      {
        ...setsFirst,
        'programmes/demo-kenya.yaml': (before) => before.replace('Africa/Nairobi', 'Europe/London'),
      },
      onTestFinished,
    );
    // A Monday; clocks go an hour on in the night to Sunday 28 March.
    const w = await world({ flowsFolder: london, start: new Date('2027-03-22T12:00:00Z') });
    await joins(w.phone);
    const [due, until] = [`'2027-03-23T20:30:00Z'`, `'2027-03-23T21:30:00Z'`];
    await change(
      w,
      w.phone,
      'timer',
      `due_at = ${due}, send_by = ${due}::timestamptz + interval '48 h', chosen_until = ${until}`,
    );
    await w.clock.jump({ hours: 4 * DAY });
    expect(await dueOf(w)).toEqual(new Date('2027-03-30T19:30:00Z'));
    await w.clock.advance({ hours: hoursTo(w, new Date('2027-03-30T19:29:00Z')) });
    expect(asked(w.phone)).toBe(0);
    await w.clock.advance({ minutes: 2 });
    expect(asked(w.phone)).toBe(1);
  });

  test('each day at a time that she chose comes the next day at that time, once', async () => {
    const daily = {
      'check-in/flow.yaml': (before: string) =>
        setsFirst['check-in/flow.yaml'](before)
          .replace(
            'start: { flow: check-in, in: rhythm, send_within: 48h }',
            'remind: { flow: check-in, at: wake, send_within: 1h }',
          )
          .replace('memory: { ', 'memory: { wake: time, ')
          .replace('begin: { do', "begin: { save: { wake: '17:30' }, do"),
    };
    const w = await world({ flowsFolder: flowsWith(daily, onTestFinished) });
    await joins(w.phone);
    await w.clock.advance({ hours: DAY + 1 });
    expect(asked(w.phone)).toBe(1);
    expect(await dueOf(w)).toEqual(new Date('2026-11-24T14:30:00Z'));
    await w.clock.jump({ hours: DAY - 1 });
    expect(asked(w.phone)).toBe(1);
    expect(await dueOf(w)).toEqual(new Date('2026-11-25T14:30:00Z'));
    await w.clock.advance({ hours: 6 });
    expect(asked(w.phone)).toBe(2);
    expect(await dueOf(w)).toEqual(new Date('2026-11-26T14:30:00Z'));
  });

  test('on a weekday on which nothing is ever sent moves to a day on which it is', async () => {
    // A Thursday: due on Friday, and the next day with texts is Monday.
    const w = await world({ flowsFolder: fourDays, start: new Date('2026-11-26T09:00:00Z') });
    await joins(w.phone);
    await w.clock.advance({ hours: 10 * DAY });
    expect(asked(w.phone)).toBe(0);
    await w.clock.advance({ hours: DAY });
    expect(asked(w.phone)).toBe(1);
    expect(counted(w, 'timers_put_off')).toBe(1);
    await w.phone.texts('1');
    await w.clock.advance({ hours: WEEK });
    expect(asked(w.phone)).toBe(2);
  });

  test('since it fell into a pause comes when that ends, and a week later where nothing could be sent then either', async () => {
    const w = await world({ flowsFolder });
    const other = w.phoneOf('+254714000311');
    for (const phone of [w.phone, other]) await joins(phone);
    const until = after(w.clock.now(), 3 * DAY);
    await w.db.run((sql) => sql`update member set paused_until = ${until}`);
    await w.clock.advance({ hours: 2 * DAY });
    expect(await dueOf(w)).toEqual(until);
    await change(w, other, 'timer', `send_by = due_at - interval '1 minute'`);
    await w.clock.advance({ hours: DAY + 1 });
    expect([asked(w.phone), asked(other)]).toEqual([1, 0]);
    const next = await dueOf(w, other);
    expect(hoursTo(w, next)).toBeGreaterThan(0);
    expect(hoursTo(w, next)).toBeLessThan(WEEK);
    await w.clock.advance({ hours: WEEK });
    expect(asked(other)).toBe(1);
  });

  test('since she took that purpose back, or its flow is given up, comes no more', async () => {
    const w = await world({ flowsFolder });
    const [withdrawn, given] = [w.phoneOf('+254714000312'), w.phoneOf('+254714000313')];
    for (const phone of [withdrawn, given]) await joins(phone);
    const numberIndex = indexOf(w, withdrawn);
    await w.db.run(
      (sql) => sql`delete from consent using phone
        where phone.id = consent.phone_id and number_index = ${numberIndex}`,
    );
    await change(w, given, 'timer', `flow = 'no-such-flow'`);
    await w.clock.jump({ hours: DAY + 49 });
    expect([await dueAt(w, withdrawn), await dueAt(w, given)]).toEqual([undefined, undefined]);
    expect([counted(w, 'timers_put_off'), counted(w, 'timers_dropped')]).toEqual([0, 2]);
  });
});

describe('of the flows that ship, what was missed', () => {
  test('comes again where it comes in a rhythm, and never later than the programme asks; of one date there is no other', async () => {
    const w = await world({ flowsFolder: 'flows' });
    const [monthly, agreed, reminded, once] = [
      w.phone,
      w.phoneOf('+254714000322'),
      w.phoneOf('+254714000323'),
      w.phoneOf('+254714000324'),
    ];
    for (const phone of [monthly, agreed, reminded, once]) await joinsShipped(phone, 'demo-kenya');
    await change(w, monthly, 'timer', `flow = 'how-often', due_at = '${iso(w)}'`);
    w.service.wake();
    await w.clock.settle();
    await monthly.texts('3');
    const [due, until] = [`'2026-11-24T14:00:00Z'`, `'2026-11-24T15:00:00Z'`];
    const at = `due_at = ${due}, send_by = ${due}::timestamptz + interval '48 h'`;
    await change(w, monthly, 'timer', at);
    // As a counsellor and a member have agreed on it, and as a member has chosen a day for her step.
    await change(w, agreed, 'timer', `${at}, flow = 'agreed-step'`);
    await change(w, reminded, 'timer', `${at}, kind = 'remind', chosen_until = ${until}`);
    await agreesToAll(w);
    await w.db.run((sql) =>
      sql.unsafe(`
        insert into timer (id, phone_id, kind, epoch, flow, due_at, send_by)
        select gen_random_uuid(), t.phone_id, f.kind, t.epoch, f.flow, ${due}, ${until}
        from timer t join phone p on p.id = t.phone_id, (values ('remind', 'next-session'), ('start', 'go-day')) f(kind, flow)
        where p.number_index = '\\x${indexOf(w, once).toString('hex')}'`),
    );
    await w.clock.jump({ hours: 4 * DAY });
    const next = new Date('2026-12-01T14:00:00Z');
    expect([await dueOf(w, monthly), await dueOf(w, agreed), await dueOf(w, reminded)]).toEqual([
      next,
      next,
      next,
    ]);
    expect(await flowsDue(w)).toEqual(['agreed-step', 'check-in', 'check-in', 'check-in']);
    expect([counted(w, 'timers_put_off'), counted(w, 'timers_dropped')]).toEqual([4, 2]);
    expect([monthly, agreed, reminded, once].map(asked)).toEqual([0, 0, 0, 0]);
    await w.clock.advance({ hours: WEEK });
    expect([monthly, agreed, reminded, once].map(asked)).toEqual([1, 1, 1, 1]);
    expect(hoursTo(w, await dueOf(w, monthly))).toBeGreaterThan(3 * WEEK);
  });
});

describe('a question whose text never leaves', () => {
  const refused = (outcomes: { code: number }[]) => async (w: World) =>
    w.standIn.faults.set({ outcomes });
  const ways: readonly [string, string, Act, Act][] = [
    ['it is quiet', 'timer expired late', sending('quiet = true'), sending('quiet = false')],
    [
      'sending is paused',
      'timer expired late',
      sending('paused = true'),
      sending('paused = false'),
    ],
    ['money is short', 'timer expired late', sending('saving = 3'), sending('saving = 0')],
    ['the gateway refuses it', 'timer failed bad_number', refused([{ code: 403 }]), refused([])],
  ];
  test.each(ways)(
    'since %s, is no silence of hers: its next time is set each week, and when it can leave it comes [req C3]',
    async (_, state, hinder, free) => {
      const w = await world({ flowsFolder: 'flows' });
      await expectNoSilence(w, hinder, free);
      expect((await outbox(w)).filter((line) => line.startsWith('timer'))).toContain(state);
    },
  );
});
