import { execFile } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { Refusal } from '../../src/base/refusal.ts';
import { runFlowsCheck } from '../../src/cli/run-flows-check.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const BAD = join(ROOT, 'test', 'proof', 'bad');

const Place = z.strictObject({
  code: z.string(),
  severity: z.enum(['error', 'warning']),
  file: z.string(),
  line: z.int().positive(),
  column: z.int().positive(),
  message: z.string().min(10),
});
const Printed = z.strictObject({
  flows: z.int(),
  steps: z.int(),
  texts: z.int(),
  languages: z.array(z.string()),
  paths: z.int(),
  ms: z.int(),
  errors: z.int(),
  warnings: z.int(),
  findings: z.array(Place),
  costs: z.array(z.looseObject({ flow: z.string(), language: z.string(), channel: z.string() })),
});

/** A folder with the flows of the tests, to be spoilt. */
async function copyOfFlows(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'flows-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(ROOT, 'test', 'flows'), folder, { recursive: true, dereference: true });
  return folder;
}

const check = (...typed: string[]) => runFlowsCheck(typed, false);
const json = async (...typed: string[]) =>
  Printed.parse(JSON.parse((await check(...typed, '--json')).words));

test('what was found is printed as one object, with a place and a message for each finding', async () => {
  const printed = await json('--dir', join(BAD, '20-case-that-never-holds'));
  expect(printed).toMatchObject({ flows: 1, languages: ['en'], errors: 1, warnings: 0 });
  expect(printed.findings).toMatchObject([{ code: 'dead_case', file: 'flow.yaml', line: 19 }]);
});

test('for people it is grouped by file, with what to do, what ways cost and the totals', async () => {
  const { words, errors } = await check('--dir', join(BAD, '02-no-kind'));
  expect(errors).toBe(1);
  expect(words).toMatch(/^\nflow\.yaml\n {2}14:\d+ {2}error {2}.*Did you mean `say`\?/u);
  expect(words).toMatch(/1 error, 0 warnings in 1 flow, .*\d+ ms\.$/u);
  expect((await check('--dir', join(ROOT, 'test', 'flows'))).words).toContain('segments by SMS');
});

test('one flow is judged alone, and the others are still known', async () => {
  const folder = await copyOfFlows();
  for (const language of ['en', 'sn']) await rm(join(folder, 'menu', `${language}.yaml`));
  const own = await json('check-in', '--dir', folder);
  expect(own.flows).toBe(1);
  expect(own.findings.filter(({ file }) => !file.startsWith('check-in/'))).toEqual([]);
  expect(own.findings.map(({ code }) => code)).not.toContain('no_such_flow');
  expect((await json('--dir', folder)).findings.map(({ file }) => file)).toContain(
    'menu/flow.yaml',
  );
});

test.each([
  ['an empty file', ''],
  ['no YAML', 'steps: [[['],
  ['an alias bomb', `a: &a [x]\nb: [${'*a, '.repeat(2_000)}]`],
  ['a list', '- one\n- two'],
  ['five megabytes', 'a'.repeat(5_000_000)],
])('a broken flow is a finding, never a stack trace: %s', async (_, source) => {
  const folder = await copyOfFlows();
  await writeFile(join(folder, 'menu', 'flow.yaml'), source);
  const { findings, errors } = await json('--dir', folder);
  expect(errors).toBeGreaterThan(0);
  expect(findings.some(({ file }) => file === 'menu/flow.yaml')).toBe(true);
});

test.each([
  [['--dir', 'no-such-folder'], /There is no folder of flows at .*no-such-folder/u],
  [['--dir', join(ROOT, 'package.json')], /is a file/u],
  [['--dir', join(ROOT, 'docs')], /No flow is in/u],
  [['chek-in'], /There is no flow chek-in\. Did you mean check-in\?/u],
  [['check-in', 'menu'], /One flow at a time/u],
  [['--jsn'], /--jsn.*Known are --json and --dir/u],
])('what was not understood is said in words: %s', async (typed, words) => {
  const refused = await check(...typed).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(Refusal);
  expect(String(refused)).toMatch(words);
});

test('the exit code says whether all is well, something is wrong, or nothing was understood', async () => {
  const run = (...typed: string[]) =>
    new Promise<number>((resolve) => {
      execFile(process.execPath, ['src/cli/flows.ts', ...typed], { cwd: ROOT }, (error) =>
        resolve(error === null ? 0 : Number(error.code)),
      );
    });
  const codes = [
    run('check', '--dir', join(BAD, '28-saved-never-read')),
    run('check', '--dir', join(BAD, '22-cannot-leave')),
    run('chek'),
    run(),
  ];
  expect(await Promise.all(codes)).toEqual([0, 1, 2, 2]);
});

test('a flow that is judged alone is told which language a programme of it speaks', async () => {
  const { findings } = await json('visit', '--dir', join(BAD, '42-language-of-the-programme'));
  expect(findings).toMatchObject([{ code: 'missing_language', file: 'flow.yaml', line: 3 }]);
});

test('what is missing can be mended by a line that is copied, with the folder in it', async () => {
  const folder = join(BAD, '52-no-transcript');
  const { findings } = await json('--dir', folder);
  const [command = ''] =
    /npm run -s talk -- visit .*?(?=`)/u.exec(findings[0]?.message ?? '') ?? [];
  expect(command).toBe(`npm run -s talk -- visit --save other-day --dir ${folder}`);
});

test('a transcript that differs is shown line by line, and a column without a value is left out', async () => {
  const { words } = await check('--dir', join(BAD, '53-transcript-of-yesterday'));
  const shown = words.split('\n').slice(2, 12);
  expect(shown[0]).toMatch(
    /error {2}the flow does something else than this transcript\. transcript_differs$/u,
  );
  expect(shown[1]).toBe('      Lines with - are written, lines with + are what happens:');
  expect(shown.slice(2).join('\n')).toMatch(/^(?: {6}(?: {2}|[-+] )\S.*\n)+ {6}Mend the flow/u);
  expect(words).toContain('segments by SMS');
  expect(words).not.toContain('money');
});

test('a folder is seen from where npm was called, and a picture is drawn below there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stand-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await cp(join(BAD, '28-saved-never-read'), join(folder, 'visit'), { recursive: true });
  const run = (...typed: string[]) =>
    new Promise<string>((resolve) => {
      const options = { cwd: ROOT, env: { ...process.env, INIT_CWD: folder } };
      execFile(process.execPath, ['src/cli/flows.ts', ...typed], options, (_, out, errors) =>
        resolve(out + errors),
      );
    });
  expect(await run('check', '--dir', '.')).toContain('0 errors, 1 warning in 1 flow');
  expect(await run('check', '--dir', 'visit/transcripts')).toContain(join(folder, 'visit'));
  const drawn = join(folder, 'pictures', 'visit.svg');
  expect(await run('graph', 'visit', '--dir', '.')).toContain(drawn);
  expect(await readFile(drawn, 'utf8')).toContain('<svg');
});

test('--help lists every option', async () => {
  const help = await new Promise<string>((resolve, reject) => {
    const typed = ['src/cli/flows.ts', 'graph', '--help'];
    execFile(process.execPath, typed, { cwd: ROOT }, (error, out) =>
      error === null ? resolve(out) : reject(error),
    );
  });
  for (const option of ['--json', '--lang', '--out', '--dir']) expect(help).toContain(option);
});

test('the script of package.json is this command', async () => {
  const { scripts } = z
    .looseObject({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')));
  expect(scripts['flows']).toBe('node src/cli/flows.ts');
});
