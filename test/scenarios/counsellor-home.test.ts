import { describe, expect, test } from 'vitest';
import { asks } from '../followup/staffed.ts';
import type { World } from '../world/world.ts';
import { hop } from './call-back.ts';
import { dangerFlows, LINE } from './danger-flows.ts';
import {
  alone,
  atWork,
  codeOf,
  expectAudited,
  expectHomeWaits,
  expectOnce,
  expectStopped,
  firstDue,
  logged,
  shownTo,
  stateOf,
  wishesCall,
  WORK_PIN as PIN,
} from './home-checks.ts';
import { INSIDE } from './private-checks.ts';
import { hasPin, PIN as MEMBERS_PIN, privateFlows, sees } from './private-flows.ts';

const withDanger = dangerFlows();

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
    await sees(phone, PIN);
    await expectHomeWaits({ w, phone });
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
    const work = await atWork();
    const { w, phone, one, two } = work;
    await asks(w, two, 'not_going_well');
    await wishesCall(w, one);
    const list = await sees(phone, PIN, '1');
    expect(list.split('\n')).toEqual([
      'Who waits? Type the number.',
      expect.stringMatching(/^\d\d asks to talk$/u),
      expect.stringMatching(/^\d\d not going well$/u),
    ]);
    const number = await firstDue(phone);
    expect(await sees(phone, PIN, '1', number)).toContain('1 I will call');
    await expectAudited(work);
    const details = await sees(phone, PIN, '1', number, '1');
    expect(details).toContain('wrong number');
    expect(details).toContain('do not ring back');
    expect(await sees(phone, PIN, '1', number, '2')).toContain('small step');
    expect((await requests(w)).filter(({ endedAs }) => endedAs === 'met')).toHaveLength(1);
    expect(await shownTo(w)).toHaveLength(1);
    expect(await logged(w)).not.toContain(one.number);
  });

  test('the same hop gets the same bytes and does it once; another session begins at the public menu', async () => {
    const work = await atWork();
    const { w, phone, one } = work;
    await wishesCall(w, one);
    const number = await firstDue(phone);
    await expectOnce(work);
    const at = { callbacks: w.callbacks, phone };
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

  test('words of danger, hers, are answered with care and numbers to call, and her 1 asks her supervisor [req K5]', async () => {
    const { w, phone } = await alone({ flowsFolder: withDanger });
    const care = await sees(phone, PIN, '1', 'I want to die');
    expect(care).toContain('You matter. You can call');
    expect(care).toContain(LINE);
    expect(care).toContain('1 Call me');
    expect(await requests(w)).toEqual([]);
    const after = await sees(phone, PIN, 'I want to die', '1');
    expect(after).toContain('Your supervisor is asked to call you.');
    expect(after).toMatch(new RegExp(`If it cannot wait, call .*${LINE}`, 'u'));
    // Of violence nothing is named, and no number: somebody else may look on.
    const quiet = await sees(phone, PIN, 'he beats me');
    expect(quiet).toContain('You can talk to someone.');
    expect(quiet).not.toMatch(/\d{3}/u);
    expect((await requests(w)).map(({ reason }) => reason)).toEqual(['counsellor_support']);
    expect(await logged(w)).not.toMatch(/want to die|beats me/u);
  });

  test('88 in it stops both roles, and no log has her PIN', async () => {
    await expectStopped(await atWork());
  });

  test('88 and then 1, "pressed by mistake", gives back her role and her members', async () => {
    const { w, phone, counsellor, two } = await atWork();
    expect(await sees(phone, PIN, '1', '88', '1')).toContain('Nothing was changed');
    await w.clock.settle();
    expect(await stateOf(w, counsellor.id)).toBe('active');
    await wishesCall(w, two);
    expect(await sees(phone, PIN, '1')).toContain('asks to talk');
  });
});

const flowsFolder = privateFlows();

describe('on a phone with two roles', () => {
  test('two PINs open two menus; one that is a member’s is refused in the words for any that is easily guessed', async () => {
    const { w, phone } = await alone({ flowsFolder });
    await hasPin({ phone });
    expect(await sees(phone, MEMBERS_PIN)).toContain(INSIDE);
    expect(await sees(phone, PIN)).toContain('1 Who waits');
    const easy = await sees(phone, PIN, '4', '4', '1234');
    expect(await sees(phone, PIN, '4', '4', MEMBERS_PIN, MEMBERS_PIN)).toBe(easy);
    expect(await sees(phone, MEMBERS_PIN)).toContain(INSIDE);
    // A member's own PIN gives no new tries at the work.
    for (const wrong of ['5555', '6666', '5556', '6667']) await sees(phone, wrong);
    await sees(phone, MEMBERS_PIN);
    await sees(phone, '5557');
    expect(await sees(phone, PIN)).not.toContain('Who waits');
    await w.clock.advance({ minutes: 16 });
    expect(await sees(phone, PIN)).toContain('1 Who waits');
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
