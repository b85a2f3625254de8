import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { csvFile, json, page, refused, see, textFile } from '../../src/console/frame/answer.ts';
import { html, nothing } from '../../src/console/frame/html.ts';
import { ROLES, type Route } from '../../src/console/frame/route.ts';
import { consoleApp } from '../../src/console/frame/router.ts';
import { ROUTES } from '../../src/console/routes.ts';
import { signedInBy } from '../../src/console/sign-in/session.ts';
import { listenHttp } from '../../src/http.ts';
import { freshDatabase } from '../world/database.ts';
import { makeStaff, sessionFor, signInBench, SITE } from './sign-in-bench.ts';

const ONE_ID = '00000000-0000-7000-8000-000000000001';
/** What stands in each answer, whatever it is. */
const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'x-frame-options': 'DENY',
  'strict-transport-security': 'max-age=31536000',
} as const;
const POLICY =
  /^default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'; base-uri 'none'$/u;

const typed = 'x\r\nset-cookie: a=1\r\n\r\n<script>é☃';
const answers: Record<string, Route['answer']> = {
  page: () => page({ title: typed, body: html`<p>${typed}</p>` }),
  file: () => csvFile(typed, ['a'], [[typed]]),
  picture: () => textFile(`${typed}.svg`, 'image/svg+xml', '<svg/>', true),
  json: () => json({ typed }),
  refused: () => refused(409, 'frame.failed'),
  breaks: () => {
    throw new Error(typed);
  },
  sees: () => see(`/console/x?said=${typed}#${typed}`),
  away: () => see('//elsewhere.example/console'),
  further: () => see('https://elsewhere.example/console'),
  below: () => see('/console/../elsewhere'),
};

const live = await signInBench(await freshDatabase(), { demo: false });
const own = consoleApp({
  parts: live.parts,
  routes: Object.entries(answers).map(([name, answer]): Route => ({
    method: 'GET',
    path: `/${name}`,
    may: 'anybody',
    answer,
  })),
  signedIn: (token, now) => signedInBy(live.parts, token, { now }),
  top: () => nothing,
});
const { server, port } = await listenHttp(live.app, '127.0.0.1', 0);
afterAll(() => server.close());
let admin = '';
beforeAll(async () => {
  admin = await sessionFor(live, (await makeStaff(live, ROLES)).staffId);
});

/** What is missing in an answer that is not to be kept. */
function missing({ headers }: Response, keep: string): string[] {
  const wrong = Object.entries(ALWAYS).filter(([name, value]) => headers.get(name) !== value);
  return [
    ...wrong.map(([name]) => name),
    ...(POLICY.test(headers.get('content-security-policy') ?? '') ? [] : ['policy']),
    ...(headers.get('cache-control')?.startsWith(keep) === true ? [] : ['cache-control']),
  ];
}

describe('headers', () => {
  test('[rel P59] every answer of every route has them, whoever asks and whatever comes of it', async () => {
    const lacking: string[] = [];
    for (const { method, path } of ROUTES)
      for (const token of ['', admin])
        for (const site of ['same-origin', 'cross-site']) {
          const place = path.replaceAll(/:\w+/gu, ONE_ID);
          const answer = await live.app.request(`${SITE}/console${place}`, {
            method,
            headers: { 'sec-fetch-site': site, cookie: `__Host-mazano_session=${token}` },
          });
          const lost = missing(answer, 'no-store');
          if (lost.length > 0) lacking.push(`${method} ${path}: ${lost.join()}`);
        }
    expect(lacking).toEqual([]);
  });

  test('[rel P59] so have assets, what is not there, what is too large and what breaks', async () => {
    const secure = { 'x-forwarded-proto': 'https' };
    const get = (path: string) =>
      fetch(`http://127.0.0.1:${port}${path}`, { headers: secure, redirect: 'manual' });
    for (const path of ['console.css', 'npm/codemirror.js', 'npm/w3c-keyname.js'])
      expect(missing(await get(`/console/assets/${path}`), 'public')).toEqual([]);
    for (const path of ['/console/assets/none.js', '/console/assets/npm/hono.js', '/console/x'])
      expect([path, missing(await get(path), 'no-store')]).toEqual([path, []]);
    const large = await fetch(`http://127.0.0.1:${port}/console/sign-in`, {
      method: 'POST',
      headers: { ...secure, 'sec-fetch-site': 'same-origin', 'content-type': 'text/plain' },
      body: 'a'.repeat(2_000_001),
    });
    expect([large.status, missing(large, 'no-store')]).toEqual([413, []]);
    for (const name of Object.keys(answers))
      expect([name, missing(await own.request(`${SITE}/console/${name}`), 'no-store')]).toEqual([
        name,
        [],
      ]);
  });

  test.each([
    '/console/assets/../words/en/frame.json',
    '/console/assets/..%2f..%2fpackage.json',
    '/console/assets/%2e%2e%2f%2e%2e%2fpackage.json',
    '/console/assets/npm/../../../package.json',
    '/console/assets/npm/..%2f..%2fhono%2fpackage.json',
    '/console/assets/npm/codemirror/package.json',
    '/console/assets/npm/__proto__',
    '/console/assets/constructor',
    '/console/assets/console.css%00.js',
  ])('nothing but what is listed is served as an asset: %s', async (path) => {
    const answer = await live.app.request(`${SITE}${path}`);
    expect([303, 404]).toContain(answer.status);
    expect(['', '404 Not Found']).toContain(await answer.text());
  });

  test('[rel P49] what somebody typed splits no header, in no place where it comes into one', async () => {
    for (const name of Object.keys(answers)) {
      const { headers } = await own.request(`${SITE}/console/${name}`);
      expect([name, headers.getSetCookie()]).toEqual([name, []]);
      expect(headers.get('content-disposition') ?? '').toMatch(/^(?:\w+; filename="[\w.-]+")?$/u);
    }
    const to = (await own.request(`${SITE}/console/sees`)).headers.get('location') ?? '';
    expect(to).toMatch(/^\/console\/x\?said=x[!-~]*$/u);
  });

  test.each(['away', 'further', 'below'])(
    'no answer leads out of the console: %s',
    async (name) => {
      const answer = await own.request(`${SITE}/console/${name}`);
      expect([answer.status, answer.headers.get('location')]).toEqual([500, null]);
    },
  );

  test('[rel P60] a live service opens nothing without HTTPS but to this very machine', async () => {
    const ask = (host: string, path: string, cookie = '') =>
      live.app.request(`http://${host}${path}`, { headers: { host, cookie } });
    for (const host of ['mazano.example', '192.168.1.5:8080', '127.0.0.1.elsewhere.example'])
      for (const path of ['/console/sign-in', '/console/staff', '/console/nothing']) {
        const answer = await ask(host, path, `mazano_session=${admin}`);
        expect([host, path, answer.status]).toEqual([host, path, 403]);
        expect(answer.headers.getSetCookie()).toEqual([]);
        expect(await answer.text()).toContain('over HTTPS only');
      }
    for (const host of ['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])
      expect((await ask(host, '/console/sign-in')).status).toBe(200);
  });

  test('[rel P58] an older browser’s page of this name over plain HTTP is another site', async () => {
    const from = (origin: string) =>
      live.app.request(`${SITE}/console/sign-in`, { method: 'POST', headers: { origin } });
    expect((await from(SITE)).status).not.toBe(403);
    for (const origin of ['http://mazano.example', `${SITE}:8443`, `${SITE}.example`])
      expect((await from(origin)).status).toBe(403);
  });
});
