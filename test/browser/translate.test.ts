import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { FLOWS } from '../flow/shipped.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();
const PAGE = '/console/flows/check-in/translate?from=en&to=sw';

const seen = (page: Page, selector: string, text: string) =>
  page.locator(selector, { hasText: text }).first().waitFor({ state: 'visible' });
const row = (page: Page, unit: string) => page.locator(`[data-unit="${unit}"]`);
const shot = async (page: Page, name: string) => {
  const folder = process.env['SHOTS'];
  if (folder !== undefined)
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
};

/** Flows in which one text waits for its translation. */
async function flowsWithGap(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'translate-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(FLOWS, folder, { recursive: true });
  const path = join(folder, 'check-in', 'sw.yaml');
  const source = await readFile(path, 'utf8');
  await writeFile(
    path,
    source.replace(/^ {2}kept: .*$/mu, '  kept: Good. We ask again next time. # missing'),
  );
  return folder;
}

test('a translator finds what is missing, sees its length as she types, and saves it', async () => {
  const site = await consoleSite(browser(), { flows: await flowsWithGap() });
  const { page, complaints } = await site.person(['translator']);
  await page.goto(site.base + PAGE);
  await page.click('a:has-text("Missing (1)")');
  expect(await page.locator('.unit').count()).toBe(1);
  const kept = row(page, 'texts.kept');
  const field = kept.locator('.unit-target textarea');
  expect(await field.inputValue()).toBe('');
  await field.fill('Vizuri {programme}');
  await seen(page, '.unit-said .bad', '{programme} is not in the original');
  await field.fill('Vizuri. Tutauliza tena.');
  await seen(page, '.unit-said li', '1 SMS, at most 23 characters');
  await field.press('Alt+Enter');
  await seen(page, '.note', '1 text is saved.');
  await seen(page, '.empty', 'Nothing of this kind');
  await page.click('a:has-text("All (")');
  await seen(page, '[data-unit="texts.kept"] .chip', 'translated');
  expect(complaints).toStrictEqual([]);
});

test('what cannot be saved comes back as it was typed, and the rest is saved', async () => {
  const site = await consoleSite(browser(), { flows: await flowsWithGap() });
  const { page } = await site.person(['translator']);
  await page.goto(site.base + PAGE);
  await row(page, 'texts.kept').locator('.unit-target textarea').fill('Vizuri.');
  await row(page, 'texts.small_step').locator('.unit-target textarea').fill('Hatua yako?');
  await page.click('button:has-text("Save all")');
  await seen(page, '[role=alert]', '1 text is not saved yet');
  await seen(page, '[data-unit="texts.small_step"] .bad', '{programme} is missing');
  expect(await row(page, 'texts.small_step').locator('.unit-target textarea').inputValue()).toBe(
    'Hatua yako?',
  );
  await page.goto(site.base + PAGE);
  expect(await row(page, 'texts.kept').locator('.unit-target textarea').inputValue()).toBe(
    'Vizuri.',
  );
});

test('a change of the source marks its translations, until somebody says that they are right', async () => {
  const site = await consoleSite(browser());
  const editor = await site.person(['editor'], { name: 'Anna' });
  await editor.page.goto(`${site.base}/console/flows/check-in/translate?from=sw&to=en`);
  await row(editor.page, 'texts.noted')
    .locator('.unit-target textarea')
    .fill('Thank you. We do so.');
  await editor.page.click('[data-unit="texts.noted"] button:has-text("Save this one")');
  await seen(editor.page, '.note', '1 text is saved.');
  const { page } = await site.person(['translator']);
  await page.goto(`${site.base}${PAGE}&show=changed`);
  expect(await page.locator('.unit').count()).toBe(1);
  // How the original read stands there, with what is different marked.
  await seen(page, '.unit-source del', 'keep');
  await page.click('button:has-text("It is still right")');
  await seen(page, '.empty', 'Nothing of this kind');
});

