import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { followService, inherited } from '../world/running-service.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, complaintsOf, overflowOf } from './console-site.ts';

const browser = aBrowser();

const FLOW = 'check-in';
const TITLE = 'Weekly check-in: how a small step goes';
/** Milliseconds: a press proves the whole flow anew, on a machine that does other work too. */
const PATIENCE_MS = 60_000;
const QUESTION = 'What helped you most?';
const ANSWERS = [
  ['My family', 'Familia yangu'],
  ['A friend', 'Rafiki'],
  ['Time for me', 'Muda wangu'],
] as const;

type Opened = { page: Page; complaints: string[] };

/** The demonstration from nothing, as `npm start` starts it: the addresses of its console and of its phones. */
async function demonstration() {
  const folder = mkdtempSync(join(tmpdir(), 'mazano-story-'));
  const env = { ...inherited(), DATA_DIR: join(folder, 'data'), PORT: '0' };
  const child = spawn(process.execPath, ['src/main.ts'], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const { service, ready } = followService(child, PATIENCE_MS);
  onTestFinished(async () => {
    await service.terminate();
    rmSync(folder, { recursive: true, force: true });
  });
  const { base, events } = await ready;
  const phones = events.find(({ event }) => event === 'simulator.started')?.['port'];
  return { base, phones: `http://127.0.0.1:${Number(phones)}` };
}

async function opened(width: number): Promise<Opened> {
  const context = await browser().newContext({ viewport: { width, height: 900 } });
  context.setDefaultTimeout(PATIENCE_MS);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  return { page, complaints: complaintsOf(page) };
}

/** Through the door of the demo, as anybody who tries it; then where she works. */
async function enters(base: string, role: string, width: number): Promise<Opened> {
  const one = await opened(width);
  await one.page.goto(`${base}/console/sign-in`);
  await one.page.getByRole('button', { name: `Enter: ${role}`, exact: true }).click();
  await one.page.waitForURL('**/console');
  return one;
}

async function look(page: Page, name: string): Promise<void> {
  expect(await overflowOf(page), name).toBe(0);
  expect(await axeFindings(page), name).toStrictEqual([]);
  const shots = process.env['SHOTS'];
  const width = page.viewportSize()?.width ?? 0;
  if (shots !== undefined)
    await page.screenshot({ path: `${shots}/story-${name}-${width}.png`, fullPage: true });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first();
const link = (page: Page, name: string | RegExp) => page.getByRole('link', { name }).first();
/** What comes next, as it stands on top of the page of the release. */
const next = (page: Page, says: string | RegExp) =>
  page.locator('#next', { hasText: says }).waitFor();

/** From the list to a new question with three answers in two languages. */
async function writes(page: Page, base: string): Promise<void> {
  await page.goto(`${base}/console/flows`);
  await page.getByLabel('Search names and words').fill(FLOW);
  await button(page, 'Find').click();
  await page.getByRole('link', { name: TITLE, exact: true }).click();
  await link(page, /Add a question for everybody/u).click();
  expect(await page.getByRole('radio', { name: /^At the very beginning/u }).isChecked()).toBe(true);
  await page.getByLabel('Words in English').fill(QUESTION);
  await page.getByLabel('Words in Swahili').fill('Nini kimekusaidia zaidi?');
  for (const [index, [en, sw]] of ANSWERS.entries()) {
    const group = page.getByRole('group', { name: `Answer ${index + 1}` });
    await group.getByLabel('In English').fill(en);
    await group.getByLabel('In Swahili').fill(sw);
  }
  await look(page, 'add');
  await button(page, 'Add this question').click();
  await page.getByText('Saved.', { exact: true }).waitFor();
  expect(await page.locator('.answers .answer', { hasText: ANSWERS[1][0] }).count()).toBe(1);
  await look(page, 'read');
}

/** The examples on its way answer the new question already: she has nothing to take anew, and sends it to review. */
async function sends(page: Page): Promise<void> {
  await page.getByText(/examples now answer your new question with “1 My family”/u).waitFor();
  await link(page, 'Release').click();
  await next(page, 'It has no mistakes');
  await look(page, 'proved');
  // So few take part in the demonstration that 1 % would be nobody.
  expect(await page.getByRole('radio', { name: /^To everybody at once/u }).isChecked()).toBe(true);
  await button(page, 'Send to review').click();
  await next(page, 'languages are not signed');
}

/** Writes a text on the phone of the demo and waits for what comes back. */
async function texts(page: Page, words: string, hears: string | RegExp): Promise<void> {
  const before = await page.locator('.bubbles .received').count();
  if (!(await page.locator('.write').first().isVisible())) {
    await page.click('[data-press=left]');
    await page.click('[data-press=left]');
  }
  await page.locator('.write').first().fill(words);
  await page.click('[data-press=left]');
  await page.locator('.bubbles .received', { hasText: hears }).nth(0).waitFor();
  await expect.poll(() => page.locator('.bubbles .received').count()).toBeGreaterThan(before);
}

/** The way of anybody who joins by text. */
async function joins(page: Page): Promise<void> {
  for (const [words, hears] of [
    ['JOIN', 'Which language?'],
    ['English', 'We are people near you'],
    ['1', 'Others may see our texts here'],
    ['1', 'Are you 18 or older?'],
    ['1', 'May we text you?'],
    ['1', 'Does somebody else use this phone'],
    ['2', 'May our texts show your own words'],
    ['1', 'the first text comes tomorrow'],
  ] as const)
    await texts(page, words, hears);
}

test.each([1280, 360])(
  'from nothing to a text that carries a new question, by the doors and buttons alone, at %i pixels',
  async (width) => {
    const { base, phones } = await demonstration();
    const at = `${base}/console/flows/${FLOW}/release`;
    const editor = await enters(base, 'Editor', width);
    await writes(editor.page, base);
    await sends(editor.page);

    const reviewer = await enters(base, 'Reviewer', width);
    await link(reviewer.page, 'Reviews').click();
    await link(reviewer.page, TITLE).click();
    await look(reviewer.page, 'sign');
    await button(reviewer.page, 'I sign English and Swahili').click();
    await next(reviewer.page, 'Somebody with lived experience');

    const peer = await enters(base, 'Peer reviewer', width);
    await peer.page.goto(at);
    await look(peer.page, 'peer');
    await button(peer.page, 'I have read all of it and approve').click();
    await next(peer.page, 'A second person has to read it');

    const admin = await enters(base, 'Admin', width);
    await admin.page.goto(at);
    await admin.page.getByText('The plan: To everybody at once').waitFor();
    await look(admin.page, 'second');
    await button(admin.page, 'approve, and release to everybody').click();
    await next(admin.page, /^\s*Done: everybody begins with version \d+/u);
    await look(admin.page, 'all');
    expect(await button(admin.page, /^Go back from version/u).isVisible()).toBe(true);

    const phone = await opened(width);
    await phone.page.goto(phones);
    await joins(phone.page);
    await button(phone.page, '+1 day').click();
    const asked = new RegExp(`${RegExp.escape(QUESTION)}[\\s\\S]*2 A friend`, 'u');
    await phone.page.locator('.bubbles .received', { hasText: asked }).waitFor();
    await texts(phone.page, '2', 'How is your small step');
    for (const { complaints } of [editor, reviewer, peer, admin, phone])
      expect(complaints).toStrictEqual([]);
  },
);
