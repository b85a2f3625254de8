import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test, vi } from 'vitest';
import { isRunning } from '../../src/store/embedded/live-process.ts';
import { openDataFolder } from '../../src/store/embedded/data-folder.ts';
import { end, startService, tempFolder } from './embedded-service.ts';

/** Milliseconds: making a cluster takes one to three seconds of a machine that does other work too. */
vi.setConfig({ testTimeout: 60_000 });

const RESET = fileURLToPath(new URL('../../src/cli/reset.ts', import.meta.url));

function reset(dataDir: string, ...args: string[]) {
  const env = { PATH: process.env['PATH'], DATA_DIR: dataDir };
  return spawnSync(process.execPath, [RESET, ...args], { env, encoding: 'utf8', input: '' });
}

test('reset refuses while a service uses the data, and afterwards deletes all of it', async () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  const service = await startService(dataDir);
  onTestFinished(() => void service.process.kill('SIGKILL'));
  const refused = reset(dataDir, '--yes');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('A running Mazano uses');
  await end(service, 'SIGKILL');
  const done = reset(dataDir, '--yes');
  expect(done.stderr).not.toContain('rror');
  expect(done.status).toBe(0);
  expect(existsSync(dataDir)).toBe(false);
  expect(isRunning(service.pid)).toBe(false);
  expect(existsSync(service.socketDir)).toBe(false);
});

test('without a terminal nothing is deleted unless --yes is given', () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  openDataFolder(dataDir);
  const refused = reset(dataDir);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('npm run reset -- --yes');
  expect(existsSync(dataDir)).toBe(true);
  expect(reset(dataDir, '--yes').status).toBe(0);
  expect(existsSync(dataDir)).toBe(false);
});

test.each([
  ['yes', 0],
  ['y', 1],
  ['', 1],
])('at a terminal the answer "%s" ends with code %i', async (answer, code) => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  openDataFolder(dataDir);
  // `script` gives the program a terminal.
  const command = `DATA_DIR='${dataDir}' MODE= '${process.execPath}' '${RESET}'`;
  const terminal = spawn('/usr/bin/script', ['-qec', command, '/dev/null']);
  let shown = '';
  let answered = false;
  terminal.stdout.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
    if (answered || !shown.includes('Type yes: ')) return;
    answered = true;
    terminal.stdin.write(`${answer}\n`);
  });
  const [exit] = await once(terminal, 'exit');
  expect(shown).toContain('every phone, consent and message');
  expect(exit).toBe(code);
  expect(existsSync(dataDir)).toBe(code === 1);
});

test('a folder in which the demo kept its secrets first becomes ours, and nobody else can read it', () => {
  const dataDir = join(tempFolder(onTestFinished), 'data');
  mkdirSync(dataDir, { mode: 0o755 });
  writeFileSync(join(dataDir, 'secrets.json'), '{}');
  openDataFolder(dataDir);
  writeFileSync(join(dataDir, 'anything of ours'), '');
  expect(statSync(dataDir).mode & 0o777).toBe(0o700);
  expect(reset(dataDir, '--yes').status).toBe(0);
  expect(existsSync(dataDir)).toBe(false);
});

test('a folder that holds anything not ours is neither marked nor deleted', () => {
  const folder = join(tempFolder(onTestFinished), 'home');
  mkdirSync(folder);
  writeFileSync(join(folder, 'letter.txt'), 'mine');
  openDataFolder(folder);
  const refused = reset(folder, '--yes');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain('does not look like');
  expect(existsSync(join(folder, 'letter.txt'))).toBe(true);
  expect(reset(join(folder, 'nowhere')).status).toBe(0);
});
