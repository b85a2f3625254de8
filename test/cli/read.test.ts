import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../../src/base/refusal.ts';
import { runRead } from '../../src/cli/run-read.ts';

const Line = z.strictObject({
  text: z.string(),
  reading: z.enum(['stop', 'stop_confirm', 'pause_ask', 'risk', 'word', 'answer', 'person']),
  risk: z.boolean(),
  risk_kind: z.enum(['self_harm', 'violence', 'child', 'threat']).optional(),
  pause: z.boolean(),
  word: z.string().optional(),
});

const nothingTyped = () => Promise.resolve('');
const read = async (args: string[], typed = nothingTyped) =>
  (await runRead(args, typed)).split('\n').map((line) => Line.parse(JSON.parse(line)));

test('each line of what is typed is one object, in its order', async () => {
  const typed = () => Promise.resolve('STOP\r\nstop my phone is broken\nwrong number\n\nWHO\n9\n');
  expect(await read(['--lang', 'en'], typed)).toEqual([
    { text: 'STOP', reading: 'stop', risk: false, pause: true },
    { text: 'stop my phone is broken', reading: 'stop_confirm', risk: false, pause: true },
    { text: 'wrong number', reading: 'pause_ask', risk: false, pause: true },
    { text: '', reading: 'answer', risk: false, pause: false },
    { text: 'WHO', reading: 'word', risk: false, pause: false, word: 'who' },
    { text: '9', reading: 'word', risk: false, pause: false, word: 'person' },
  ]);
});

test('a text on the line itself is read, with its danger and the pause', async () => {
  expect(await read(['I want it all to stop', 'yes', 'I am fine'])).toEqual([
    {
      text: 'I want it all to stop',
      reading: 'risk',
      risk: true,
      risk_kind: 'self_harm',
      pause: true,
    },
    { text: 'yes', reading: 'answer', risk: false, pause: false },
    { text: 'I am fine', reading: 'person', risk: false, pause: false },
  ]);
});

test('a file is read line by line', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'read-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, 'texts.txt');
  await writeFile(file, 'acha\nbus stop');
  expect((await read(['--file', file])).map(({ reading }) => reading)).toEqual(['stop', 'person']);
});

test.each([
  [['--file', '/not/there.txt'], 'cannot be used'],
  [['--dir', '/not/there'], 'cannot be used'],
  [['--lang', 'English!'], 'is no language'],
  [['--land', 'en'], 'npm run -s read'],
])('%j is refused in words', async (args, words) => {
  const refused = await runRead(args, nothingTyped).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(String(refused)).toContain(words);
});

test('the command reads what is piped in, and ends with 2 where it was not understood', async () => {
  const run = (args: string[], typed: string) =>
    new Promise<{ code: unknown; out: string }>((done) => {
      const child = execFile(process.execPath, ['src/cli/read.ts', ...args], (error, out) =>
        done({ code: error?.code ?? 0, out }),
      );
      child.stdin?.end(typed);
    });
  const { code, out } = await run(['--lang', 'sn'], 'rega\n');
  expect({ code, line: Line.parse(JSON.parse(out)).reading }).toEqual({ code: 0, line: 'stop' });
  expect((await run(['--nothing'], '')).code).toBe(2);
});
