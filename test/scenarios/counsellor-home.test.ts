import { describe, expect, test } from 'vitest';
import { giveCode } from '../../src/followup/home/give-code.ts';
import { acts, asks, hers, team, worker } from '../followup/staffed.ts';
import { world, type World, type WorldPhone } from '../world/world.ts';
import { hop } from './call-back.ts';
import { joins } from './joined.ts';
import { sees } from './private-flows.ts';

const PIN = '7031';

/** Two members of hers, one of her backup's, and a counsellor who has set her PIN. */
async function atWork() {
  const w = await world();
  const people = await team(w);
  const [one, two, other] = ['201', '202', '203'].map((end) => w.phoneOf(`+254711000${end}`));
  if (one === undefined || two === undefined || other === undefined)
    throw new Error('three phones');
  await joins(one);
  await joins(two);
  await hers(w, people.counsellor.id);
  await joins(other);
  await hers(w, people.backup.id);
  const { phone } = people.counsellor;
  const code = await codeOf(w, people.counsellor.id);
  await sees(phone, code, PIN, PIN);
  return { w, one, two, other, ...people, phone };
}

/** A counsellor alone, with her PIN. */
async function alone() {
  const w = await world();
  const counsellor = await worker(w, '+254711000901');
  const { phone } = counsellor;
  await sees(phone, await codeOf(w, counsellor.id), PIN, PIN);
  return { w, phone, counsellor };
}

async function codeOf({ service }: World, id: string): Promise<string> {
  const code = await giveCode({ setting: service.setting, pool: service.pools.web }, id);
  if (code === undefined) throw new Error('she is at work');
  return code;
}

/** 9, and the two minutes in which she may still say that she pressed by mistake. */
async function wishesCall(w: World, phone: WorldPhone) {
  await phone.texts('9');
  await w.clock.advance({ minutes: 3 });
}

describe('a counsellor’s own menu', () => {
  test('is opened by her PIN where the public menu is; all else shows what any unknown choice shows, to the byte [rel R6]', async () => {
    const { phone, w } = await alone();
    const menu = await sees(phone);
    const unknown = await sees(phone, '6');
    expect(await sees(phone, PIN)).toContain('1 Who waits');
    for (const digits of ['4444', '70310', '703', '000000'])
      expect([digits, await sees(phone, digits)]).toEqual([digits, unknown]);
    expect(await sees(phone)).toBe(menu);
    const stranger = w.phoneOf('+254711000777');
    expect(await sees(stranger)).toBe(menu);
    expect(await sees(stranger, PIN)).toBe(unknown);
    for (let count = 0; count < 2; count += 1) await sees(phone, '5555');
    expect(await sees(phone, PIN)).toBe(unknown);
    await w.clock.advance({ minutes: 16 });
    expect(await sees(phone, PIN)).toContain('1 Who waits');
  });

  test('is opened for the first time by a code that was read to her: it counts once, and no log has her PIN', async () => {
    const { phone, w, counsellor } = await alone();
    const unknown = await sees(phone, '6');
    const code = await codeOf(w, counsellor.id);
    const last = await codeOf(w, counsellor.id);
    // Of two only the one that she was told last.
    expect(await sees(phone, code)).toBe(unknown);
    expect(await sees(phone, last, '1234')).toContain('harder to guess');
    expect(await sees(phone, last, '9062', '9063')).toContain('not the same');
    expect(await sees(phone, last, '9062', '9062')).toContain('your PIN is set');
    expect(await sees(phone, last)).toBe(unknown);
    expect(await sees(phone, PIN)).toBe(unknown);
    expect(await sees(phone, '9062')).toContain('1 Who waits');
    expect(await logged(w)).not.toMatch(/7031|9062/u);
  });

  test('shows who is due in order, and a number only to whoever can talk, for an entry of the audit log', async () => {
    const { w, phone, one, two, counsellor } = await atWork();
    await asks(w, two, 'not_going_well');
    await wishesCall(w, one);
    const list = await sees(phone, PIN, '1');
    expect(list.split('\n')).toEqual([
      'Who waits? Type the number.',
      expect.stringMatching(/^\d\d asks to talk$/u),
      expect.stringMatching(/^\d\d not going well$/u),
    ]);
    const number = list.split('\n')[1]?.slice(0, 2) ?? '';
    expect(await sees(phone, PIN, '1', number)).toContain('1 I will call');
    const details = await sees(phone, PIN, '1', number, '1');
    expect(details).toContain('wrong number');
    expect(details).toContain('do not ring back');
    expect(details).not.toContain('254');
    expect(await shownNumbers(w)).toEqual([]);
    const shown = await sees(phone, PIN, '1', number, '1', '1');
    expect(shown).toContain(one.number);
    expect(shown).not.toContain(two.number);
    expect(await shownNumbers(w)).toEqual([`counsellor ${counsellor.id}`]);
    expect(await sees(phone, PIN, '1', number, '2')).toContain('small step');
    expect((await requests(w)).filter(({ endedAs }) => endedAs === 'met')).toHaveLength(1);
    expect(await logged(w)).not.toContain(one.number);
  });

  test('the same hop gets the same bytes and does it once; another session begins at the public menu', async () => {
    const { w, phone, one } = await atWork();
    await wishesCall(w, one);
    const number = (await sees(phone, PIN, '1')).split('\n')[1]?.slice(0, 2) ?? '';
    const at = { callbacks: w.callbacks, phone };
    const inputs = ['', PIN, `${PIN}*1`, `${PIN}*1*${number}`, `${PIN}*1*${number}*2`];
    for (const input of inputs) {
      const copies = await Promise.all([1, 2, 3].map(() => hop(at, 'H1', input)));
      expect(new Set(copies.map(({ body }) => body)).size).toBe(1);
    }
    await w.clock.settle();
    expect((await acts(w)).filter((act) => act === 'passed')).toHaveLength(1);
    const again = await hop(at, 'H1', `${PIN}*1*${number}*2`);
    expect(again.body).toContain(`${number} goes to somebody else`);
    expect((await hop(at, 'H1', `${PIN}*1`)).body).toBe(again.body);
    expect((await hop(at, 'H2', '')).body).toContain('Please choose');
    await w.clock.advance({ minutes: 6 });
    expect((await hop(at, 'H1', `${PIN}*1*${number}*2*00`)).body).not.toContain('Who waits');
  });

  test('leaves innocently at 0; 9 and words for help lead to her own supervisor, and name no member', async () => {
    const { w, phone, supervisor } = await atWork();
    expect(await sees(phone, PIN, '0')).toBe('Thank you. Goodbye.');
    expect(await sees(phone, PIN, '1', '00')).toContain('1 Who waits');
    expect(await sees(phone, PIN, 'HELP')).toContain('Shall your supervisor call you?');
    expect(await sees(phone, PIN, '9', '1')).toContain('Your supervisor is asked');
    await w.clock.advance({ minutes: 1 });
    expect(supervisor.phone.lastHeard()).toMatch(/^\d\d /u);
    const rows = await requests(w);
    expect(
      rows.map(({ reason, memberId, counsellorId }) => [reason, memberId, counsellorId]),
    ).toEqual([['counsellor_support', null, supervisor.id]]);
  });

  test('88 in it stops both roles; "pressed by mistake" gives back her role and her members', async () => {
    const { w, phone, counsellor } = await atWork();
    expect(await sees(phone, PIN, '1', '88')).toContain('No more texts');
    await w.clock.settle();
    expect(await stateOf(w, counsellor.id)).toBe('stopped');
    expect(await sees(phone, PIN)).not.toContain('Who waits');
    expect(await logged(w)).not.toContain(PIN);
  });

  test('88 and then 1 in the same session takes that back', async () => {
    const { w, phone, counsellor, two } = await atWork();
    expect(await sees(phone, PIN, '1', '88', '1')).toContain('Nothing was changed');
    await w.clock.settle();
    expect(await stateOf(w, counsellor.id)).toBe('active');
    await wishesCall(w, two);
    expect(await sees(phone, PIN, '1')).toContain('asks to talk');
  });
});

