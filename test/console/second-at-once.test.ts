import { expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { decideList, keepList } from '../../src/engine/invite-lists.ts';
import { pressQuiet, releaseQuiet } from '../../src/engine/quiet-sending.ts';
import { switchProgramme } from '../../src/engine/switch-programme.ts';
import { askReveal } from '../../src/followup/ask-reveal.ts';
import { decideReveal } from '../../src/followup/decide-reveal.ts';
import { showReveal } from '../../src/followup/show-reveal.ts';
import { askRecovery } from '../../src/store/staff-invites.ts';
import { freshDatabase } from '../world/database.ts';
import { addMember } from './people-world.ts';
import { makeStaff, sessionFor, signInBench } from './sign-in-bench.ts';

const database = await freshDatabase();
const live = await signInBench(database, { demo: false });
// More connections than presses, so that they truly meet in the database.
const parts = { ...live.parts, pool: database.open({ role: 'mazano_console', max: 8 }) };
const [anna, ben, carol] = await Promise.all([1, 2, 3].map(() => makeStaff(live, ['admin'])));
const ids = [anna, ben, carol].map((one) => one?.staffId ?? '');
const [first = '', second = '', third = ''] = ids;
const AT_ONCE = 6;

/** Several presses in the same moment, by turns by each of these; what became of them, sorted. */
async function atOnce<T>(by: readonly string[], press: (who: string) => Promise<T>): Promise<T[]> {
  const presses = Array.from({ length: AT_ONCE }, (_, n) => press(by[n % by.length] ?? ''));
  return (await Promise.all(presses)).toSorted((a, b) => String(a).localeCompare(String(b)));
}
const times = <T>(count: number, what: T) => Array.from({ length: count }, () => what);

test('a switch: one person who presses six times at once has asked once; of two others who agree at once one does it', async () => {
  const press = (actor: string) => switchProgramme(parts, 'public_page', { to: true, actor });
  expect(await atOnce([first], press)).toEqual(['asked', ...times(5, 'same_person')]);
  expect(await atOnce([second, third], press)).toEqual(['on', ...times(5, 'unchanged')]);
});

test('quiet: one person at once is one half; of two others at once one opens it', async () => {
  await pressQuiet(parts, first);
  const press = (actor: string) => releaseQuiet(parts, actor);
  expect(await atOnce([first], press)).toEqual(['release_asked', ...times(5, 'same_person')]);
  expect(await atOnce([second, third], press)).toEqual([...times(5, 'not_quiet'), 'released']);
});

test('a list: nobody confirms her own at once, and of two others one does', async () => {
  const number = parsePhoneNumber('+254711000222');
  const numbers = number === undefined ? [] : [number];
  await keepList(parts, { numbers, source: 'x', sourcedOn: '2026-11-20', actor: first });
  const [list] = await parts.pool.run((db) => db<{ id: string }[]>`select id from invitation_list`);
  const press = (actor: string) => decideList(parts, list?.id ?? '', { yes: true, actor });
  expect(await atOnce([first], press)).toEqual(times(6, 'same_person'));
  expect(await atOnce([second, third], press)).toEqual(['confirmed', ...times(5, 'gone')]);
});

test('a number: nobody agrees with herself at once, of two others one does, and it is shown once', async () => {
  const member = await addMember({ database, parts }, { number: '+254711000111' });
  const who = (staffId: string) => ({ staffId, isLead: true, mayAgree: true });
  const wish = { memberId: member.id, reason: 'danger', note: 'She may be in danger.' } as const;
  const asks = await atOnce([first], async (by) => (await askReveal(parts, wish, who(by))).kind);
  expect(asks).toEqual(['asked', ...times(5, 'waiting')]);
  const [asked] = await parts.pool.run((db) => db<{ id: string }[]>`select id from reveal`);
  const id = asked?.id ?? '';
  const agree = (by: string) => decideReveal(parts, id, { agrees: true }, who(by));
  expect(await atOnce([first], agree)).toEqual(times(6, 'own'));
  expect(await atOnce([second, third], agree)).toEqual(['agreed', ...times(5, 'over')]);
  const shown = await atOnce([first], async (by) => (await showReveal(parts, id, who(by))).kind);
  expect(shown).toEqual(['number', ...times(5, 'shown')]);
});

test('a new beginning: whoever asked confirms nothing at once, and two others make one link', async () => {
  const lost = await makeStaff(live, ['editor']);
  const id = newId();
  const asked = { id, staffId: lost.staffId, askedBy: first, now: live.now() };
  await parts.pool.run((db) => askRecovery(db, asked));
  const tokens = new Map(
    await Promise.all(ids.map(async (one) => [one, await sessionFor(live, one)] as const)),
  );
  const press = async (by: string) => {
    const browser = live.browser();
    browser.token = tokens.get(by) ?? '';
    return (await browser.post(`/console/staff-recoveries/${id}/confirm`)).status;
  };
  expect(await atOnce([first], press)).toEqual(times(6, 409));
  expect(await atOnce([second, third], press)).toEqual([200, ...times(5, 404)]);
  const links = await parts.pool.run((db) => db`select 1 from staff_invite where kind = 'recover'`);
  expect(links).toHaveLength(1);
});
