import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, onTestFinished, test } from 'vitest';
import { stopProving } from '../../src/console/flows/prove-draft.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();
afterAll(() => stopProving());
const SHIPPED = join(import.meta.dirname, '..', '..', 'flows');

/** Flows of the test's own, so that no other reads what it saves. */
function ownFlows(): string {
  const folder = mkdtempSync(join(tmpdir(), 'file-view-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(SHIPPED, folder, { recursive: true });
  return folder;
}

const ready = (page: Page) => page.locator('.file-form[data-ready]').waitFor();
const lines = (page: Page) => page.locator('.cm-content');

/** Puts the cursor behind some words of the file that is open. */
async function clickBehind(page: Page, words: string) {
  const line = page.locator('.cm-line', { hasText: words }).first();
  await line.scrollIntoViewIfNeeded();
  await line.click();
  await page.keyboard.press('End');
}

test('what is typed is proved, marked in the margin, mended with one press, and saved as it was but for that', async () => {
  const site = await consoleSite(browser(), { flows: ownFlows() });
  const { page, complaints } = await site.person(['editor']);
  await page.goto(`${site.base}/console/flows/feedback/file`);
  await ready(page);
  const before = await files(site.base, page);
  await clickBehind(page, 'start:');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.type('start: haerd');
  await page.keyboard.press('Escape');
  const card = page.locator('.finding.bad', { hasText: 'a step that is not there' });
  await card.waitFor();
  await page.locator('.cm-lint-marker-error').first().waitFor();
  expect(await page.locator('.unsaved-mark:visible').count()).toBe(1);
  await card.getByRole('button', { name: 'Write “heard” instead' }).click();
  await card.waitFor({ state: 'detached' });
  expect(await page.locator('.unsaved-mark:visible').count()).toBe(0);
  await clickBehind(page, 'start:');
  await page.keyboard.type(' # first');
  await page.keyboard.press('Control+s');
  await page.locator('.file-state', { hasText: 'Saved' }).waitFor();
  const kept = await files(site.base, page);
  expect(kept['feedback/flow.yaml']).toContain('start: heard # first\n');
  expect({ ...kept, 'feedback/flow.yaml': '' }).toStrictEqual({
    ...before,
    'feedback/flow.yaml': '',
  });
  expect(complaints).toStrictEqual([]);
});
async function files(base: string, page: Page): Promise<Record<string, string>> {
  const answer = await page.request.get(`${base}/console/flows/feedback/files`);
  const read: { files: Record<string, string> } = await answer.json();
  return read.files;
}

test('steps, keys and values are offered as one types, and the keyboard can leave the text', async () => {
  const site = await consoleSite(browser(), { flows: ownFlows() });
  const { page, complaints } = await site.person(['editor']);
  await page.goto(`${site.base}/console/flows/feedback/file`);
  await ready(page);
  await clickBehind(page, 'start:');
  await page.keyboard.press('Enter');
  await page.keyboard.type('exp');
  await page.locator('.cm-tooltip-autocomplete', { hasText: 'expires' }).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Save');
  expect(complaints).toStrictEqual([]);
});

test('it fits both widths, axe finds nothing in either theme, and the policy of the page is kept', async () => {
  const site = await consoleSite(browser(), { flows: ownFlows() });
  for (const width of [1280, 360]) {
    const { page, complaints } = await site.person(['editor'], { width });
    await page.goto(`${site.base}/console/flows/feedback/file?file=en.yaml&line=7`);
    await ready(page);
    await lines(page).waitFor();
    expect(await overflowOf(page)).toBe(0);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      if (process.env['SHOTS'] !== undefined)
        await page.screenshot({ path: `${process.env['SHOTS']}/file-${width}-${colorScheme}.png` });
    }
    expect(await axeFindings(page)).toStrictEqual([]);
    expect(complaints).toStrictEqual([]);
  }
});

test('without a script it is a form that keeps every byte', async () => {
  const site = await consoleSite(browser(), { flows: ownFlows() });
  const { page, staff } = await site.person(['editor']);
  const context = await browser().newContext({ javaScriptEnabled: false });
  await context.addCookies(await page.context().cookies());
  const plain = await context.newPage();
  await plain.goto(`${site.base}/console/flows/feedback/file?file=en.yaml`);
  const before = await plain.inputValue('textarea');
  await plain.fill('textarea', `${before}# read by ${staff.name}\n`);
  await plain.click('.file-form button[type=submit]');
  await plain.locator('.said').waitFor();
  const kept = await files(site.base, page);
  expect(kept['feedback/en.yaml']).toBe(`${before}# read by ${staff.name}\n`);
  await context.close();
});
