import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '..', '..');

/** Where findings are made: the reader, what it reads beside flows, and the proof. */
const MAKERS = ['src/flow', 'src/proof', 'src/conversation', 'src/store'];
/** Codes of Zod and of our own rows, which stand in the same words. */
const OTHERS = new Set(['custom', 'unrecognized_keys', 'invalid_value', 'ENOENT']);

const sources = MAKERS.flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8')),
).join('\n');
const page = readFileSync(join(ROOT, 'docs/findings.md'), 'utf8');
const listed = [...page.matchAll(/^\| `(\w+)` \|/gmu)].map(([, code = '']) => code);

/** Codes as they are written where a finding is made. */
const made = [
  /\bcode: '(\w+)'/gu,
  /\b(?:tell|put)\(\s*'(\w+)'/gu,
  /\bcode: [^,\n]*\? '(\w+)' :/gu,
  /\bcode: [^,\n]*\? '\w+' : '(\w+)'/gu,
  /\b(?:clinical|blame|order|efficacy|money|hiding|promise): '(\w+)'/gu,
].flatMap((pattern) => [...sources.matchAll(pattern)].map(([, code = '']) => code));

test('every code of a finding stands in docs/findings.md', () => {
  const lost = [...new Set(made)].filter((code) => !OTHERS.has(code) && !listed.includes(code));
  expect(made.length).toBeGreaterThan(100);
  expect(lost).toEqual([]);
});

test('every code in docs/findings.md stands there once, and some finding has it', () => {
  expect(listed.filter((code) => !sources.includes(`'${code}'`))).toEqual([]);
  expect(listed.length).toBe(new Set(listed).size);
});

test('every finding of a bad flow stands there with its severity', () => {
  const bad = join(ROOT, 'test', 'proof', 'bad');
  const severities = new Map(
    [...page.matchAll(/^\| `(\w+)` \| ([^|]+) \|/gmu)].map(([, code = '', text = '']) => [
      code,
      text,
    ]),
  );
  const lines = readdirSync(bad).flatMap((name) =>
    readFileSync(join(bad, name, 'expected.txt'), 'utf8')
      .trim()
      .split('\n'),
  );
  const wrong = lines.filter((line) => {
    const [code = '', severity = ''] = line.split(' ');
    return severities.get(code)?.includes(severity) !== true;
  });
  expect(wrong).toEqual([]);
});
