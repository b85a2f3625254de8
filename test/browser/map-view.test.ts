import { expect, test } from 'vitest';
import { stopProving } from '../../src/console/flows/prove-draft.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf } from './console-site.ts';

const browser = aBrowser();

test('the map is a picture of links, and a list that says the same; both lead to the step', async () => {
  const site = await consoleSite(browser());
  const { page, complaints } = await site.person(['editor']);
  await page.goto(`${site.base}/console/flows/feedback/map`);
  await page.locator('.map-canvas svg').waitFor();
  const drawn = await page.locator('.map-canvas svg a').count();
  const listed = await page.locator('.map-step').count();
  expect(drawn).toBe(listed);
  expect(drawn).toBeGreaterThan(5);
  const first = page.locator('.map-canvas svg a').first();
  expect(await first.getAttribute('href')).toBe(
    '/console/flows/feedback/read?step=heard#step-heard',
  );
  const label = (await first.locator('title').first().textContent()) ?? '';
  expect(label).toMatch(/^1 · Five short questions.*: asks\. Five short/u);
  expect(complaints).toStrictEqual([]);
});

test('looking again for the proof never takes a press away: the link that is held down leads where it says', async () => {
  const site = await consoleSite(browser());
  const { page } = await site.person(['editor']);
  await page.clock.install();
  await stopProving();
  await site.hurried(() => page.goto(`${site.base}/console/flows/feedback/map`));
  await page.locator('[data-again-ms]').waitFor();
  let loads = 0;
  page.on('request', (request) => void (request.isNavigationRequest() && (loads += 1)));
  await page.locator('.tabs a', { hasText: 'Read' }).hover();
  await page.mouse.down();
  await page.clock.runFor(10_000);
  expect(loads).toBe(0);
  await page.mouse.up();
  await page.waitForURL('**/feedback/read');
  expect(loads).toBe(1);
});

test('by keyboard it is made larger and smaller, moved, and a step is reached', async () => {
  const site = await consoleSite(browser());
  const { page } = await site.person(['editor']);
  await page.goto(`${site.base}/console/flows/feedback/map`);
  const svg = page.locator('.map-canvas svg');
  await svg.waitFor();
  const width = async () => Number(await svg.getAttribute('width'));
  const before = await width();
  await page.locator('.map-canvas').focus();
  await page.keyboard.press('+');
  expect(await width()).toBeGreaterThan(before);
  await page.keyboard.press('-');
  expect(Math.abs((await width()) - before)).toBeLessThan(2);
  await page.keyboard.press('0');
  expect(await width()).toBeLessThan(before);
  await page.getByRole('button', { name: 'To the start' }).click();
  await page.locator('.map-canvas').focus();
  await page.keyboard.press('Tab');
  expect(await page.evaluate('document.activeElement.getAttribute("href")')).toContain(
    '/read?step=',
  );
});

test('it has the width of the page, and opens whole or at the start in letters that can be read', async () => {
  const site = await consoleSite(browser());
  const { page } = await site.person(['editor']);
  for (const [flow, isWhole] of [
    ['how-often', true],
    ['check-in', false],
  ] as const) {
    await page.goto(`${site.base}/console/flows/${flow}/map`);
    await page.locator('.map-canvas svg').waitFor();
    const boxOf = async (place: string) => {
      const box = await page.locator(place).first().boundingBox();
      if (box === null) throw new Error(`${place} is seen`);
      return { ...box, right: box.x + box.width };
    };
    const [main, canvas] = [await boxOf('main'), await boxOf('.map-canvas')];
    const [drawn, start] = [await boxOf('.map-canvas svg'), await boxOf('.map-canvas .start')];
    const viewBox = await page.locator('.map-canvas svg').getAttribute('viewBox');
    expect(canvas.width).toBe(main.width);
    expect(drawn.width <= canvas.width && drawn.height <= canvas.height).toBe(isWhole);
    expect([start.y > canvas.y, start.x > canvas.x, start.right < canvas.right]).toEqual([
      true,
      true,
      true,
    ]);
    expect(drawn.width / Number(viewBox?.split(' ')[2])).toBeGreaterThan(0.84);
  }
});

test('nothing on it is English where whoever looks reads another language', async () => {
  const site = await consoleSite(browser());
  const { page, staff } = await site.person(['editor']);
  site.asStaff(staff);
  for (const [language, says] of [
    ['pt', 'Depois de'],
    ['es', 'Tras'],
    ['fr', 'Après'],
  ] as const) {
    Object.assign(staff, { language });
    await page.goto(`${site.base}/console/flows/check-in/map`);
    await page.locator('.map-canvas svg').waitFor();
    const drawn = (await page.locator('.map-canvas svg').textContent()) ?? '';
    expect(drawn).toContain(says);
    expect(drawn).not.toMatch(
      /no answer \d|not understood|is known|at least|by rhythm|record |else\b/u,
    );
  }
});

test('who waits where is told at the step', async () => {
  const site = await consoleSite(browser());
  const { pool } = site.parts;
  await pool.run(
    (db) => db`
      with one as (
        insert into phone (id, number_index, suppress_index, number_sealed, wrapped_key, created_at)
        select gen_random_uuid(), decode(md5(n::text), 'hex'), '\\x00', '\\x00', '\\x00', now() from generate_series(1, 3) n
        returning id
      )
      insert into conversation (phone_id, flow, version, step, language, channel)
      select id, 'feedback', 1, 'safe', 'en', 'sms' from one`,
  );
  const { page } = await site.person(['supervisor']);
  await page.goto(`${site.base}/console/flows/feedback/map`);
  expect(await page.textContent('#step-safe')).toContain('3 people wait here');
});

test('it fits both widths, and axe finds nothing in either theme', async () => {
  const site = await consoleSite(browser());
  for (const width of [1280, 360]) {
    const { page, complaints } = await site.person(['editor'], { width });
    await page.goto(`${site.base}/console/flows/check-in/map`);
    await page.locator('.map-canvas svg').waitFor();
    expect(await overflowOf(page)).toBe(0);
    if (width === 360) {
      const top = (place: string) =>
        page.locator(place).evaluate((one) => one.getBoundingClientRect().top);
      expect(await top('.map-list')).toBeLessThan(await top('.map-canvas'));
    }
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      if (process.env['SHOTS'] !== undefined)
        await page.screenshot({
          path: `${process.env['SHOTS']}/map-${width}-${colorScheme}.png`,
          fullPage: width === 1280,
        });
    }
    expect(await axeFindings(page)).toStrictEqual([]);
    expect(complaints).toStrictEqual([]);
    await page.goto(`${site.base}/console/flows/check-in/costs`);
    expect(await overflowOf(page)).toBe(0);
    expect(await axeFindings(page)).toStrictEqual([]);
    if (process.env['SHOTS'] !== undefined)
      await page.screenshot({ path: `${process.env['SHOTS']}/costs-${width}.png` });
  }
});
