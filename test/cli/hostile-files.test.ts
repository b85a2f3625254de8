import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Refusal } from '../../src/base/refusal.ts';
import { runFlowsGraph } from '../../src/cli/flows-graph.ts';
import { runFlowsCheck } from '../../src/cli/run-flows-check.ts';
import { saveTalk } from '../../src/cli/talk/save-talk.ts';

const ROOT = join(import.meta.dirname, '..', '..');
/** A small flow without errors. */
const SMALL = join(ROOT, 'test', 'proof', 'bad', '28-saved-never-read');

async function emptyFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'hostile-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
}

/** A folder with a few flows, to be spoilt. */
async function folderOfFlows(): Promise<string> {
  const folder = await emptyFolder();
  for (const name of ['menu', 'welcome', 'check-in', 'programmes'])
    await cp(join(ROOT, 'test', 'flows', name), join(folder, name), { recursive: true });
  return folder;
}

const refusalOf = (work: Promise<unknown>) =>
  work.then(
    () => 'nothing was refused',
    (error: unknown) => (error instanceof Refusal ? error.message : `thrown: ${String(error)}`),
  );
const check = (folder: string) => refusalOf(runFlowsCheck(['--dir', folder], false));

test('what is no file (a pipe, a device) is refused and named, and nobody waits for it', async () => {
  const folder = await folderOfFlows();
  const device = join(folder, 'menu', 'sw.yaml');
  await symlink('/dev/null', device);
  expect(await check(folder)).toBe(
    `${device} is no file, and one belongs there. Remove or rename it.`,
  );
});

test.each(['flow.yaml', 'sw.yaml', 'transcripts/one.txt'])(
  'a folder that stands for the file %s is refused and named',
  async (name) => {
    const folder = await folderOfFlows();
    const place = join(folder, 'menu', name);
    await rm(place, { force: true });
    await mkdir(place, { recursive: true });
    expect(await check(folder)).toContain(`${place} is no file`);
  },
);

test('what keeps a file from being read is told of that file, not of the folder of flows', async () => {
  const folder = await folderOfFlows();
  const link = join(folder, 'menu', 'sw.yaml');
  await symlink('nowhere', link);
  expect(await check(folder)).toMatch(`${link} cannot be used: it is not there`);
  await rm(link);
  await symlink('sw.yaml', link);
  expect(await check(folder)).toMatch(`${link} cannot be used: it is a link that leads to itself`);
  await rm(link);
  const transcripts = join(folder, 'menu', 'transcripts');
  await writeFile(transcripts, 'x');
  expect(await check(folder)).toMatch(`${transcripts} cannot be used: a file stands where`);
});

test('a picture that cannot be written is refused in words, and no folder above it is made', async () => {
  const folder = await emptyFolder();
  const draw = (out: string) =>
    refusalOf(runFlowsGraph(['visit', '--dir', SMALL, '--out', join(folder, out)]));
  await writeFile(join(folder, 'taken'), 'x');
  await mkdir(join(folder, 'full', 'visit.svg'), { recursive: true });
  expect(await draw('taken')).toMatch(/taken.* cannot be used: a file stands where/u);
  expect(await draw('full')).toMatch(/visit\.svg cannot be used: a folder of that name/u);
  expect(await draw('new/below')).toMatch(/new\/below cannot be used: it is not there/u);
  expect(await readdir(folder)).not.toContain('new');
  expect(await draw('new')).toBe('nothing was refused');
});

test('a talk that cannot be saved is refused in words', async () => {
  const folder = await emptyFolder();
  await writeFile(join(folder, 'taken'), 'x');
  const facts = {
    language: 'en',
    channel: 'sms' as const,
    languages: ['en'],
    purposes: [],
    traits: [],
    silences: 0,
    today: '2027-01-04',
    days: { joined: undefined, answered: undefined },
  };
  const before = { programme: undefined, facts, remembers: {} };
  const record = { flow: 'menu', before, lines: ['> 1'], open: true };
  const place = { folder: join(folder, 'taken', 'transcripts'), name: 'one', force: false };
  expect(await refusalOf(saveTalk(record, place))).toMatch(/cannot be used: a file stands where/u);
});

test('garbage is told in short lines, without what would command a terminal', async () => {
  const folder = await folderOfFlows();
  const garbage = `a: "\u001b[31m${'x'.repeat(5_000)}" "y" \u0007\n\u001b]0;title\u0007: - :`;
  await writeFile(join(folder, 'menu', 'flow.yaml'), garbage);
  await mkdir(join(folder, 'menu', 'transcripts'));
  await writeFile(join(folder, 'menu', 'transcripts', 'one.txt'), '\u001b[2J\u0000\n');
  const { words, errors } = await runFlowsCheck(['--dir', folder], false);
  expect(errors).toBeGreaterThan(1);
  expect(words.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  expect(Math.max(...words.split('\n').map((line) => line.length))).toBeLessThan(400);
});

test('whoever reads the words may go before they are all said', async () => {
  const args = ['src/cli/flows.ts', 'check', '--dir', SMALL];
  const child = spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect({ code, errors }).toEqual({ code: 0, errors: '' });
});
