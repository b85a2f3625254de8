import { expect, test } from 'vitest';
import { drawPicture } from '../../src/proof/picture/draw-picture.ts';
import { flowNamed, shippedFlows } from '../flow/shipped.ts';
import { aBrowser } from './browser.ts';

const browser = aBrowser();

/** A short one, a long one, and one in letters of its own. */
const LANGUAGES = ['en', 'es', 'gu'];

/** Words that reach out of their card, their badge or the paper behind them. */
const CUT = `(() => {
  const out = [];
  for (const text of document.querySelectorAll('g text')) {
    const box = text.parentElement.querySelector('rect, polygon, circle').getBoundingClientRect();
    const words = text.getBoundingClientRect();
    const isMark = text.classList.contains('mark-words');
    const isOut = words.left < box.left - 1 || words.right > box.right + 1;
    const isFramed = text.closest('[data-step]') ?? text.parentElement.querySelector('.behind');
    if (!isMark && isFramed !== null && isOut) out.push(text.textContent);
  }
  return out;
})()`;

test.each([
  ['check-in', 'light'],
  ['menu', 'dark'],
  ['problem-solving', 'light'],
] as const)('no word of the picture of %s is cut, in %s colours', async (name, colorScheme) => {
  const release = flowNamed(await shippedFlows(), name);
  const context = await browser().newContext({ colorScheme });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (line) => complaints.push(line.text()));
  page.on('request', (request) => complaints.push(request.url()));
  for (const language of LANGUAGES.filter((one) => release.texts.has(one))) {
    await page.setContent(await drawPicture(release, { language }));
    expect(await page.evaluate('document.querySelectorAll("g text").length')).toBeGreaterThan(20);
    expect(await page.evaluate(CUT)).toEqual([]);
    const paper = await page.evaluate('getComputedStyle(document.querySelector(".paper")).fill');
    expect(paper).toBe(colorScheme === 'dark' ? 'rgb(21, 24, 28)' : 'rgb(251, 250, 247)');
  }
  expect(complaints).toEqual([]);
  await context.close();
});
