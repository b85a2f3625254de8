import { expect, test } from 'vitest';
import { ROLES } from '../../src/console/frame/route.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();

test('the start page fits both widths, leads by keyboard, and axe finds nothing in either theme', async () => {
  const site = await consoleSite(browser());
  for (const width of [1280, 360]) {
    const { page, complaints } = await site.person(ROLES, { width });
    await page.goto(`${site.base}/console`);
    expect(await page.textContent('h1')).toBe('Welcome, Rudo');
    expect(await overflowOf(page)).toBe(0);
    expect(await axeFindings(page)).toStrictEqual([]);
    await page.keyboard.press('Tab');
    expect(await page.textContent(':focus')).toBe('Skip to the content');
    expect(complaints).toStrictEqual([]);
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/home-${width}.png`, fullPage: true });
  }
});
