// Runs before `npm start`, `npm test` and `npm run check`, on whatever Node (20 or newer) the machine has: installs what
// package-lock.json names and node_modules lacks. One of those packages is Node 26, which npm then finds before its own.
// No dependency, no TypeScript, and quick where there is nothing to do.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const NODE_NEEDED = 26;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const packagedNode = join(root, 'node_modules', '.bin', 'node');

const wanted = readLock('package-lock.json');
if (wanted === undefined) stop('package-lock.json is missing: get a whole copy of the project.');
if (!isInstalled()) {
  process.stdout.write('Installing what is missing, about a minute…\n');
  install();
  checkNode();
} else if (ownPackages().length === 0) {
  checkNode();
}

/** True when every package that this machine needs is there in the version of the lock, and no other one. */
function isInstalled() {
  const found = readLock(join('node_modules', '.package-lock.json'));
  if (found === undefined) return false;
  const own = new Set(ownPackages());
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '') continue;
    const installed = found[path];
    // npm leaves out what is for other systems; of the optional ones only our own are needed here.
    if (installed === undefined && entry.optional && !own.has(path)) continue;
    if (installed?.version !== entry.version || installed.integrity !== entry.integrity)
      return false;
  }
  if (Object.keys(found).some((path) => wanted[path] === undefined)) return false;
  if (patchesAreNewer()) return false;
  return own.size === 0 || existsSync(packagedNode);
}

/** A patch is applied by the install: one that came or changed later, as by a pull, is not in effect yet. */
function patchesAreNewer() {
  const folder = join(root, 'patches');
  const installedMs = statSync(join(root, 'node_modules', '.package-lock.json')).mtimeMs;
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names.some((name) => statSync(join(folder, name)).mtimeMs > installedMs);
}

/** The paths of our own optional packages (Node, PostgreSQL) that are made for this machine. */
function ownPackages() {
  const names = Object.keys(wanted['']?.optionalDependencies ?? {});
  return names
    .map((name) => `node_modules/${name}`)
    .filter((path) => {
      const { os, cpu } = wanted[path] ?? {};
      return [os].flat().includes(process.platform) && [cpu].flat().includes(process.arch);
    });
}

/** Development packages are needed too: with NODE_ENV=production npm would leave them out without a word. */
function install() {
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { npm_execpath: npm, npm_node_execpath: node = process.execPath } = process.env;
  // Errors of npm go to the terminal; its progress would only hide the one line above.
  const options = { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] };
  const done =
    npm === undefined ? spawnSync('npm', args, options) : spawnSync(node, [npm, ...args], options);
  if (done.status !== 0) {
    stop(
      'npm could not install the packages (its reason is above). Is its registry reachable from here?',
    );
  }
  if (!isInstalled()) {
    stop(
      'Some packages did not arrive, which npm allows for optional ones. Run "npm ci --include=dev" to see why.',
    );
  }
}

/** The Node that the next script will find: ours where there is one for this machine, else the machine's. */
function checkNode() {
  const version = versionOf(existsSync(packagedNode) ? packagedNode : process.execPath);
  if (Number.parseInt(version, 10) >= NODE_NEEDED) return;
  stop(
    `Node ${NODE_NEEDED} is needed, and here is ${version === '' ? 'one that does not run' : version}. ` +
      `npm brings it along for Linux (glibc) and macOS, x64 and arm64; this is ${process.platform} ${process.arch}. ` +
      `Install Node ${NODE_NEEDED} from https://nodejs.org, set DATABASE_URL to a PostgreSQL (14 or newer), and try again.`,
  );
}

function versionOf(node) {
  if (node === process.execPath) return process.versions.node;
  try {
    return execFileSync(node, ['-p', 'process.versions.node'], { encoding: 'utf8' }).trim();
  } catch {
    return '';
  }
}

function readLock(name) {
  try {
    return JSON.parse(readFileSync(join(root, name), 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function stop(why) {
  process.stderr.write(`${why}\n`);
  process.exit(1);
}
