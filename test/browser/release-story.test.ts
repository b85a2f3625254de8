import { expect, test } from 'vitest';
import type { Page } from 'playwright-core';
import { saveEdit, openDraft } from '../../src/console/flows/open-draft.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf, type Site } from './console-site.ts';
import type { Staff } from '../../src/console/frame/route.ts';

const browser = aBrowser();

const FLOW = 'feedback';

async function change(site: Site, staff: Staff, from: string, to: string): Promise<void> {
  const asking = { parts: site.parts, staff, now: site.parts.clock.now() };
  const draft = await openDraft(asking, FLOW);
  const path = `${FLOW}/en.yaml`;
  await saveEdit(
    asking,
    FLOW,
    draft?.revision ?? 0,
    (files) => new Map([...files, [path, (files.get(path) ?? '').replace(from, to)]]),
  );
}

async function look(page: Page, name: string): Promise<void> {
  expect(await axeFindings(page), name).toStrictEqual([]);
  expect(await overflowOf(page), name).toBe(0);
  const shots = process.env['SHOTS'];
  if (shots === undefined) return;
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: scheme });
      expect(await overflowOf(page), `${name} at ${width}`).toBe(0);
      await page.screenshot({ path: `${shots}/${name}-${width}-${scheme}.png`, fullPage: true });
    }
  await page.setViewportSize({ width: 1280, height: 900 });
}

const next = (page: Page) => page.textContent('#next');
const press = (page: Page, name: string | RegExp) =>
  page.getByRole('button', { name }).first().click();

test('an editor, a reviewer, a peer and a second person take a change from its first word to everybody', async () => {
  const site = await consoleSite(browser(), { started: true });
  const at = `${site.base}/console/flows/${FLOW}/release`;
  const editor = await site.person(['editor'], { name: 'Rudo' });
  await change(
    site,
    editor.staff,
    'Do we treat you with respect?',
    'Do we treat you with respect here?',
  );
  await editor.page.goto(at);
  expect(await next(editor.page)).toContain('5 examples go differently now');
  expect(await editor.page.textContent('.example-lines')).toContain('+ < Do we treat you');
  await look(editor.page, 'release-differs');
  await press(editor.page, 'Take all 5 as they are now');
  await editor.page.getByText('Done: every example is written as it goes now.').waitFor();
  expect(await next(editor.page)).toContain('A language changed, and 1 text of another stayed');
  await editor.page.getByRole('link', { name: 'Look at them' }).click();
  await look(editor.page, 'still-right');
  await press(editor.page, 'Yes, still right');
  await editor.page.getByText('Nothing is asked: the languages say the same.').waitFor();
  await editor.page.getByRole('link', { name: 'To the release' }).click();
  expect(await next(editor.page)).toContain('Send it to the people who review it');
  expect(await editor.page.textContent('.diff')).toContain('with respect here?');
  await look(editor.page, 'release-send');
  await editor.page.getByRole('radio', { name: /^In steps/u }).check();
  await press(editor.page, 'Send to review');
  expect(await next(editor.page)).toContain('2 languages are not signed');

  const reviewer = await site.person(['reviewer'], { name: 'Neo' });
  await reviewer.page.goto(`${site.base}/console/reviews`);
  await look(reviewer.page, 'reviews');
  await reviewer.page.locator('#mine ~ ul a').first().click();
  await reviewer.page.getByText('New and changed (1)').waitFor();
  await look(reviewer.page, 'reading');
  await press(reviewer.page, 'I sign English and Swahili');
  expect(await next(reviewer.page)).toContain('Somebody with lived experience');

  const peer = await site.person(['peer_reviewer'], { name: 'Chipo' });
  await peer.page.goto(at);
  await peer.page.getByText('Hold it up', { exact: true }).first().click();
  await peer.page.getByLabel('Why? The editors read this.').fill('I would feel watched.');
  await press(peer.page, 'Hold it up');
  expect(await next(peer.page)).toContain('It is held up');
  await editor.page.reload();
  expect(await editor.page.textContent('#approvals')).toContain('I would feel watched.');
  await look(editor.page, 'release-held-up');
  await press(peer.page, 'I have read all of it and approve');
  expect(await next(peer.page)).toContain('A second person has to read it');

  const second = await site.person(['admin'], { name: 'Tendai' });
  await second.page.goto(at);
  await press(second.page, 'Only approve');
  expect(await next(second.page)).toContain('Everybody has agreed');
  await look(second.page, 'release-ready');
  await press(second.page, 'Release to 1 %');
  expect(await next(second.page)).toContain('goes to 1 % of phones');
  await look(second.page, 'release-stage');

  await press(second.page, 'Ask a second person: Release to 10 %');
  await editor.page.goto(at);
  await press(editor.page, 'I agree: Release to 10 %');
  expect(await next(editor.page)).toContain('goes to 10 % of phones');
  site.moveMs(25 * 3_600_000);
  await editor.page.goto(at);
  await press(editor.page, 'Release to all');
  site.moveMs(25 * 3_600_000);
  await editor.page.goto(at);
  expect(await next(editor.page)).toContain('Done: everybody begins with version');
  await look(editor.page, 'release-all');
  await press(editor.page, 'End the watch now');
  expect(await next(editor.page)).toContain('Done: everybody has version');
  await look(editor.page, 'release-done');
  for (const { complaints } of [editor, reviewer, peer, second])
    expect(complaints).toStrictEqual([]);
});
