import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { decideList, keepList } from '../../src/engine/invite-lists.ts';
import { pressQuiet, releaseQuiet } from '../../src/engine/quiet-sending.ts';
import * as rule from '../../src/engine/second-person.ts';
import { switchProgramme } from '../../src/engine/switch-programme.ts';
import { askReveal } from '../../src/followup/ask-reveal.ts';
import { decideReveal } from '../../src/followup/decide-reveal.ts';
import { askRecovery } from '../../src/store/staff-invites.ts';
import { vouchFor } from '../../src/store/staff-accounts.ts';
import { freshDatabase } from '../world/database.ts';
import { addMember } from './people-world.ts';
import { makeStaff, PASSWORD, sessionFor, setUpApp, signInBench } from './sign-in-bench.ts';

vi.mock('../../src/engine/second-person.ts', { spy: true });
afterEach(() => void vi.mocked(rule.areTwoPeople).mockReset());

const DAY_MS = 24 * 3_600_000;
const database = await freshDatabase();
const live = await signInBench(database, { demo: false });
const { parts } = live;
const member = await addMember({ database, parts }, { number: '+254711000111' });
const other = await makeStaff(live, ['admin'], { name: 'tariro' });
let count = 0;

const browserFor = async (staffId: string) => {
  const browser = live.browser();
  browser.token = await sessionFor(live, staffId);
  return browser;
};

/** Lets somebody in by the pages, with all rights, as an admin does who wants a second account. */
async function invitedBy(staffId: string): Promise<string> {
  count += 1;
  const name = `second.${count}`;
  const form = new URLSearchParams({ roles: 'admin', lead: 'yes' });
  const page = await (await (await browserFor(staffId)).post('/console/staff/new', form)).text();
  const code = /\/console\/invitation#([\w-]{43})/u.exec(page)?.[1] ?? '';
  const browser = live.browser({ 'x-forwarded-for': `10.13.1.${count}` });
  const typed = { code, called: name, name, new: PASSWORD, again: PASSWORD };
  await browser.post('/console/invitation/accept', typed);
  await setUpApp(browser, live.now);
  const [row] = await parts.pool.run(
    (db) =>
      db<{ id: string }[]>`select staff_id as id from staff_account where sign_in_name = ${name}`,
  );
  return row?.id ?? '';
}

/** What the second account could do as the second person, of everything that takes two. */
async function passes(first: string, second: string): Promise<string[]> {
  const done: string[] = [];
  const note = (what: string, said: string, wished: string) => said === wished && done.push(what);
  const actor = second;
  await switchProgramme(parts, 'public_page', { to: true, actor: first });
  note('switch', await switchProgramme(parts, 'public_page', { to: true, actor }), 'on');
  await switchProgramme(parts, 'public_page', { to: false, actor: first });

  await pressQuiet(parts, first);
  await releaseQuiet(parts, first);
  note('quiet', await releaseQuiet(parts, actor), 'released');
  await pressQuiet(parts, other.staffId);

  const number = parsePhoneNumber('+254711000222');
  await keepList(parts, {
    numbers: number ? [number] : [],
    source: 'x',
    sourcedOn: '2026-11-20',
    actor: first,
  });
  const [list] = await parts.pool.run(
    (db) => db<{ id: string }[]>`select id from invitation_list where state = 'waiting'`,
  );
  note('list', await decideList(parts, list?.id ?? '', { yes: true, actor }), 'confirmed');
  await decideList(parts, list?.id ?? '', { yes: false, actor: first });

  const wish = { memberId: member.id, reason: 'danger', note: 'She may be in danger.' } as const;
  const by = { isLead: true, mayAgree: true };
  const asked = await askReveal(parts, wish, { staffId: first, ...by });
  const reveal = asked.kind === 'asked' ? asked.id : '';
  note(
    'reveal',
    await decideReveal(parts, reveal, { agrees: true }, { staffId: actor, ...by }),
    'agreed',
  );
  await database.pool.run((db) => db`delete from reveal`);

  const lost = await makeStaff(live, ['editor']);
  const recovery = newId();
  await parts.pool.run((db) =>
    askRecovery(db, { id: recovery, staffId: lost.staffId, askedBy: first, now: live.now() }),
  );
  const browser = await browserFor(second);
  const answer = await browser.post(`/console/staff-recoveries/${recovery}/confirm`);
  note('recovery', String(answer.status), '200');
  return done;
}

const ALL = ['switch', 'quiet', 'list', 'reveal', 'recovery'];
let founder = '';
let second = '';
beforeEach(async () => {
  founder = (await makeStaff(live, ['admin'])).staffId;
  second = await invitedBy(founder);
});

describe('a second account of the same person', () => {
  test('is not her second person, whichever of the two asks, nor is a third that she let in', async () => {
    expect(await passes(founder, second)).toEqual([]);
    expect(await passes(second, founder)).toEqual([]);
    const third = await invitedBy(founder);
    expect(await passes(second, third)).toEqual([]);
    const ofSecond = await invitedBy(second);
    expect(await passes(founder, ofSecond)).toEqual([]);
  });

  test('mutant: without the rule she is both persons of everything', async () => {
    vi.mocked(rule.areTwoPeople).mockReturnValue(true);
    expect(await passes(founder, second)).toEqual(ALL);
  });

  test('a colleague who was there before agrees, also with who is new', async () => {
    expect(await passes(founder, other.staffId)).toEqual(ALL);
    expect(await passes(second, other.staffId)).toEqual(ALL);
  });

  test('after a week it counts by itself, or at once where the terminal says who it is', async () => {
    const vouched = await invitedBy(founder);
    const name = `second.${count}`;
    await database.pool.transact((tx) => vouchFor(tx, name, live.now()));
    expect(await passes(founder, vouched)).toEqual(ALL);
    live.moveMs(rule.NEWCOMER_MS - 1);
    expect(await passes(founder, second)).toEqual([]);
    live.moveMs(1);
    expect(await passes(founder, second)).toEqual(ALL);
  });
});

test('every admin sees each new account on her start page for a week, with who let it in; the log says it too', async () => {
  const browser = await browserFor(other.staffId);
  const says = `second.${count} joined on`;
  const page = await (await browser.get('/console')).text();
  expect(page).toContain(says);
  expect(page).toContain('May work as: Admin');
  const [entry] = await parts.pool.run(
    (db) => db<{ detail: string }[]>`
      select detail from audit where action = 'staff_joined' and actor = ${second}`,
  );
  expect(entry?.detail).toMatch(new RegExp(` admin lead invited by ${founder}$`, 'u'));
  const editor = await browserFor((await makeStaff(live, ['editor'])).staffId);
  expect(await (await editor.get('/console')).text()).not.toContain(says);
  live.moveMs(8 * DAY_MS);
  expect(await (await (await browserFor(other.staffId)).get('/console')).text()).not.toContain(
    says,
  );
});

test('whoever is asked to agree reads who asked was invited by whom, and why she may not agree where she counts as one', async () => {
  await switchProgramme(parts, 'public_page', { to: true, actor: second });
  const shown = async (staffId: string) =>
    (await (await browserFor(staffId)).get('/console/settings')).text();
  const [theirs, hers] = [await shown(other.staffId), await shown(founder)];
  expect(theirs).toContain(`second.${count} joined on`);
  expect(theirs).toContain('I agree');
  expect(hers).toContain('you two count as one here');
  expect(hers).not.toContain('I agree');
  await switchProgramme(parts, 'public_page', { to: false, actor: second });
});
