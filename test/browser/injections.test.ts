import { parse } from 'csv-parse/sync';
import { expect, test, onTestFinished } from 'vitest';
import { PROOF_WAITS } from '../../src/console/flows/proof-soon.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { readConfig } from '../../src/config.ts';
import { startConsole } from '../../src/console-parts.ts';
import { ROLES } from '../../src/console/frame/route.ts';
import { SESSION } from '../../src/console/frame/router.ts';
import { listenHttp } from '../../src/http.ts';
import { crawl, type Crawled, type CrawledForm, formsIn } from '../console/crawl.ts';
import { HIT, PAYLOADS } from '../console/payloads.ts';
import { makeStaff, sessionFor } from '../console/sign-in-bench.ts';
import { world } from '../world/world.ts';
import { aBrowser } from './browser.ts';
import { complaintsOf } from './console-site.ts';

const browser = aBrowser();
/** Phones that text at the same time; each gets its share of the payloads. */
const PHONES = 12;
/** The start page leads everywhere; a flow's views are opened for one flow, since all look alike. */
const VIEWS = ['read', 'map', 'file', 'try', 'translate', 'release'];
const FROM = ['/console', ...VIEWS.map((view) => `/console/flows/check-in/${view}`)];
/** What would end the session that types, or is typed last since it stops others. */
const NOT_TYPED = /\/(?:sign-out|sign-in|invitation|sessions)\b/u;
const STARTS_FORMULA = /^[=+\-@\t\r\n\0|%]/u;
const PLAIN_NUMBER = /^-?\d+(?:\.\d+)?$/;

/** A world of shipped flows with its console, and a session of somebody who may do everything. */
async function openAll() {
  const w = await world({ flowsFolder: 'flows' });
  const config = readConfig({ FLOWS_DIR: 'flows', PROGRAMME: 'demo-kenya' });
  const app = startConsole(w.service, { config, phonesPage: undefined });
  const { server, port } = await listenHttp(app, '127.0.0.1', 0);
  onTestFinished(() => void server.close());
  const parts = {
    ...w.service.setting,
    setting: w.service.setting,
    pool: w.db,
    keyring: createKeyring(w.secrets),
    clock: { now: w.clock.now, monotonicMs: () => performance.now() },
    flowsFolder: 'flows',
    proofWaits: PROOF_WAITS,
    demo: true,
    phonesPage: undefined,
    missing: () => Promise.resolve([]),
  };
  const { staffId } = await makeStaff({ parts }, ROLES, { isLead: true });
  const base = `http://127.0.0.1:${port}`;
  const cookie = `${SESSION}=${await sessionFor({ parts }, staffId)}`;
  const get = (path: string) =>
    fetch(`${base}${path}`, { headers: { cookie }, redirect: 'manual' });
  const post = (path: string, form: Record<string, string>) =>
    fetch(`${base}${path}`, {
      method: 'POST',
      headers: { cookie, origin: base, 'sec-fetch-site': 'same-origin' },
      body: new URLSearchParams(form),
      redirect: 'manual',
    });
  return { w, base, cookie, get, post };
}

/** Each phone joins, is in the middle of a complaint in own words, and texts its share. */
async function textAll({ w }: Awaited<ReturnType<typeof openAll>>): Promise<void> {
  const phones = Array.from({ length: PHONES }, (_, index) =>
    w.phoneOf(`+2547110${String(index).padStart(5, '0')}`),
  );
  await Promise.all(
    phones.map(async ({ raw }, index) => {
      for (const text of ['JOIN', '1', '1', '1', '2', 'COMPLAIN', '1', '2']) await raw.texts(text);
      for (let at = index; at < PAYLOADS.length; at += PHONES)
        await raw.texts((PAYLOADS[at] ?? '').replaceAll('\uD800', '?'));
    }),
  );
  await w.clock.settle();
}

/** What is typed into a form: in each field another payload, cut to what the field takes. */
function filled(form: CrawledForm, next: () => string): Record<string, string> {
  const typed = form.typed.map(({ name, most }) => [name, next().slice(0, most)]);
  return { ...form.fixed, ...Object.fromEntries(typed) };
}

/** Cells of a table that a spreadsheet would take for a formula. */
function formulasIn({ text }: Crawled): string[] {
  const rows: string[][] = parse(text, { bom: true, relax_column_count: true });
  return rows.flat().filter((cell) => STARTS_FORMULA.test(cell) && !PLAIN_NUMBER.test(cell));
}

test('[rel P49] 300 texts that would do harm, texted by members and typed by staff, run on no page, start no formula and break no log', async () => {
  expect(new Set(PAYLOADS).size).toBeGreaterThanOrEqual(300);
  const site = await openAll();
  const { w, get, post, base, cookie } = site;
  await textAll(site);
  let typed = 0;
  const next = () => PAYLOADS[typed++ % PAYLOADS.length] ?? '';
  const forms = (await crawl(get, FROM))
    .flatMap((page) => formsIn(page))
    .filter(({ action, typed: fields }) => !NOT_TYPED.test(action) && fields.length > 0);
  expect(forms.length).toBeGreaterThan(10);
  const broken: string[] = [];
  while (typed < PAYLOADS.length)
    for (const form of forms) {
      const { status } = await post(form.action, filled(form, next));
      if (status >= 500) broken.push(`${form.action} ${status}`);
    }
  const found = await crawl(get, FROM);
  broken.push(...found.filter(({ status }) => status >= 500).map(({ path }) => path));
  const failures = w.lines.filter((line) => line.includes('console_failed'));
  expect([broken, failures]).toStrictEqual([[], []]);

  const tables = found.filter(({ type }) => type.startsWith('text/csv'));
  expect(tables.length).toBeGreaterThan(0);
  for (const table of tables)
    expect([table.path, formulasIn(table)]).toStrictEqual([table.path, []]);

  const context = await browser().newContext();
  onTestFinished(() => context.close());
  await context.addCookies([{ name: SESSION, value: cookie.slice(SESSION.length + 1), url: base }]);
  const page = await context.newPage();
  const complaints = complaintsOf(page);
  await page.addInitScript(
    `globalThis.hits = []; globalThis.${HIT} = (n) => globalThis.hits.push(n);`,
  );
  const pages = found.filter(({ type, status }) => type.startsWith('text/html') && status === 200);
  expect(pages.length).toBeGreaterThan(20);
  for (const { path } of pages) {
    await page.goto(`${base}${path}`);
    expect([path, await page.evaluate('globalThis.hits'), complaints]).toStrictEqual([
      path,
      [],
      [],
    ]);
  }

  for (const line of w.lines) {
    expect(line.indexOf('\n')).toBe(line.length - 1);
    JSON.parse(line);
    expect(line).not.toContain(`${HIT}(`);
  }
}, 300_000);
