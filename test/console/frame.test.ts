import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { json, see } from '../../src/console/frame/answer.ts';
import { writeCsv } from '../../src/console/frame/csv.ts';
import type { Route } from '../../src/console/frame/route.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const acts: Route[] = [
  { method: 'GET', path: '/open', may: 'anybody', answer: () => json({ ok: true }) },
  { method: 'GET', path: '/hers', may: ['editor'], answer: () => json({ ok: true }) },
  { method: 'POST', path: '/change', may: ['editor'], answer: () => see('/console', 'home.title') },
  {
    method: 'GET',
    path: '/breaks',
    may: 'anybody',
    answer: () => {
      throw new Error('a text of somebody');
    },
  },
];
const database = await freshDatabase();
const bench = await consoleBench(database, { routes: acts });

describe('the frame of the console', () => {
  test('[rel P55] who is not signed in is led to sign in, also where nothing is', async () => {
    await bench.as();
    for (const path of ['/console/hers', '/console/nothing', '/console'])
      expect((await bench.get(path)).headers.get('location')).toBe('/console/sign-in');
  });

  test('[rel P55] what stands in no route is denied, as is what is not hers', async () => {
    await bench.as('monitor');
    expect((await bench.get('/console/hers')).status).toBe(404);
    expect((await bench.get('/console/nothing')).status).toBe(404);
    await bench.as('editor');
    expect((await bench.get('/console/hers')).status).toBe(200);
  });

  test.each([
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/json'],
    ['text/plain'],
    [''],
  ])('a change asked for by another site is refused, also as "%s"', async (type) => {
    await bench.as('editor');
    const headers: Record<string, string>[] = [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-site': 'none' },
      { origin: 'https://elsewhere.example' },
      { origin: 'null' },
      {},
    ];
    for (const each of headers) {
      const answer = await bench.app.request('http://127.0.0.1/console/change', {
        method: 'POST',
        headers: { ...each, ...(type !== '' && { 'content-type': type }) },
        body: 'a=1',
      });
      expect(answer.status).toBe(403);
    }
    expect((await bench.post('/console/change')).status).toBe(303);
  });

  test('every answer forbids inline script, framing and keeping', async () => {
    await bench.as('editor');
    for (const path of ['/console/open', '/console/hers', '/console/none', '/console/breaks']) {
      const { headers } = await bench.get(path);
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('cache-control')).toBe('no-store');
    }
  });

  test('over HTTPS it is so for a year', async () => {
    const secure = await bench.app.request('https://mazano.example/console/open');
    expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000');
  });

  test('what breaks is said in words, and its own words are in no log', async () => {
    const answer = await bench.get('/console/breaks');
    expect(answer.status).toBe(500);
    expect(await answer.text()).toContain('Something broke here');
    expect(bench.logged.join('')).toContain('console_failed');
    expect(bench.logged.join('')).not.toContain('a text of somebody');
  });

  test('[rel P49] no cell of a table for spreadsheets starts a formula', () => {
    const starts = ['=1+1', '+1', '-x', '@a', '\t=1', '\r=1', '\n=1', '\0=1', '＝1', '|a', '%a'];
    for (const text of starts) expect(writeCsv(['a'], [[text]]).split('\r\n')[1]).toMatch(/^"?'/u);
    // A spreadsheet that parts cells by semicolons, tabs or lines sees another cell there, and no quotes around it.
    for (const text of starts)
      for (const before of ['a;', 'a\t', 'a\n', 'a; "', "a;'"])
        expect(writeCsv(['a'], [['1', before + text]]).replaceAll('""', '"')).not.toMatch(
          /[;\t\r\n]["\s]*[=+\-@\0＝＋－＠|%]/u,
        );
    expect(writeCsv(['a', 'b'], [['say "so", twice', -3]])).toBe(
      '\uFEFFa,b\r\n"say ""so"", twice",-3\r\n',
    );
  });
});

describe('the words of the console', () => {
  const folder = join(import.meta.dirname, '..', '..', 'console', 'words');
  const read = (language: string, name: string) => {
    const parsed: unknown = JSON.parse(readFileSync(join(folder, language, name), 'utf8'));
    return new Map(Object.entries(parsed ?? {}).map(([key, text]) => [key, String(text)]));
  };
  const areas = readdirSync(join(folder, 'en'));
  const places = (text: string) => (text.match(/\{\w+\}/gu) ?? []).toSorted().join(' ');

  test.each(areas)('%s has the same keys and places in every language', (name) => {
    const english = read('en', name);
    for (const language of ['pt', 'es', 'fr']) {
      const other = read(language, name);
      // Spanish, French and Portuguese have a form for whole millions, which these counts do not reach.
      expect([...other.keys()].toSorted()).toStrictEqual([...english.keys()].toSorted());
      for (const [key, text] of english)
        expect([key, places(other.get(key) ?? '')]).toStrictEqual([key, places(text)]);
    }
  });

  test('each key that the code names has words', () => {
    const keys = new Set(
      areas.flatMap((name) =>
        [...read('en', name).keys()].map((key) => `${name.replace('.json', '')}.${key}`),
      ),
    );
    const source = join(import.meta.dirname, '..', '..', 'src');
    const named = readdirSync(source, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.startsWith('console') && path.endsWith('.ts'))
      .flatMap((path) => [
        ...readFileSync(join(source, path), 'utf8').matchAll(/\bw\(\s*'([a-z_]+\.\w+)'/gu),
      ])
      .map(([, key]) => key ?? '');
    const lost = named.filter(
      (key) => !keys.has(key) && !keys.has(`${key}_other`) && !keys.has(`${key}_one`),
    );
    expect(lost).toStrictEqual([]);
  });
});
