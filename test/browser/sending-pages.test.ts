import { expect, test } from 'vitest';
import { readSending } from '../../src/store/sending-state.ts';
import { keepFigures } from '../../src/followup/keep-figures.ts';
import { seedMessages } from '../console/seed-messages.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, consoleSite, overflowOf, type Site } from './console-site.ts';
import { shot } from './shot.ts';

const browser = aBrowser();
const PAGES = [
  'sending',
  'sending/messages',
  'reports',
  'invitations',
  'settings',
  'public',
] as const;

async function seeded(): Promise<Site> {
  const site = await consoleSite(browser());
  const { pool, clock, programme } = site.parts;
  await seedMessages(pool, { count: 2_000, days: 60, now: clock.now() });
  await keepFigures({ pool, clock, timeZone: programme.timeZone });
  return site;
}

test('each page of sending fits both widths, and axe finds nothing in either theme', async () => {
  const site = await seeded();
  await site.parts.pool.run(
    (db) => db`update programme_switch set is_on = true where name <> 'small'`,
  );
  for (const width of [1280, 360]) {
    const { page, complaints } = await site.person(['admin'], { width });
    for (const path of PAGES) {
      await page.goto(`${site.base}/console/${path}`);
      expect(await overflowOf(page), path).toBe(0);
      expect(await axeFindings(page), path).toStrictEqual([]);
      // Open where there is room, folded on a phone.
      if (path === 'sending/messages')
        expect(await page.locator('select[name=state]').isVisible()).toBe(width === 1280);
      await shot(page, `${path.replace('/', '-')}-${width}`);
    }
    expect(complaints).toStrictEqual([]);
  }
});

test('a counsellor presses Quiet with the keyboard alone; an admin and a supervisor open it again', async () => {
  const site = await seeded();
  const quiet = async () => (await site.parts.pool.run(readSending)).quiet;
  const { page: hers } = await site.person(['counsellor']);
  await hers.goto(`${site.base}/console`);
  await hers.getByRole('button', { name: 'Quiet' }).focus();
  await hers.keyboard.press('Enter');
  await hers.getByText('It is quiet now').waitFor();
  expect(await quiet()).toBe(true);
  const { page: first } = await site.person(['admin'], { width: 360 });
  await first.goto(`${site.base}/console`);
  await first.getByRole('link', { name: 'Quiet: nothing goes out' }).click();
  await first.getByRole('button', { name: 'I am the first of two' }).click();
  await first.getByText('You have said that it may open').waitFor();
  expect(await axeFindings(first)).toStrictEqual([]);
  await shot(first, 'quiet-360');
  const { page: second } = await site.person(['supervisor']);
  await second.goto(`${site.base}/console/sending`);
  await second.getByRole('button', { name: 'I am the second of two' }).click();
  await second.getByText('Texts go out again').waitFor();
  expect(await quiet()).toBe(false);
});

test('two people switch invitations on, one brings a file, another confirms it', async () => {
  const site = await consoleSite(browser());
  const { page: admin } = await site.person(['admin']);
  const { page: second } = await site.person(['supervisor']);
  await admin.goto(`${site.base}/console/settings`);
  await admin.locator('#imports').getByRole('button', { name: 'Switch on' }).click();
  await second.goto(`${site.base}/console/settings`);
  await second.locator('#imports').getByRole('button', { name: 'I agree' }).click();
  await second.goto(`${site.base}/console/invitations`);
  const file = (text: string) => ({
    name: 'numbers.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });
  const others = Array.from({ length: 19 }, (_, n) => `+2547120001${n + 10}`).join('\n');
  await second.getByLabel('Where the numbers come from').fill('given at the meeting in Kibera');
  await second.getByLabel('Of which day').fill('2026-11-20');
  await second.getByLabel('The file').setInputFiles(file(`0711000111\n${others}`));
  await second.getByRole('button', { name: 'Check the file' }).click();
  await second.getByText('Row 1 does not begin with +').first().waitFor();
  expect(await axeFindings(second)).toStrictEqual([]);
  await shot(second, 'invitations-mistakes');
  await second.getByLabel('The file').setInputFiles(file(`+254711000111\n${others}`));
  await second.getByRole('button', { name: 'Check the file' }).click();
  await second.getByText('Nothing is sent before a second person').waitFor();
  await admin.goto(`${site.base}/console/invitations`);
  await admin.getByRole('button', { name: 'Confirm 20 numbers' }).click();
  await admin.getByText('Confirmed. The numbers have their turn').waitFor();
  await shot(admin, 'invitations-list');
});
