import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { pseudonymOf } from '../../src/base/pseudonym.ts';
import { addMember, addWorker, asksFor, makeHers } from '../console/people-world.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf, type Site } from './console-site.ts';

const browser = aBrowser();
const DIGITS = '711000111';
const DAY_MS = 24 * 3_600_000;

const shot = async (page: Page, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};
const press = (page: Page, name: string) => page.click(`main button:has-text("${name}")`);

/** A small programme: members in several states, counsellors, and requests of which one is late. */
async function programme(site: Site) {
  const made = { parts: site.parts, database: { pool: site.parts.pool } };
  const now = site.parts.clock.now();
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  const anna = await addMember(made, {
    number: `+254${DIGITS}`,
    yes: ['check_ins', 'group_reminders'],
  });
  await addMember(made, { number: '+254711000112', yes: [], language: 'sw', heardAt: ago(31) });
  await addMember(made, { number: '+254711000113', heardAt: ago(100) });
  await addMember(made, { number: '+254711000114', pausedUntil: ago(-3) });
  const worker = await addWorker(made, { number: '+254711000901' });
  const lead = await addWorker(made, { number: '+254711000902', role: 'lead' });
  await makeHers(made, worker.id, anna.id);
  const late = await asksFor(made, anna, { hoursAgo: 72, counsellorId: worker.id });
  await asksFor(made, anna, { reason: 'wants_a_visit', kind: 'digest' });
  await asksFor(made, anna, { reason: 'risk_words', kind: 'urgent' });
  return { anna, worker, lead, late };
}

test('the lead asks to see a number, a supervisor agrees, it is shown once, and the member hears of it', async () => {
  const site = await consoleSite(browser());
  const { anna } = await programme(site);
  const lead = await site.person(['supervisor'], { name: 'Tendai', lead: true });
  const second = await site.person(['supervisor'], { name: 'Rudo' });

  const { page } = lead;
  await page.goto(`${site.base}/console/members`);
  await page.click(`main a:has-text("${pseudonymOf(anna.id)}")`);
  await page.click('main a:has-text("Ask to see")');
  await page.selectOption('[name=reason]', 'not_reached');
  await page.fill('[name=note]', 'She asked on Friday, and nobody has reached her.');
  await shot(page, 'reveal-ask');
  await press(page, 'Ask to see');
  expect(await page.textContent('.said')).toBe('Asked. A second person decides now.');
  expect(await page.locator('button:has-text("I agree")').count()).toBe(0);

  await second.page.goto(`${site.base}/console/reveals`);
  await second.page.click('main td a');
  expect(await second.page.textContent('main')).toContain('nobody has reached her');
  await shot(second.page, 'reveal-decide');
  expect(await axeFindings(second.page)).toStrictEqual([]);
  await press(second.page, 'I agree');
  expect(await second.page.textContent('main')).not.toContain(DIGITS);

  await page.reload();
  await press(page, 'Show it now, once');
  expect(await page.textContent('#shown')).toBe(`+254${DIGITS}`);
  await shot(page, 'reveal-shown');
  expect(await axeFindings(page)).toStrictEqual([]);
  await page.goBack();
  expect(await page.locator('button:has-text("Show it now")').count()).toBe(0);
  expect(await page.content()).not.toContain(DIGITS);

  await second.page.goto(`${site.base}/console/members/${anna.id}`);
  expect(await second.page.textContent('main')).toContain('Shown 1 time.');
  await second.page.click('main a:has-text("Read out what is kept")');
  expect(await second.page.textContent('main')).toContain(
    'Your number was shown to one person in the office on 23\u00A0Nov\u00A02026.',
  );
  expect([...lead.complaints, ...second.complaints]).toStrictEqual([]);
});

test('a group is made and a counsellor entered with what the screen says', async () => {
  const site = await consoleSite(browser());
  const { worker, lead } = await programme(site);
  const { page, complaints } = await site.person(['supervisor']);
  await page.goto(`${site.base}/console/counsellors`);
  await page.click('main a:has-text("Enter somebody")');
  await page.fill('[name=number]', '+254 711 000 960');
  await press(page, 'Enter her and ask her');
  expect(await page.textContent('h1')).toMatch(/^Her code is \d+$/u);
  await page.goto(`${site.base}/console/groups`);
  await page.click('main a:has-text("A new group")');
  await page.fill('[name=name]', 'Baobab');
  await press(page, 'Make the group');
  expect(await page.textContent('.mistakes')).toContain('Write at least one place.');
  expect(await page.inputValue('[name=name]')).toBe('Baobab');
  await page.fill('[name=place1]', 'The market hall');
  await page.fill('[name=facilitators]', String(worker.code));
  await page.fill('[name=moderator]', String(lead.code));
  await press(page, 'Make the group');
  expect(await page.textContent('.figure')).toMatch(/^\d{5} \d{5}$/u);
  // A form that comes back with mistakes is said by its status, which Chromium notes.
  expect(complaints.filter((one) => !one.includes('422'))).toStrictEqual([]);
});

test('each page fits both widths, and axe finds nothing in either theme', async () => {
  const site = await consoleSite(browser());
  const { anna, worker, lead, late } = await programme(site);
  const first = await site.person(['supervisor'], { lead: true });
  await first.page.goto(`${site.base}/console/groups/new`);
  await first.page.fill('[name=name]', 'Baobab');
  await first.page.fill('[name=place1]', 'The market hall');
  await first.page.fill('[name=facilitators]', String(worker.code));
  await first.page.fill('[name=moderator]', String(lead.code));
  await press(first.page, 'Make the group');
  const [, group = ''] =
    /groups\/(\d+)/u.exec((await first.page.getAttribute('main .card a', 'href')) ?? '') ?? [];
  const pages = {
    members: '/console/members',
    invited: '/console/members?state=invited',
    find: '/console/members/find',
    member: `/console/members/${anna.id}`,
    receipt: `/console/members/${anna.id}/receipt`,
    reveal: `/console/members/${anna.id}/reveal`,
    reveals: '/console/reveals',
    requests: '/console/follow-ups',
    request: `/console/follow-ups/${late}`,
    counsellors: '/console/counsellors',
    enter: '/console/counsellors/new',
    counsellor: `/console/counsellors/${worker.code}`,
    groups: '/console/groups',
    make: '/console/groups/new',
    group: `/console/groups/${group}`,
    expiry: '/console/expiry',
  };
  for (const [width, scheme] of [
    [1280, 'light'],
    [360, 'dark'],
  ] as const) {
    const { page, complaints } = await site.person(['supervisor'], { lead: true, width, scheme });
    for (const [name, path] of Object.entries(pages)) {
      const answer = await page.goto(site.base + path);
      expect([name, answer?.status()]).toEqual([name, 200]);
      await shot(page, `${name}-${width}`);
      expect([name, await overflowOf(page)]).toEqual([name, 0]);
      expect([name, await axeFindings(page)]).toEqual([name, []]);
    }
    expect(complaints).toStrictEqual([]);
  }
});
