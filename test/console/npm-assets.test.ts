import { expect, test } from 'vitest';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

const bench = await consoleBench(await freshDatabase());
const NPM = '/console/assets/npm';

/** Every module that one leads to, by its address. */
async function closure(first: string): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  const open = [first];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (found.has(path)) continue;
    const answer = await bench.get(path);
    expect([path, answer.status]).toStrictEqual([path, 200]);
    const text = await answer.text();
    found.set(path, text);
    for (const [, next] of text.matchAll(
      /^(?:(?:import|export)\b[^;'"]*?\bfrom\s*|import\s*)['"]([^'"]+)['"]/gmu,
    ))
      if (next !== undefined) open.push(next);
  }
  return found;
}

test('the editor loads with everything it is made of, and nothing from another host', async () => {
  const all = await closure(`${NPM}/codemirror.js`);
  expect(all.size).toBeGreaterThan(12);
  for (const path of all.keys()) expect(path).toMatch(/^\/console\/assets\/npm\/[@\w./-]+\.js$/u);
});

test('a module with its version in its name is kept for ever, and the name without is asked for again', async () => {
  const short = await bench.get(`${NPM}/@codemirror/view.js`);
  expect(short.headers.get('cache-control')).not.toContain('immutable');
  const [, whole = ''] = /'([^']+)'/u.exec(await short.text()) ?? [];
  const answer = await bench.get(whole);
  expect(answer.headers.get('cache-control')).toContain('immutable');
  expect(answer.headers.get('content-type')).toContain('javascript');
});

test.each([
  'zod.js',
  'postgres.js',
  '../package.json',
  '..%2f..%2fpackage.json',
  'codemirror%2f..%2f..%2fpackage.json',
  'codemirror/package.json',
  '@codemirror/view@0.0.0.js',
  '%00.js',
])('%s is not served', async (name) => {
  const answer = await bench.get(`${NPM}/${name}`);
  expect(answer.status).not.toBe(200);
  expect(await answer.text()).not.toContain('mazano');
});
