import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { movableClock } from '../../src/base/clock.ts';
import { send, simulatorWithService } from '../gateway/simulator-bench.ts';
import { aBrowser } from './browser.ts';

const ANNA = '+254711000111';
/** 21 November 2026 is a Saturday; 11:05 UTC is 14:05 in Nairobi. */
const SATURDAY = Date.parse('2026-11-21T11:05:00Z');
const MENU = 'Choose\n1 One\n2 Two';

const browser = aBrowser();

async function open(
  width: number,
  scheme: 'light' | 'dark' = 'light',
  held: 'open' | 'quiet' = 'open',
) {
  const clock = movableClock(SATURDAY - Date.now());
  const world = await simulatorWithService(
    ({ path, fields }) => {
      const text = fields['text'] === '' ? `CON ${MENU}` : `CON You said ${fields['text']}`;
      return new Response(path === 'ussd' ? text : '', {
        headers: { 'content-type': 'text/plain' },
      });
    },
    {
      clock,
      moveClock: (ms) => clock.moveMs(ms),
      drafts: ['sn', 'sw'],
      held: () => Promise.resolve(held),
      timing: { ussdIdleMs: 60_000, ussdTotalMs: 60_000, ussdAnswerMs: 10_000 },
    },
  );
  const context = await browser().newContext({
    viewport: { width, height: 800 },
    colorScheme: scheme,
  });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => void (line.type() === 'error' && complaints.push(line.text())));
  await page.goto(world.simulator.url);
  await page.waitForSelector('.unit');
  return { ...world, page, complaints, close: () => context.close() };
}

const overflow = (page: Page) => page.evaluate('document.documentElement.scrollWidth - innerWidth');
const seen = (page: Page, selector: string, text: string) =>
  page.locator(selector, { hasText: text }).first().waitFor({ state: 'visible' });

