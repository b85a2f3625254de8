import { expect, test } from 'vitest';
import { openDraft, saveEdit } from '../../src/console/flows/open-draft.ts';
import type { Staff } from '../../src/console/frame/route.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();

const FLOW = 'feedback';

test('two who change the same words see both, and the second chooses what stays', async () => {
  const site = await consoleSite(browser(), { started: true });
  const first = await site.person(['editor'], { name: 'Rudo' });
  const second = await site.person(['editor'], { name: 'Tendai' });
  const path = `${FLOW}/en.yaml`;
  const now = site.parts.clock.now();
  const draft = await openDraft({ parts: site.parts, now }, FLOW);
  const save = (staff: Staff, words: string) =>
    saveEdit(
      { parts: site.parts, staff, now },
      FLOW,
      draft?.revision ?? 0,
      (files) =>
        new Map([...files, [path, (files.get(path) ?? '').replace('with respect?', words)]]),
    );
  expect((await save(first.staff, 'with respect, always?')).kind).toBe('saved');
  const met = await save(second.staff, 'with respect, today?');
  if (met.kind !== 'conflict') throw new Error('both changed the same line');

  const { page, complaints } = second;
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${site.base}${met.to}`);
    expect(await page.textContent('main')).toContain('with respect, always?');
    expect(await page.textContent('main')).toContain('with respect, today?');
    expect(await axeFindings(page)).toStrictEqual([]);
    expect(await overflowOf(page)).toBe(0);
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({
        path: `${process.env['SHOTS']}/choose-${width}.png`,
        fullPage: true,
      });
  }
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  expect(await page.textContent('.mistakes')).toContain('Choose what is to stay here');
  await page.getByLabel('Take mine', { exact: true }).check();
  await page.getByRole('button', { name: 'Save what I chose' }).click();
  expect(await page.textContent('body')).toContain('Saved as you chose.');
  const after = await openDraft({ parts: site.parts, now }, FLOW);
  expect(after?.files.get(path)).toContain('with respect, today?');

  await first.page.goto(`${site.base}/console/flows/${FLOW}/release`);
  const banner = first.page.locator('.note.changed');
  expect(await banner.textContent()).toContain('changed 1 place');
  await banner.getByRole('link').click();
  expect(await first.page.textContent('main')).toContain('with respect, today?');
  expect(await axeFindings(first.page)).toStrictEqual([]);
  expect([...complaints, ...first.complaints]).toStrictEqual([expect.stringContaining('422')]);
});
