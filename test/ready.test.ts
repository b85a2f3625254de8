import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs';
import { readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';

const READY = fileURLToPath(new URL('../scripts/ready.mjs', import.meta.url));

type Entry = { version: string; integrity?: string; optional?: true; os?: string[]; cpu?: string };
type Packages = Record<string, Entry>;

const OWN = 'node_modules/node-for-this-machine';
const LIBRARY = 'node_modules/library';
const FOREIGN = 'node_modules/node-for-another-machine';
const WANTED: Packages = {
  [LIBRARY]: { version: '1.2.3', integrity: 'sha512-aaaa' },
  [OWN]: { version: '26.10.0', optional: true, os: [process.platform], cpu: process.arch },
  [FOREIGN]: { version: '26.10.0', optional: true, os: ['aix'], cpu: 'ppc64' },
};
const { [FOREIGN]: _, ...HERE } = WANTED;

/** A project with a lock, and an npm that notes how it was called and then installs `installs`. */
function project(options: {
  found?: Packages;
  installs?: Packages;
  node?: string;
  npmFails?: true;
  laterPatch?: true;
}) {
  const root = mkdtempSync(join(tmpdir(), 'mazano-ready-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const bin = join(root, 'node_modules', '.bin');
  mkdirSync(join(root, 'scripts'));
  copyFileSync(READY, join(root, 'scripts', 'ready.mjs'));
  const optional = { 'node-for-this-machine': '26.10.0', 'node-for-another-machine': '26.10.0' };
  const packages = { '': { version: '0', optionalDependencies: optional }, ...WANTED };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify({ packages }));
  if (options.found !== undefined) installed(root, options.found, options.node);
  const patch = join(root, 'patches', 'library+1.2.3.patch');
  mkdirSync(join(root, 'patches'));
  writeFileSync(patch, '');
  const changed = new Date(options.laterPatch === true ? '2020-01-03' : '2020-01-01');
  utimesSync(patch, changed, changed);
  const npm = join(root, 'npm.mjs');
  const text = JSON.stringify({ packages: options.installs ?? {} });
  writeFileSync(
    npm,
    `import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
     writeFileSync('called', process.argv.slice(2).join(' '));
     if (${options.npmFails === true}) process.exit(1);
     mkdirSync(${JSON.stringify(bin)}, { recursive: true });
     writeFileSync('node_modules/.package-lock.json', ${JSON.stringify(text)});
     writeFileSync('node_modules/.bin/node', '#!/bin/sh\\necho ${options.node ?? '26.10.0'}\\n');
     chmodSync('node_modules/.bin/node', 0o755);`,
  );
  const env = { ...process.env, NODE_ENV: 'production', npm_execpath: npm };
  const script = join(root, 'scripts', 'ready.mjs');
  const ran = spawnSync(process.execPath, [script], { cwd: tmpdir(), env, encoding: 'utf8' });
  const called = join(root, 'called');
  return { ...ran, npm: existsSync(called) ? readFileSync(called, 'utf8') : undefined };
}

function installed(root: string, packages: Packages, node = '26.10.0'): void {
  const bin = join(root, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  const lock = join(root, 'node_modules', '.package-lock.json');
  writeFileSync(lock, JSON.stringify({ packages }));
  utimesSync(lock, new Date('2020-01-02'), new Date('2020-01-02'));
  writeFileSync(join(bin, 'node'), `#!/bin/sh\necho ${node}\n`);
  chmodSync(join(bin, 'node'), 0o755);
}

test('where all is there, nothing is done and nothing is said', () => {
  const { status, stdout, stderr, npm } = project({ found: HERE });
  expect({ status, stdout, stderr, npm }).toEqual({
    status: 0,
    stdout: '',
    stderr: '',
    npm: undefined,
  });
});

test('on a fresh machine one line is said, and development packages come too', () => {
  const { status, stdout, npm } = project({ installs: HERE });
  expect(status).toBe(0);
  expect(stdout).toBe('Installing what is missing, about a minute…\n');
  expect(npm).toMatch(/^ci --include=dev --include=optional /);
});

test.each<[string, Packages]>([
  ['another version', { ...HERE, [LIBRARY]: { version: '1.2.2', integrity: 'sha512-aaaa' } }],
  ['another content', { ...HERE, [LIBRARY]: { version: '1.2.3', integrity: 'sha512-bbbb' } }],
  ['a package too few', { [OWN]: WANTED[OWN]! }],
  ['a package too many', { ...HERE, 'node_modules/left-over': { version: '1.0.0' } }],
  ['no Node for this machine', { [LIBRARY]: WANTED[LIBRARY]! }],
])('with %s it installs', (_what, found) => {
  const { status, npm } = project({ found, installs: HERE });
  expect(npm).toMatch(/^ci /);
  expect(status).toBe(0);
});

test('a patch that came after the last install is put into effect', () => {
  expect(project({ found: HERE, installs: HERE, laterPatch: true }).npm).toMatch(/^ci /);
});

test('an optional package that npm left out without a word is named as a problem', () => {
  const { status, stderr } = project({ installs: { [LIBRARY]: WANTED[LIBRARY]! } });
  expect(status).toBe(1);
  expect(stderr).toContain('did not arrive');
});

test('an install that fails ends in words and a code', () => {
  const { status, stderr } = project({ npmFails: true });
  expect(status).toBe(1);
  expect(stderr).toContain('Is its registry reachable from here?');
});

test.each(['20.20.2', ''])('a Node that says "%s" is refused with what to do', (node) => {
  const { status, stderr } = project({ installs: HERE, node });
  expect(status).toBe(1);
  expect(stderr).toContain('Node 26 is needed');
  expect(stderr).toContain('https://nodejs.org');
});
