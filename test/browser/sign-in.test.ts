import type { Page } from 'playwright-core';
import { expect, onTestFinished, test } from 'vitest';
import { ROLES, type Role } from '../../src/console/frame/route.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import { listenHttp } from '../../src/http.ts';
import {
  makeInvite,
  makeStaff,
  PASSWORD,
  sessionFor,
  signInBench,
} from '../console/sign-in-bench.ts';
import { makeDatabase } from '../world/database.ts';
import { aBrowser } from './browser.ts';
import { axeFindings, complaintsOf, overflowOf } from './console-site.ts';

const browser = aBrowser();

/** The console with its own sessions, at a name: passkeys need one. */
async function site({ demo }: { demo: boolean }) {
  const database = await makeDatabase();
  const bench = await signInBench(database, { demo });
  const { server, port } = await listenHttp(bench.app, '127.0.0.1', 0);
  onTestFinished(async () => {
    server.close();
    await database.drop();
  });
  const base = `http://localhost:${port}`;
  const open = async (width = 1280) => {
    const context = await browser().newContext({ viewport: { width, height: 900 } });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    return { page, context, complaints: complaintsOf(page) };
  };
  const openAs = async (roles: readonly Role[], width = 1280) => {
    const { staffId } = await makeStaff(bench, roles, { isLead: true });
    const opened = await open(width);
    const value = await sessionFor(bench, staffId);
    await opened.context.addCookies([{ name: SESSION, value, url: base }]);
    return opened;
  };
  return { bench, base, open, openAs };
}

async function looked(page: Page, name: string): Promise<void> {
  expect(await overflowOf(page)).toBe(0);
  expect(await axeFindings(page)).toStrictEqual([]);
  const shots = process.env['SHOTS'];
  if (shots === undefined) return;
  const width = page.viewportSize()?.width ?? 0;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: `${shots}/${name}-${width}-${colorScheme}.png`, fullPage: true });
  }
}

/** An authenticator of the browser's own, which says yes to whatever its page may ask. */
async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

test.each([1280, 360])(
  'at %i pixels: from a link to a passkey and the console, out and in again',
  async (width) => {
    const { bench, base, open } = await site({ demo: false });
    const { page, complaints } = await open(width);
    await withAuthenticator(page);
    await page.goto(`${base}/console/invitation#${await makeInvite(bench, ['admin'])}`);
    await page.fill('#f-called', 'Rudo');
    expect(page.url()).not.toContain('#');
    await page.fill('#f-name', 'rudo');
    await page.fill('#f-new', 'password password');
    await page.fill('#f-again', 'password password');
    await page.click('button[type=submit]');
    await page.locator('.mistakes').waitFor();
    await looked(page, 'accept');
    expect(await page.inputValue('#f-called')).toBe('Rudo');
    await page.fill('#f-new', PASSWORD);
    await page.fill('#f-again', PASSWORD);
    await page.click('button[type=submit]');
    await page.locator('[data-passkey=create]').waitFor();
    await looked(page, 'enrol');
    await page.click('[data-passkey=create] button');
    await page.waitForURL(`${base}/console`);
    await page.goto(`${base}/console/me`);
    await looked(page, 'me');
    // On a phone the way out stands in the folded menu.
    const fold = page.locator('.menu-fold > summary');
    if (await fold.isVisible()) await fold.click();
    await page.click('form[action="/console/sign-out"] button:visible');
    await page.waitForURL(`${base}/console/sign-in`);
    await looked(page, 'sign-in');
    await page.fill('#f-name', 'rudo');
    await page.fill('#f-password', PASSWORD);
    await page.click('form[action="/console/sign-in"] button');
    await page.locator('[data-passkey=get]').waitFor();
    await looked(page, 'second');
    await page.click('[data-passkey=get] button');
    await page.waitForURL(`${base}/console`);
    expect(await page.textContent('h1')).toContain('Rudo');
    // A form that comes back with mistakes is answered 422, which a browser notes.
    expect(complaints.filter((line) => !line.includes('422'))).toStrictEqual([]);
  },
);

test.each([1280, 360])('at %i pixels: in the demo one click is each role', async (width) => {
  const { base, open } = await site({ demo: true });
  for (const [index, role] of ROLES.entries()) {
    const { page, complaints } = await open(width);
    await page.goto(`${base}/console`);
    if (index === 0) await looked(page, 'demo');
    await page.click(`form:has(input[value=${role}]) button`);
    await page.waitForURL(`${base}/console`);
    expect(complaints).toStrictEqual([]);
  }
});

test.each([1280, 360])(
  'at %i pixels: a colleague is invited, made a supervisor and ended; the log says so and is whole',
  async (width) => {
    const { bench, base, openAs } = await site({ demo: false });
    const { page, complaints } = await openAs(['admin'], width);
    const { staffId } = await makeStaff(bench, ['editor'], { name: 'tariro' });
    await page.goto(`${base}/console/staff/new`);
    await looked(page, 'staff-new');
    await page.check('input[name=roles][value=translator]');
    await page.click('main form button[type=submit]');
    await page.locator('#link').waitFor();
    expect(await page.inputValue('#link')).toMatch(/\/console\/invitation#[\w-]{43}$/u);
    await looked(page, 'staff-link');
    await page.goto(`${base}/console/staff`);
    await looked(page, 'staff');
    await page.click(`a[href="/console/staff/${staffId}"]`);
    await looked(page, 'staff-one');
    await page.check('input[name=roles][value=supervisor]');
    await page.click(`form[action$="/roles"] button`);
    await page.locator('.said').waitFor();
    await page.click(`form[action$="/end"] button`);
    await page.locator('.said').waitFor();
    await page.goto(`${base}/console/audit`);
    await page.click('form[action="/console/audit/check"] button');
    await page.locator('.chip.good').waitFor();
    await looked(page, 'audit');
    expect(await page.textContent('main')).toContain('ended an access');
    expect(complaints).toStrictEqual([]);
  },
);
