import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { onTestFinished } from 'vitest';
import type { Role, Staff } from '../../src/console/frame/route.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import { listenHttp } from '../../src/http.ts';
import {
  type ConsoleBench,
  consoleBench,
  enterStaff,
  staffWith,
} from '../console/console-bench.ts';
import { makeDatabase } from '../world/database.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Person = { page: Page; staff: Staff; complaints: string[] };
type Looks = { width?: number; scheme?: 'light' | 'dark'; name?: string; lead?: boolean };

export type Site = ConsoleBench & {
  base: string;
  /** A browser window of somebody with these roles, already signed in. Several can be open at once. */
  person: (roles: readonly Role[], looks?: Looks) => Promise<Person>;
};

/**
 * The console over real HTTP with a database of its own, closed behind the test. Who is signed in is said by the test; signing
 * in has tests of its own.
 */
export async function consoleSite(
  browser: Browser,
  options: { flows?: string; programme?: string; started?: boolean } = {},
): Promise<Site> {
  const database = await makeDatabase();
  const people = new Map<string, Staff>();
  const bench = await consoleBench(database, {
    ...options,
    signedIn: (token) => Promise.resolve(people.get(token ?? '')),
  });
  const { server, port } = await listenHttp(bench.app, '127.0.0.1', 0);
  onTestFinished(async () => {
    server.close();
    await database.drop();
  });
  const base = `http://127.0.0.1:${port}`;
  const person: Site['person'] = async (roles, looks = {}) => {
    const { width = 1280, scheme = 'light', name = 'Rudo', lead = false } = looks;
    const staff = staffWith(roles, { name, isLead: lead });
    await enterStaff(bench.parts.pool, staff);
    people.set(staff.sessionId, staff);
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme: scheme,
    });
    const page = await context.newPage();
    onTestFinished(async ({ task }) => {
      if (task.result?.state === 'fail') await tell(page);
      await context.close();
    });
    await context.addCookies([{ name: SESSION, value: staff.sessionId, url: base }]);
    return { page, staff, complaints: complaintsOf(page) };
  };
  return { ...bench, base, person };
}

/** What a page says that a test was not content with, since nobody else was there to see it. */
async function tell(page: Page): Promise<void> {
  const said = await page.evaluate('document.body.innerText').catch(() => 'nothing');
  console.log(`${page.url()} says:\n${String(said)}`);
}

/** What the browser itself complains of: errors of scripts, and what the policy of the page forbids. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('console', (line) => void (line.type() === 'error' && complaints.push(line.text())));
  page.on('dialog', (dialog) => void complaints.push(`dialog: ${dialog.type()}`));
  return complaints;
}

/** What axe finds on a page as it is, in both themes: rule and place. */
export async function axeFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    // A colour on its way from one theme to the other is of neither.
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    // Evaluated by the browser's own tools, which the policy of the page does not bind.
    await page.evaluate(AXE);
    const violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[] =
      await page.evaluate(
        `axe.run(document, { resultTypes: ['violations'] }).then((r) => r.violations)`,
      );
    for (const { id, nodes } of violations)
      for (const { target, failureSummary } of nodes)
        found.push(`${colorScheme} ${id} ${target.join(' ')}: ${failureSummary}`);
  }
  return found;
}

/** Pixels by which a page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - innerWidth');
}