describe('what else she does there', () => {
  test('she invites somebody who is with her, once and without learning who takes part [req C5, P11]', async () => {
    const { w, phone, one } = await atWork();
    const somebody = w.phoneOf('+254711000555');
    expect(await sees(phone, PIN, '3')).toContain('phone in her hand');
    const said = await sees(phone, PIN, '3', '1', '0711000555', '1');
    expect(somebody.heard()).toHaveLength(1);
    const before = one.heard().length;
    expect(await sees(phone, PIN, '3', '1', '0711000201', '1')).toBe(said);
    expect(await sees(phone, PIN, '3', '1', '254711000555', '1')).toBe(said);
    expect(one.heard()).toHaveLength(before);
    expect(somebody.heard()).toHaveLength(1);
  });

  test('while she is away her people go to her backup, who hears one text without names; then she is back', async () => {
    const { w, phone, one, backup, counsellor } = await atWork();
    await wishesCall(w, one);
    expect(await sees(phone, PIN, '4', '2', '2')).toContain('Back on');
    expect(await sees(phone, PIN, '4', '2', '2', '1')).toContain('You are away until');
    await w.clock.advance({ minutes: 1 });
    expect(await stateOf(w, counsellor.id)).toBe('away');
    const heard = backup.phone.heard();
    expect(heard.filter((text) => text.startsWith('A colleague is away'))).toHaveLength(1);
    expect(heard.at(-1)).toContain('asks for a call');
    expect(await sees(phone, PIN, '1')).toContain('Welcome back');
    expect(await stateOf(w, counsellor.id)).toBe('active');
  });

  test('after a talk she sets the next day, in the member’s hours; nothing comes to whoever did not say yes', async () => {
    const { w, phone, one } = await atWork();
    const numbers = (await sees(phone, PIN, '2')).split('\n')[1]?.split(', ') ?? [];
    expect(numbers).toHaveLength(2);
    const [first = ''] = numbers;
    expect(await sees(phone, PIN, first, '2', '1', '2')).toContain('A short text comes that day');
    const before = one.heard().length;
    await w.clock.advance({ hours: 24 * 6 });
    expect(one.heard()).toHaveLength(before);
    await w.clock.advance({ hours: 24 });
    expect(one.heard().length).toBeGreaterThan(before);
  });
});

async function logged(w: World): Promise<string> {
  const rows = await w.db.run((db) => db<{ text: string }[]>`select t::text as text from turn t`);
  return [...w.lines, ...rows.map(({ text }) => text)].join('\n');
}

async function shownNumbers(w: World): Promise<string[]> {
  const rows = await w.db.run(
    (db) => db<{ actor: string }[]>`select actor from audit where action = 'number_shown'`,
  );
  return rows.map(({ actor }) => actor);
}

function requests(w: World) {
  return w.db.run(
    (db) =>
      db<
        {
          reason: string;
          memberId: string | null;
          counsellorId: string | null;
          endedAs: string | null;
        }[]
      >`select reason, member_id, counsellor_id, ended_as from follow_up order by opened_at, id`,
  );
}

async function stateOf(w: World, id: string): Promise<string> {
  const [row] = await w.db.run(
    (db) => db<{ state: string }[]>`select state from counsellor where id = ${id}`,
  );
  return row?.state ?? '';
}
