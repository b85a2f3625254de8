import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();

const link = (page: Page, name: RegExp | string) => page.getByRole('link', { name }).first();
const button = (page: Page, name: RegExp | string) => page.getByRole('button', { name }).first();

/** The label of an answer, in the fieldset of that number. */
function answer(page: Page, number: number, language: string) {
  const group = page.getByRole('group', { name: `Answer ${number}` });
  return group.getByLabel(`In ${language}`);
}

async function looksWell(page: Page): Promise<void> {
  expect(await overflowOf(page)).toBe(0);
  expect(await axeFindings(page)).toStrictEqual([]);
}

describe('the flows, for who has never seen YAML', () => {
  test.each([1280, 360])(
    'from the list to a new question with three answers in two languages, at %i pixels',
    async (width) => {
      const site = await consoleSite(browser());
      const { page, complaints } = await site.person(['editor'], { width });
      await page.goto(`${site.base}/console/flows`);
      await looksWell(page);
      await page.getByLabel('Search names and words').fill('check-in');
      await button(page, 'Find').click();
      await page
        .getByRole('link', { name: 'Weekly check-in: how a small step goes', exact: true })
        .click();
      await page.getByRole('heading', { name: 'Weekly check-in: how a small step goes' }).waitFor();
      await looksWell(page);

      await link(page, /^Change.*Part of it counts too/u).click();
      await link(page, 'Add a question after').click();
      await looksWell(page);
      await page.getByLabel('Words in English').fill('Was it hard?');
      await page
        .getByText(/\d+ characters(?: with its answers)? · 1 SMS/u)
        .first()
        .waitFor();
      await page.getByLabel('Words in Swahili').fill('Ilikuwa ngumu?');
      for (const [index, [en, sw]] of [
        ['Yes, very', 'Ndiyo, sana'],
        ['A little', 'Kidogo'],
        ['Not at all', 'Hapana kabisa'],
      ].entries()) {
        await answer(page, index + 1, 'English').fill(en ?? '');
        await answer(page, index + 1, 'Swahili').fill(sw ?? '');
      }
      await page
        .getByRole('group', { name: 'Answer 3' })
        .getByLabel('Leads to')
        .selectOption({ label: 'Ends here' });
      await button(page, 'Add this question').click();

      await page.getByText('Saved.', { exact: true }).waitFor();
      const step = page.locator('#step-was_it_hard');
      expect(await step.locator('.bubble').textContent()).toBe('Was it hard?');
      expect(await step.locator('.answers .answer').allTextContents()).toEqual([
        'Yes, very',
        'A little',
        'Not at all',
      ]);
      await looksWell(page);
      await link(page, /^Swahili/u).click();
      expect(await page.locator('#step-was_it_hard .bubble').textContent()).toBe('Ilikuwa ngumu?');
      expect(complaints).toStrictEqual([]);
    },
  );

  test('answers are put in order by keyboard, and the last change is taken back', async () => {
    const site = await consoleSite(browser());
    const { page, complaints } = await site.person(['editor']);
    const labels = () => page.locator('#step-not_yet .answers .answer').allTextContents();
    await page.goto(`${site.base}/console/flows/check-in/read?lang=en&step=not_yet#step-not_yet`);
    const before = await labels();
    await button(page, 'Move “Another step” up').focus();
    await page.keyboard.press('Enter');
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await labels()).toEqual([before[1], before[0], ...before.slice(2)]);
    await button(page, 'Undo the last change').click();
    await page.getByText('The last change is taken back.', { exact: true }).waitFor();
    expect(await labels()).toEqual(before);
    await button(page, 'Do it again').waitFor();
    expect(complaints).toStrictEqual([]);
  });

  test('words that were typed are not lost by another button of the page: it asks, and leads to them', async () => {
    const site = await consoleSite(browser());
    const { page, complaints } = await site.person(['editor']);
    await page.goto(`${site.base}/console/flows/check-in/read?lang=en&step=thanks#step-thanks`);
    const words = page.getByLabel('Words in English').first();
    await words.fill('We are glad.');
    page.once('dialog', (dialog) => void dialog.dismiss());
    await button(page, 'Sign out').click();
    expect(await words.inputValue()).toBe('We are glad.');
    expect(await page.locator('textarea:focus').inputValue()).toBe('We are glad.');
    await page.locator('#step-thanks .save-line button').click();
    await page.getByText('Saved.', { exact: true }).waitFor();
    expect(await page.locator('#step-thanks .bubble').textContent()).toBe('We are glad.');
    await button(page, 'Sign out').click();
    await page.waitForURL(/sign-in/u);
    expect(complaints).toStrictEqual(['dialog: confirm']);
  });

  test('a new flow is begun with its first question', async () => {
    const site = await consoleSite(browser());
    const { page, complaints } = await site.person(['editor']);
    await page.goto(`${site.base}/console/flows`);
    await link(page, 'New flow').click();
    await looksWell(page);
    await page.getByLabel('Name').fill('Market day');
    await page
      .getByLabel('Words in English')
      .fill('Hello from {programme}. Are you coming on market day?');
    await answer(page, 1, 'English').fill('Yes');
    await answer(page, 2, 'English').fill('No');
    await button(page, 'Begin this flow').click();
    await page.getByRole('heading', { name: 'Market day' }).waitFor();
    expect(await page.locator('.bubble').first().textContent()).toBe(
      'Hello from {programme}. Are you coming on market day?',
    );
    await looksWell(page);
    await page.goto(`${site.base}/console/flows?q=market`);
    expect(await page.textContent('.table')).toContain('New');
    expect(complaints).toStrictEqual([]);
  });
});
