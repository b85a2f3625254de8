import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { readDraft } from '../../src/store/drafts.ts';
import { FLOWS } from '../flow/shipped.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();
/** "12/31/2027, 12:00 AM" with its sign, in the letters of the page. */
const CLOCK_WIDTH = 230;
const TRY = '/console/flows/check-in/try';

const seen = (page: Page, selector: string, text: string) =>
  page.locator(selector, { hasText: text }).first().waitFor({ state: 'visible' });
const shot = async (page: Page, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.click(`[data-key="${key}"]`);
  await page.click('.phone-send');
};

test('a draft is played on the phone by SMS and by dialling, with drop, silence and clock', async () => {
  const site = await consoleSite(browser());
  const { page, complaints } = await site.person(['editor']);
  await page.goto(site.base + TRY);
  await seen(page, '.phone-bubbles li', 'How is your small step going?');
  await seen(page, '.facts', 'KES 0.80');
  await press(page, '3');
  await seen(page, '.phone-bubbles li', 'What would help?');
  await seen(page, '.try-moments li', 'Counts as “Not yet”');
  await page.click('button[value=silence]');
  await seen(page, '.try-moments h3', 'Nobody answered');
  await page.click('button[value=again]');
  await seen(page, '.try-moments h3', 'It begins');
  await page.click('button[value=ussd]');
  await seen(page, '.phone-words p', 'How is your small step going?');
  await page.click('button[value=drop]');
  await seen(page, '.phone-words p', '1 Go on');
  await press(page, '1');
  await seen(page, '.phone-words p', 'How is your small step going?');
  await page.selectOption('[name=language]', 'sw');
  await seen(page, '.phone-words p', 'Hatua yako ndogo');
  await page.fill('[name=clock]', '2027-01-04T22:30');
  await page.click('button[value=clock]');
  await seen(page, '.facts', 'wait until');
  expect(complaints).toStrictEqual([]);
});

test('a try is kept as a transcript that passes, and a change that breaks it shows how', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'try-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(FLOWS, folder, { recursive: true });
  const site = await consoleSite(browser(), { flows: folder });
  const { page, complaints } = await site.person(['editor']);
  await page.goto(site.base + TRY);
  await press(page, '2');
  await seen(page, '.phone-bubbles li', 'Part of it counts too');
  await page.click('summary:has-text("Keep as an example")');
  await page.fill('[name=name]', 'Went well');
  await page.click('button:has-text("Keep it")');
  await seen(page, '.try-told', 'Kept as “went well”');
  await page.click('summary:has-text("Their names")');
  await seen(page, '.try-names li', 'went well');
  expect(complaints).toStrictEqual([]);
});

test('answers that are pressed while one is on its way all arrive, each with its own text and in its order', async () => {
  const site = await consoleSite(browser());
  const { page, complaints } = await site.person(['editor']);
  await page.goto(site.base + TRY);
  // Faster than any hand: all are pressed before the first one can be answered, and the next is begun.
  await page.evaluate(`
    const click = (what) => document.querySelector(what).click();
    for (const key of ['3', '4', '1']) {
      click('[data-key="' + key + '"]');
      click('.phone-send');
    }
    click('[data-key="0"]');
  `);
  await page.locator('.phone-bubbles .out').nth(2).waitFor();
  await page.locator('form[data-try]:not([aria-busy])').waitFor();
  expect(await page.locator('.phone-bubbles .out').allTextContents()).toEqual(['3', '4', '1']);
  expect(await page.inputValue('#try-text')).toBe('0');
  expect(complaints).toStrictEqual([]);
});