describe('the phone page', () => {
  test.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)(
    'at %i pixels, %s, dials, answers and drops with its own keys',
    async (width, scheme) => {
      const { page, complaints, close, of } = await open(width, scheme);
      await page.click('[data-press=call]');
      await seen(page, '.words', MENU);
      await page.locator('.answer:not([disabled])').waitFor();
      for (const key of ['2', '1', '*']) await page.click(`[data-key="${key}"]`);
      await page.click('[data-press=right]');
      await page.click('[data-press=left]');
      await seen(page, '.words', 'You said 21');
      expect(await overflow(page)).toBe(0);
      await page.click('.drop');
      await page.click('[data-press=right]');
      await page.locator('.dial').waitFor({ state: 'visible' });
      expect(of('ussd').map((each) => each.fields['text'])).toStrictEqual(['', '21']);
      expect(complaints).toStrictEqual([]);
      await close();
    },
  );

  test('writes letters by pressing a key several times, and shows the answer as it comes', async () => {
    const { page, simulator, of, close } = await open(1280);
    await page.click('[data-press=left]');
    await page.click('[data-press=left]');
    // All in one go, so that a busy machine cannot turn a second letter into a new one.
    await page.evaluate(
      'for (const key of \'566644466\') document.querySelector(`[data-key="${key}"]`).click()',
    );
    expect(await page.inputValue('.write')).toBe('Join');
    await page.click('[data-press=left]');
    await seen(page, '.bubbles .written', 'Join');
    expect(of('sms').map((each) => each.fields['text'])).toStrictEqual(['Join']);
    await send(simulator, { to: ANNA, message: 'Karibu' });
    await seen(page, '.bubbles .received', 'Karibu');
    await seen(page, '.sent-measure', '6 characters, GSM-7, 1 segment, KES 0.80');
    expect(await page.textContent('.announce')).toBe('New text from 28901: Karibu');
    await close();
  });

  test('begins with digits under a text that asks for one, and with letters under another', async () => {
    const { page, simulator, of, close } = await open(1280);
    await send(simulator, { to: ANNA, message: MENU });
    await seen(page, '.new', '1 new text');
    for (const press of ['[data-press=left]', '[data-key="2"]', '[data-press=left]'])
      await page.click(press);
    await seen(page, '.bubbles .written', '2');
    expect(of('sms').map((each) => each.fields['text'])).toStrictEqual(['2']);
    await send(simulator, { to: ANNA, message: 'How was it?' });
    await seen(page, '.bubbles .received >> nth=1', 'How was it?');
    await page.click('[data-key="2"]');
    expect(await page.inputValue('.write')).toBe('A');
    await close();
  });

  test('works by keyboard alone', async () => {
    const { page, of, close } = await open(1280);
    await page.focus('.dial');
    await page.keyboard.press('Enter');
    await page.locator('.answer:focus').waitFor();
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await seen(page, '.words', 'You said 2');
    await page.keyboard.press('Escape');
    await page.locator('.dial').waitFor({ state: 'visible' });
    expect(of('ussd')).toHaveLength(2);
    expect(
      await page
        .locator('button:not([aria-label])')
        .evaluateAll((all) => all.filter((each) => each.textContent === '').length),
    ).toBe(0);
    await close();
  });

  test('shows three phones that do not mix, at both widths', async () => {
    for (const width of [1280, 360]) {
      const { page, simulator, close } = await open(width);
      await page.click('.switch label >> nth=1');
      await page.locator('.unit >> nth=2').waitFor();
      await send(simulator, { to: '+254711000333', message: 'for the third' });
      await seen(page, '.unit:nth-child(3) .new', '1 new text');
      expect(await page.textContent('.unit:nth-child(1) .new')).toBe('');
      expect(await overflow(page)).toBe(0);
      await close();
    }
  });

  test('moves the clock, and says it in words', async () => {
    const { page, close } = await open(1280);
    await seen(page, '#clock', 'Saturday 21 November, 14:05 in Nairobi');
    await page.click('.later button >> nth=2');
    await seen(page, '#clock', 'Monday 23 November, 14:05 in Nairobi');
    await page.getByRole('button', { name: '+1 week' }).click();
    await seen(page, '#clock', 'Monday 30 November, 14:05 in Nairobi');
    await close();
  });

  test('what stands on its own screen is pressed there too: Messages, Write, Send', async () => {
    const { page, of, close } = await open(360);
    for (const name of ['Messages', 'Write']) {
      await seen(page, '.soft-left', name);
      await page.click('.soft-left');
    }
    await page.fill('.write', 'JOIN');
    await page.click('.soft-left');
    await seen(page, '.bubbles .written', 'JOIN');
    expect(of('sms').map((each) => each.fields['text'])).toStrictEqual(['JOIN']);
    await close();
  });

  test('says on top that it is quiet, what is answered all the same, and where it is opened', async () => {
    const { page, close } = await open(360, 'light', 'quiet');
    await seen(page, '#held', 'Still answered are STOP, HELP, 9, words of danger');
    expect(await page.getAttribute('#held a', 'href')).toMatch(/\/console#quiet$/u);
    expect(await overflow(page)).toBe(0);
    await close();
  });

  test('says of which languages no native speaker has read the texts', async () => {
    const { page, close } = await open(1280);
    await seen(
      page,
      '#drafts',
      'drafts: native speakers have not read all of the Shona and Swahili yet',
    );
    await close();
  });

  test('takes another number, and refuses what is none', async () => {
    const { page, simulator, close } = await open(1280);
    await page.fill('.number', '0711');
    await page.keyboard.press('Tab');
    await page.locator('.wrong').waitFor({ state: 'visible' });
    await page.fill('.number', '+263 77 123 4567');
    await page.keyboard.press('Tab');
    await page.locator('.wrong').waitFor({ state: 'hidden' });
    await send(simulator, { to: '+263771234567', message: 'Mhoro' });
    await seen(page, '.new', '1 new text');
    await close();
  });
});
