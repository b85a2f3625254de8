import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { json } from '../../src/console/frame/answer.ts';
import { nothing } from '../../src/console/frame/html.ts';
import { ROLES, type Role, type Route } from '../../src/console/frame/route.ts';
import { consoleApp } from '../../src/console/frame/router.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { signedInBy } from '../../src/console/sign-in/session.ts';
import { freshDatabase } from '../world/database.ts';
import { makeStaff, sessionFor, signInBench, SITE } from './sign-in-bench.ts';

/** `METHOD path who,who`, and behind it `own` where whose it is counts too. */
const ROW = /^(GET|POST) (\/console\S*) (\S+)( own)?$/u;
const ONE_ID = '00000000-0000-7000-8000-000000000001';
const TYPES = ['application/x-www-form-urlencoded', 'application/json', 'text/plain', undefined];

type Row = { method: string; path: string; who: string; own: boolean };
type Whom = 'nobody' | Role;

const declared: Row[] = readFileSync(join(import.meta.dirname, 'matrix.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line.trim() !== '' && !line.startsWith('#'))
  .map((line) => {
    const [, method = '', path = '', who = '', own] = ROW.exec(line) ?? [];
    if (method === '') throw new Error(`matrix.tsv: ${line}`);
    return { method, path, who, own: own !== undefined };
  });

const database = await freshDatabase();
const bench = await signInBench(database, { demo: false });
const tokens = new Map<Whom, string>();

beforeAll(async () => {
  for (const role of ROLES) {
    const { staffId } = await makeStaff(bench, [role]);
    tokens.set(role, await sessionFor(bench, staffId));
  }
});

const pathOf = (route: Pick<Route, 'path'>) => `/console${route.path === '/' ? '' : route.path}`;
const nameOf = ({ method, path }: { method: string; path: string }) => `${method} ${path}`;
/** A path that a request can have: each named part is an id of nobody. */
const concrete = (path: string) =>
  path.replaceAll(/:\w+(?:\{[^}]*\})?\??/gu, ONE_ID).replaceAll('*', 'x');
const whoOf = ({ may }: Route) => (typeof may === 'string' ? may : [...may].toSorted().join(','));
const sorted = (who: string) => who.split(',').toSorted().join(',');

/** The real router with the real guard and real sessions; what a route would do is left out, so that nothing is done. */
function guardOf(routes: readonly Route[], owned: boolean) {
  const { parts } = bench;
  return consoleApp({
    parts,
    routes: routes.map((route) => ({
      ...route,
      ...(route.owns !== undefined && { owns: () => Promise.resolve(owned) }),
      answer: () => json({ reached: nameOf({ ...route, path: pathOf(route) }) }),
    })),
    signedIn: (token, now, isHere) => signedInBy(parts, token, { now, isHere }),
    top: () => nothing,
  });
}

type Sent = { method: string; path: string; whom: Whom; headers?: Record<string, string> };

async function send(app: ReturnType<typeof guardOf>, { method, path, whom, headers }: Sent) {
  const token = tokens.get(whom);
  const answer = await app.request(`${SITE}${concrete(path)}`, {
    method,
    headers: {
      ...(method === 'POST' && { 'sec-fetch-site': 'same-origin' }),
      ...(token !== undefined && { cookie: `__Host-mazano_session=${token}` }),
      ...headers,
    },
  });
  const text = await answer.text();
  if (answer.status === 200 && text.startsWith('{"reached"')) return text;
  return `${answer.status} ${answer.headers.get('location') ?? ''}`.trim();
}

/** Cells in which the router does something else than the matrix says. */
async function wrongCells(
  routes: readonly Route[],
  owned: boolean,
  rows: readonly Row[] = declared,
): Promise<string[]> {
  const app = guardOf(routes, owned);
  const wrong: string[] = [];
  for (const row of rows)
    for (const whom of ['nobody', ...ROLES] as const) {
      const allowed =
        row.who === 'anybody' ||
        (whom !== 'nobody' && (row.who === 'signed_in' || row.who.split(',').includes(whom)));
      const reached = `{"reached":"${nameOf(row)}"}`;
      const denied = whom === 'nobody' ? '303 /console/sign-in' : '404';
      const expected = !allowed ? denied : row.own && !owned ? '404' : reached;
      const got = await send(app, { ...row, whom });
      if (got !== expected) wrong.push(`${nameOf(row)} as ${whom}: ${got}, not ${expected}`);
    }
  return wrong;
}

describe('the matrix of routes and roles', () => {
  test('[rel P55] every route has its row, and every row its route, for the same people', () => {
    const routes = ROUTES.map((route) => {
      const own = route.owns === undefined ? '' : ' own';
      return `${route.method} ${pathOf(route)} ${whoOf(route)}${own}`;
    });
    const rows = declared.map((row) => `${nameOf(row)} ${sorted(row.who)}${row.own ? ' own' : ''}`);
    expect(routes.toSorted()).toEqual(rows.toSorted());
    expect(new Set(declared.map(nameOf)).size).toBe(declared.length);
  });

  test('[rel P55] every cell: who may, reaches it; nobody else does', async () => {
    expect(await wrongCells(ROUTES, true)).toEqual([]);
  });

  test('[rel P55] what is not hers is answered like what is not there', async () => {
    expect(await wrongCells(ROUTES, false)).toEqual([]);
  });

  test('a route that one role too many may use is found (mutant)', async () => {
    const name = '/sign-in';
    const mutant = ROUTES.map((route): Route => {
      if (route.path === name) return { ...route, may: ['admin'] };
      return route.path === '/' ? { ...route, may: 'anybody' } : route;
    });
    const spoilt = declared.filter(({ path }) => /^\/console(?:\/sign-in)?$/u.test(path));
    const wrong = await wrongCells(mutant, true, spoilt);
    expect(wrong.some((cell) => cell.startsWith('GET /console as nobody'))).toBe(true);
    expect(wrong.some((cell) => cell.startsWith('GET /console/sign-in as editor'))).toBe(true);
  });

  test('[rel P55] an unknown path and an unknown method are denied to everybody', async () => {
    const app = guardOf(ROUTES, true);
    for (const whom of ['nobody', ...ROLES] as const)
      for (const [method, path] of [
        ['GET', '/console/nothing'],
        ['POST', '/console/nothing'],
        ['GET', '/console/../ready/x'],
        ['PUT', '/console'],
        ['DELETE', '/console/sign-in'],
      ] as const) {
        const headers = { 'sec-fetch-site': 'same-origin' };
        const got = await send(app, { method, path, whom, headers });
        expect([whom, path, got]).toEqual([
          whom,
          path,
          path.includes('..') || whom !== 'nobody' ? '404' : '303 /console/sign-in',
        ]);
      }
  });

  test('[rel P58] every change asked for by another site is refused, whatever its content type', async () => {
    const app = guardOf(ROUTES, true);
    const admin = tokens.get('admin') ?? '';
    const sites: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'https://elsewhere.example' },
      {},
    ];
    const passed: string[] = [];
    for (const { method, path } of declared.filter((row) => row.method === 'POST'))
      for (const site of sites)
        for (const type of TYPES) {
          const answer = await app.request(`${SITE}${concrete(path)}`, {
            method,
            headers: {
              ...site,
              ...(type !== undefined && { 'content-type': type }),
              cookie: `__Host-mazano_session=${admin}`,
            },
            ...(type !== undefined && { body: '{}' }),
          });
          if (answer.status !== 403)
            passed.push(`${path} ${JSON.stringify(site)} ${type ?? 'none'}`);
        }
    expect(passed).toEqual([]);
  });

  test('every page without a named part opens for whoever may see it, and none breaks', async () => {
    const broken: string[] = [];
    for (const row of declared.filter((one) => one.method === 'GET' && !/[:*]/u.test(one.path)))
      for (const whom of ['nobody', ...ROLES] as const) {
        const got = await send(bench.app, { ...row, whom });
        if (got.startsWith('5')) broken.push(`${nameOf(row)} as ${whom}: ${got}`);
      }
    expect(broken).toEqual([]);
  });
});