test('a try that is kept while an answer is on its way is kept with it, and Enter in the name keeps', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'try-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(FLOWS, folder, { recursive: true });
  const site = await consoleSite(browser(), { flows: folder });
  const { page, complaints } = await site.person(['editor']);
  await page.goto(site.base + TRY);
  const gate = Promise.withResolvers<undefined>();
  await page.route('**/try', async (route) => {
    await gate.promise;
    await route.continue();
  });
  await page.click('summary:has-text("Keep as an example")');
  await page.fill('[name=name]', 'On its way');
  await press(page, '2');
  await page.press('[name=name]', 'Enter');
  gate.resolve(undefined);
  await seen(page, '.try-told', 'Kept as “on its way”');
  expect(await page.locator('.phone-bubbles .out').allTextContents()).toEqual(['2']);
  const draft = await site.parts.pool.run((db) => readDraft(db, 'check-in'));
  expect(draft?.files.get('check-in/transcripts/on-its-way.txt')).toContain('> 2');
  expect(complaints).toStrictEqual([]);
});

test('a key that is held down while an answer comes is written when it is let go', async () => {
  const site = await consoleSite(browser());
  const { page } = await site.person(['editor']);
  await page.goto(site.base + TRY);
  const gate = Promise.withResolvers<undefined>();
  await page.route('**/try', async (route) => {
    await gate.promise;
    await route.continue();
  });
  const answered = page.waitForResponse('**/try');
  await press(page, '3');
  await page.hover('[data-key="4"]');
  await page.mouse.down();
  gate.resolve(undefined);
  await (await answered).finished();
  await page.mouse.up();
  await seen(page, '.phone-bubbles .out', '3');
  expect(await page.inputValue('#try-text')).toBe('4');
});

test('a step is tried from where it is read, and its flow from the beginning after it', async () => {
  const site = await consoleSite(browser());
  const { page, complaints } = await site.person(['editor']);
  await page.goto(`${site.base}/console/flows/check-in/read`);
  const step = page
    .locator('section.step', {
      has: page.locator('.bubble', { hasText: 'What would help?' }),
    })
    .first();
  await step.locator('a:has-text("Try it from here")').click();
  await seen(page, '.phone-bubbles li', 'What would help?');
  await seen(page, '.try-begun', 'Begun at');
  expect(new URL(page.url()).search).toMatch(/^\?from=[a-z_]+$/u);
  await page.click('button:has-text("Begin at the first step")');
  await seen(page, '.phone-bubbles li', 'How is your small step going?');
  expect(await page.locator('.try-begun').count()).toBe(0);
  expect(new URL(page.url()).search).toBe('');
  expect(complaints).toStrictEqual([]);
});

test('it works without script, key by key', async () => {
  const site = await consoleSite(browser());
  const { page } = await site.person(['translator']);
  const plain = await browser().newContext({ javaScriptEnabled: false });
  onTestFinished(() => plain.close());
  await plain.addCookies(await page.context().cookies(site.base));
  const bare = await plain.newPage();
  await bare.goto(site.base + TRY);
  await bare.click('[data-key="1"]');
  await seen(bare, '.phone-bubbles li', 'Thank you for trying');
  await bare.click('button[value=undo]');
  expect(await bare.locator('.phone-bubbles li').count()).toBe(1);
  expect(await bare.locator('text=Keep as an example').count()).toBe(0);
});

test('the page fits both widths, and axe finds nothing in either theme', async () => {
  const site = await consoleSite(browser());
  for (const width of [1280, 1000, 360]) {
    const { page, complaints } = await site.person(['editor'], { width });
    await page.goto(`${site.base}${TRY}`);
    await press(page, '3');
    await seen(page, '.phone-bubbles li', 'What would help?');
    await page.click('.try-setup summary');
    expect(await overflowOf(page)).toBe(0);
    // A day and a time are read whole.
    const clock = await page.locator('[name=clock]').boundingBox();
    expect(clock?.width).toBeGreaterThanOrEqual(CLOCK_WIDTH);
    expect(await axeFindings(page)).toStrictEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, `try-${width}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await shot(page, `try-${width}`);
    expect(complaints).toStrictEqual([]);
  }
});
