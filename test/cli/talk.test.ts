import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refusal } from '../../src/base/refusal.ts';
import { readTalkOptions } from '../../src/cli/talk/read-options.ts';
import { runTalk } from '../../src/cli/talk/run-talk.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { FLOWS } from '../flow/shipped.ts';
import { trialWorld } from '../proof/trial-world.ts';

const TALK = fileURLToPath(new URL('../../src/cli/talk.ts', import.meta.url));
const world = await trialWorld();

const NEAR = ['pause', 'start-check-in', 'start-welcome', 'start-menu'];

type Said = { out: string; errors: string; code: number | null };

/** Runs the command itself, as `npm run talk` does, with these lines typed through a pipe. */
function talk(options: readonly string[], lines: readonly string[], end = true): Promise<Said> {
  const child = spawn(process.execPath, [TALK, ...options], { stdio: 'pipe' });
  const said: Said = { out: '', errors: '', code: null };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said.out += text;
    if (!end && text.includes('╰')) child.kill('SIGINT');
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.errors += text));
  child.stdin.on('error', () => undefined);
  child.stdin.write(lines.map((line) => `${line}\n`).join(''));
  if (end) child.stdin.end();
  const { promise, resolve } = Promise.withResolvers<Said>();
  child.on('close', (code) => resolve({ ...said, code }));
  return promise;
}

/** The same without a process of its own: what is printed, and why it was refused. */
async function converse(options: readonly string[], lines: readonly string[]): Promise<string> {
  const out: string[] = [];
  const typed = lines[Symbol.iterator]();
  const console = {
    lines: { next: () => Promise.resolve(typed.next()) },
    terminal: false,
    print: (words: string) => void out.push(words),
    prompt: () => undefined,
  };
  try {
    await runTalk(readTalkOptions(options), console);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    out.push(`refused: ${error.message}`);
  }
  return out.join('\n');
}

/** The words within the frames, as whoever holds the phone reads them. */
function read(out: string): string {
  return [...out.matchAll(/│ (.*?) *│/gu)].map(([, line]) => line).join(' ');
}

