import { expect, test } from 'vitest';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';
import { shot } from './shot.ts';

const browser = aBrowser();
/** A sheet of A4 at 96 dots an inch, less nothing: what a browser prints on. */
const SHEET = { width: 794, height: 1_123 };

test('the guide fits both widths, leads to where each open thing is done, and axe finds nothing', async () => {
  const site = await consoleSite(browser());
  for (const width of [1280, 360]) {
    const { page, complaints } = await site.person(['admin'], { width });
    await page.goto(`${site.base}/console/start`);
    expect(await overflowOf(page)).toBe(0);
    expect(await axeFindings(page)).toStrictEqual([]);
    await shot(page, `start-${width}`);
    const links = await page.locator('.tasks .open a').evaluateAll((all) => all.map(String));
    expect(links.length).toBeGreaterThan(3);
    for (const link of new Set(links)) {
      const answer = await page.request.get(link);
      expect([link, answer.status()]).toEqual([link, 200]);
    }
    expect(complaints).toStrictEqual([]);
  }
});

test('each print is one sheet of A4, in each language, and reads well on the screen too', async () => {
  const site = await consoleSite(browser());
  const { page, complaints } = await site.person(['supervisor'], { width: 360 });
  for (const what of ['cards', 'poster', 'script'])
    for (const language of ['en', 'sw']) {
      await page.goto(`${site.base}/console/start/print/${what}/${language}`);
      expect(await overflowOf(page)).toBe(0);
      expect(await axeFindings(page)).toStrictEqual([]);
      const pdf = (await page.pdf({ preferCSSPageSize: true, printBackground: true })).toString(
        'latin1',
      );
      expect([what, language, pdf.match(/\/Type\s*\/Page\b/gu)?.length]).toEqual([
        what,
        language,
        1,
      ]);
      await page.setViewportSize(SHEET);
      await page.emulateMedia({ media: 'print' });
      if (process.env['SHOTS'] !== undefined)
        await page.screenshot({ path: `${process.env['SHOTS']}/print-${what}-${language}.png` });
      // What does not fit on the sheet would be cut off unseen.
      const cut = await page.evaluate(
        `(() => { const sheet = document.querySelector('.sheet'); return sheet.scrollHeight - sheet.clientHeight; })()`,
      );
      expect([what, language, cut]).toEqual([what, language, 0]);
      await page.emulateMedia({ media: null });
      await page.setViewportSize({ width: 360, height: 900 });
    }
  expect(complaints).toStrictEqual([]);
});