test('texts leave as a file and come back: nothing is written until it is looked at', async () => {
  const site = await consoleSite(browser());
  const { page, complaints } = await site.person(['translator']);
  for (const format of ['csv', 'po'] as const) {
    await page.goto(site.base + PAGE);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.click(`a[href*="format=${format}"]`),
    ]);
    const text = await readFile(await download.path(), 'utf8');
    const words = format === 'csv' ? 'Sawa kabisa.' : 'Sawa sana.';
    const changed = text.replace(/Asante\. Tutaheshimu jibu lako\.|Sawa kabisa\./u, words);
    const buffer = Buffer.from(changed);
    await page.setInputFiles('#f-file', { name: `sw.${format}`, mimeType: 'text/plain', buffer });
    await page.click('button:has-text("See what it would change")');
    await seen(page, 'h2', `What sw.${format} would change`);
    await seen(page, '.import-rows .import-new', words);
    await shot(page, `import-${format}`);
    expect(await axeFindings(page)).toStrictEqual([]);
    await page.click('button:has-text("Take what is ticked")');
    await seen(page, '.said', 'What you ticked was taken from the file.');
    expect(
      await page
        .locator('.unit-target textarea')
        .evaluateAll((all) => all.map((one) => ('value' in one ? one.value : ''))),
    ).toContain(words);
  }
  await page.setInputFiles('#f-file', {
    name: 'x.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from('hello'),
  });
  await page.click('button:has-text("See what it would change")');
  await seen(page, '.mistakes li', 'line 1: This is no table');
  expect(complaints.filter((line) => !line.includes('422'))).toStrictEqual([]);
});

test('a remark is seen by everybody who works on the text', async () => {
  const site = await consoleSite(browser());
  const reviewer = await site.person(['reviewer'], { name: 'Neema' });
  await reviewer.page.goto(site.base + PAGE);
  const kept = row(reviewer.page, 'texts.kept');
  // What she may not write looks like no field.
  expect(await kept.locator('.unit-target textarea').count()).toBe(0);
  expect(await kept.locator('.unit-target p[lang=sw]').textContent()).not.toBe('');
  await kept.locator('summary').click();
  await kept.locator('.unit-remarks textarea').fill('Is this polite?');
  await kept.locator('button:has-text("Add the remark")').click();
  await seen(reviewer.page, '.said', 'The remark is kept');
  const { page } = await site.person(['translator']);
  await page.goto(`${site.base}${PAGE}&show=remarks`);
  await seen(page, '.unit-remarks li', 'Is this polite?');
});

test('whoever reviews signs a language that she has not written', async () => {
  const site = await consoleSite(browser());
  const { page } = await site.person(['reviewer', 'translator']);
  await page.goto(site.base + PAGE);
  await page.click('a:has-text("Read and sign: sw")');
  await page.click('button:has-text("I sign sw")');
  await page.waitForURL('**/release');
  await page.goto(site.base + PAGE);
  await seen(page, '.chip.good', 'signed as it reads now');
  await row(page, 'texts.kept').locator('.unit-target textarea').fill('Vizuri.');
  await page.click('[data-unit="texts.kept"] button:has-text("Save this one")');
  await seen(page, '.chip.warn', 'not signed as it reads now');
  expect(await page.locator('a:has-text("Read and sign")').count()).toBe(0);
});

test('the page fits both widths, and axe finds nothing in either theme', async () => {
  const site = await consoleSite(browser(), { flows: await flowsWithGap() });
  for (const width of [1280, 360]) {
    const { page, complaints } = await site.person(['editor'], { width });
    await page.goto(site.base + PAGE);
    expect(await overflowOf(page)).toBe(0);
    expect(await axeFindings(page)).toStrictEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await shot(page, `translate-${width}-dark`);
    await page.emulateMedia({ colorScheme: 'light' });
    await shot(page, `translate-${width}`);
    expect(complaints).toStrictEqual([]);
  }
});