describe('a phone in the terminal', () => {
  let dir: string;
  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'talk-'));
    // A few flows and languages, since each run of the command reads its folder anew.
    for (const name of [...NEAR, 'programmes', 'words'])
      await cp(join(FLOWS, name), join(dir, name), { recursive: true });
    for (const name of ['phrases', 'formats'])
      for (const file of ['en.yaml', 'sn.yaml'])
        await cp(join(FLOWS, name, file), join(dir, name, file), { recursive: true });
  });
  afterAll(() => rm(dir, { recursive: true }));

  test('by SMS: bubbles with segments and price, silence, a person, STOP', async () => {
    const { out, errors, code } = await talk(
      ['start-check-in', '--programme', 'demo-kenya', '--dir', dir],
      ['hm', '/silence', '9', '/effects', 'STOP', 'hello', '/quit'],
    );
    expect({ errors, code }).toEqual({ errors: '', code: 0 });
    expect(read(out)).toContain('How is your small step going?');
    expect(out).toMatch(/SMS: 1 segment, \d+ characters, KES 0\.80/u);
    expect(read(out)).toContain('Please answer with one of the numbers.');
    expect(out).toContain('! follow_up: asked');
    expect(out).toContain('start-check-in: follow_up: asked');
    expect(read(out)).toContain('OK. No more texts. To come back, text START.');
    expect(out).toContain('(no answer: this phone has stopped; START comes back)');
    expect(out).toMatch(/In all \d+ segments sent \(KES \d+\.\d\d\), 4 answers/u);
  });

  test('by USSD: screens within 160 characters, a lost session, a slip of 88', async () => {
    const { out, code } = await talk(
      ['pause', '--channel', 'ussd', '--dir', dir],
      ['/drop', '1', '/drop', '0', '1', '', '1', '88', '1', '/dial', '1', '1'],
    );
    expect(code).toBe(0);
    const sizes = [...out.matchAll(/(\d+) of 160 characters/gu)].map(([, size]) => Number(size));
    expect(sizes.length).toBeGreaterThan(8);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(160);
    expect(read(out)).toContain('1 Go on 2 Start again');
    expect(out).toContain('(no session is open: /dial, or an empty line, dials again)');
    expect(read(out)).toContain('1 I pressed by mistake');
    expect(read(out)).toContain('Nothing was changed.');
    expect(out).toContain('! pause: 7d');
    expect(out).toContain('[ OK ]  the session ends');
  });

  test('takes a step back, changes language and channel, lets days pass, and shows where it stands', async () => {
    const out = await converse(
      ['start-check-in', '--with', 'silences: 1', '--dir', dir],
      ['1', '/back', '/state', '/lang sn', '/channel ussd', '1', '/day +3', '/state', '/help'],
    );
    expect(out).toContain('(one step back)');
    expect(out).toMatch(/step +small_step/u);
    expect(out).toMatch(/silences +1/u);
    expect(out).toContain('(it is 2027-01-07)');
    expect(out).toMatch(/language +sn/u);
    expect(out).toContain('/save name');
  });

  test('becomes a transcript that its flow plays, and never replaces one unasked', async () => {
    const options = ['start-check-in', '--save', 'tried-out', '--dir', dir];
    const saved = await talk(options, ['what', '/silence', '4']);
    expect(saved.out).toContain('Saved up to the end of start-check-in:');
    const file = join(dir, 'start-check-in', 'transcripts', 'tried-out.txt');
    const source = await readFile(file, 'utf8');
    expect(source).toMatch(/^# Tried out\.\n@ language: en\n@ channel: sms\n/u);
    const parsed = parseTranscript({ file, source });
    const release = world.releases.get('start-check-in');
    if (!parsed.ok || release === undefined) throw new Error('the talk was saved');
    expect(proveTranscript(release, parsed.value, world.stage).map(findingLine)).toEqual([]);
    const again = await talk(options, ['1']);
    expect(again).toMatchObject({ code: 1, errors: expect.stringContaining('is there already') });
    expect(await readFile(file, 'utf8')).toBe(source);
    expect((await talk([...options, '--force'], ['1'])).code).toBe(0);
    expect(await readFile(file, 'utf8')).not.toBe(source);
  });

  test('asks for the name of a transcript, and says where none was given', async () => {
    const named = await converse(['pause', '--save', '--dir', dir], ['1', '/quit', 'a-week-off']);
    expect(named).toContain('a-week-off.txt');
    const options = ['pause', '--save', '--dir', dir];
    expect(await converse([...options, '../x'], ['1'])).toMatch(/^refused: .*a name has a-z/u);
  });

  test('asks again for a name that cannot be, and takes words for one', async () => {
    const lines = ['1', '/quit', '?', '', 'a-week-off', 'My second talk'];
    await converse(['pause', '--save', 'a-week-off', '--force', '--dir', dir], ['1']);
    const out = await converse(['pause', '--save', '--dir', dir], lines);
    expect(out.match(/How shall this transcript be called/gu)?.length).toBe(4);
    expect(out).toContain('is there already');
    expect(out).toContain('my-second-talk.txt');
  });

  test('never loses a talk: without a name at its end it gets one that is free', async () => {
    const options = ['pause', '--save', '--dir', dir];
    expect(await converse(options, ['1'])).toMatch(/it is called talk-1\. Saved .*talk-1\.txt/u);
    expect(await converse(options, ['1', '/quit'])).toMatch(/Saved .*talk-2\.txt/u);
    expect(await converse(options, ['1', '/quit', '?'])).toMatch(/Saved .*talk-3\.txt/u);
    expect(await converse(options, [])).toContain('Nothing was typed, so nothing is saved.');
    const source = await readFile(join(dir, 'pause', 'transcripts', 'talk-2.txt'), 'utf8');
    expect(source).toContain('\n> 1\n! pause: 7d\n');
  });

  test('a name that is taken is refused before anything is typed, unless the talk itself took it', async () => {
    const options = ['pause', '--save', 'twice', '--dir', dir];
    const out = await converse(options, ['1', '/save', '/quit']);
    expect(out.match(/Saved .*twice\.txt/gu)?.length).toBe(2);
    expect(await converse(options, ['1'])).toMatch(/^refused: .*twice\.txt is there already/u);
  });

  test('shows the screen again after a step back', async () => {
    const out = await converse(['pause', '--dir', dir], ['1', '/back']);
    const [, first = '', again = ''] =
      /^([^>]+)> 1[^]*\(one step back\)\n([^]+)In all/u.exec(out) ?? [];
    expect(read(first)).not.toBe('');
    expect(read(again)).toBe(read(first));
  });

  test('says what the phone offers to who answers something else, and counts only what was sent', async () => {
    const out = await converse(
      ['pause', '--dir', dir],
      ['/channel ussd', '2026', '1', '1', '1', '1'],
    );
    expect(out).toContain('the phone offers to go on (1) or to start again (2)');
    expect(out).toContain('(no session is open');
    expect(out).toContain('3 answers of the person');
  });

  test('--help says how to call it', async () => {
    const { out, errors, code } = await talk(['--help'], []);
    expect({ errors, code }).toEqual({ errors: '', code: 0 });
    for (const option of ['--lang', '--channel', '--programme', '--save', '--with', '--dir'])
      expect(out).toContain(option);
  });

  test.each([
    [[], 'Which flow?'],
    [['paus'], 'There is no flow paus. Did you mean pause?'],
    [['pause', '--lang', 'xx'], 'pause cannot be talked with in xx.'],
    [['pause', '--channel', 'fax'], 'There is no channel `fax`: sms or ussd.'],
    [['pause', '--programme', 'demo-kenia'], 'Did you mean demo-kenya?'],
    [['pause', '--programme', 'demo-zimbabwe', '--channel', 'ussd'], 'demo-zimbabwe has no USSD.'],
    [['pause', '--with', 'silences: x'], '--with: `x` does not fit `silences`.'],
    [['pause', '--loud'], "Unknown option '--loud'"],
    [['pause', '--dir', '/nowhere'], 'There is no folder of flows at /nowhere.'],
  ])('is refused %j in words', async (options, words) => {
    expect(await converse(['--dir', dir, ...options], [])).toMatch(
      new RegExp(`^refused: .*${RegExp.escape(words)}`, 'u'),
    );
  });

  test('says in words what is wrong, without where in the program', async () => {
    const { errors, code } = await talk(['paus', '--dir', dir], []);
    expect({ errors, code }).toEqual({
      errors: expect.stringMatching(/^There is no flow paus\..*\n$/u),
      code: 1,
    });
  });

  test('says what is wrong with a command, and goes on', async () => {
    const lines = ['/silense', '/day x', '/channel fax', '/lang', '/save', '1'];
    const out = await converse(['pause', '--dir', dir], lines);
    expect(out).toContain('There is no /silense. Did you mean /silence?');
    expect(out).toContain('Write the days that pass: /day +7');
    expect(out).toContain('Write /channel sms or /channel ussd.');
    expect(out).toContain('Write one of its languages: en');
    expect(out).toContain('Write its name: /save went-well');
    expect(out).toContain('! pause: 7d');
  });

  test('ends quietly on Ctrl-C', async () => {
    const { errors } = await talk(['pause', '--dir', dir], [], false);
    expect(errors).toBe('');
  });
});
