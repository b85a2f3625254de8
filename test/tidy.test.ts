import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');
const SRC = join(ROOT, 'src');

/** A file imports only from its own room or from a room of lower rank (ARCHITECTURE.md). */
const RANKS: Readonly<Record<string, number>> = {
  base: 0,
  flow: 1,
  conversation: 2,
  store: 3,
  proof: 3,
  engine: 4,
  outbox: 5,
  schedule: 5,
  release: 5,
  followup: 5,
  groups: 5,
  gateway: 6,
  console: 6,
  // The wiring: src/*.ts, which joins the rooms; commands use it.
  '': 7,
  cli: 8,
};
const LINES_MAX = 250;
const TEST_LINES_MAX = 400;
/** Drawers: names that say nothing of what is inside. */
const DRAWERS = /(^|\/)(index|utils?|helpers?|common|types|services?-?utils|manager|handler)\.ts$/;

type Source = { path: string; room: string; text: string; imports: string[] };

const sources = filesIn(SRC).map(read);
const tests = [...filesIn(join(ROOT, 'test')), ...filesIn(join(ROOT, 'bench'))].map(read);

describe('the house rules', () => {
  it('a room imports only from itself or from a room of lower rank', () => {
    const wrong = sources.flatMap((source) =>
      source.imports.flatMap((target) => {
        const to = roomOf(target);
        const lower = rankOf(to) < rankOf(source.room) || to === source.room;
        return lower ? [] : [`${source.path} imports ${target}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  it.each([
    ['SQL stands only in store/', /\b(?:db|tx|sql)(?:<[^`]*>)?`/u, /^store\//u],
    ['the environment is read only in config.ts', /process\.env\b/u, /^config\.ts$/u],
    [
      'HTTP goes out only from gateway/',
      /\bfetch\(|from 'node:https?'|from 'axios'/u,
      /^gateway\//u,
    ],
    ['XState is used only in flow/ and conversation/', /from 'xstate/u, /^(flow|conversation)\//u],
    ['postgres.js is used only in store/', /from 'postgres'/u, /^store\//u],
    [
      'the SDK is used only in gateway/africastalking/',
      /'africastalking'/u,
      /^gateway\/africastalking\//u,
    ],
  ])('%s', (_, pattern, allowed) => {
    const wrong = sources.filter(
      ({ path, text }) => !allowed.test(path) && pattern.test(code(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('time, randomness and ids come only through base/', () => {
    const pattern =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|setTimeout\(|setInterval\(|randomUUID\(|Temporal\.Now/u;
    // The page's scripts run in a browser, not in the service.
    const wrong = sources.filter(
      ({ path, text }) =>
        !path.startsWith('base/') && pattern.test(code(text)) && path !== 'main.ts',
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('the code of a STOP reaches no flow', () => {
    const reached = closure('engine/stop.ts');
    const flows = [...reached].filter((path) =>
      /^flow\/(compile|release|parse-flow|check-)|^conversation\/(begin|advance|render)|^engine\/(talk|decide)/u.test(
        path,
      ),
    );
    expect(reached.size).toBeGreaterThan(5);
    expect(flows).toEqual([]);
  });

  it('no file is longer than it may be', () => {
    const long = (all: Source[], most: number) =>
      all.filter(({ text }) => text.trimEnd().split('\n').length > most).map(({ path }) => path);
    expect(long(sources, LINES_MAX)).toEqual([]);
    expect(long(tests, TEST_LINES_MAX)).toEqual([]);
  });

  it('no file is a drawer, and none exports a default or an `any`', () => {
    const wrong = sources.filter(
      ({ path, text }) =>
        DRAWERS.test(path) || /export default|:\s*any\b|\bas any\b|<any>/u.test(code(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('every file is reached from the service or from a command', () => {
    const entries = sources.filter(
      ({ path }) => path === 'main.ts' || /^cli\/[a-z-]+\.ts$/u.test(path),
    );
    const reached = new Set(entries.flatMap(({ path }) => [...imported(path)]));
    const lost = sources.map(({ path }) => path).filter((path) => !reached.has(path));
    expect(lost).toEqual([]);
  });

  it('no test is skipped, focused or put off, and none sleeps', () => {
    const pattern = /\b(?:it|test|describe)\.(?:skip|only|todo)\b|setTimeout\(\s*resolve/u;
    const wrong = tests.filter(
      ({ path, text }) => !path.endsWith('tidy.test.ts') && pattern.test(code(text)),
    );
    expect(wrong.map(({ path }) => path)).toEqual([]);
  });

  it('at most 15 packages are needed at run time, each pinned and each with its reason', () => {
    const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const needed = Object.entries<string>(manifest.dependencies);
    const pinned = [...needed, ...Object.entries<string>(manifest.devDependencies)];
    const architecture = readFileSync(join(ROOT, 'ARCHITECTURE.md'), 'utf8');
    expect(needed.length).toBeLessThanOrEqual(15);
    expect(pinned.filter(([, version]) => !/^\d/u.test(version))).toEqual([]);
    expect(needed.filter(([name]) => !architecture.includes(`\`${name}\``))).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

function read(file: string): Source {
  const text = readFileSync(file, 'utf8');
  const path = relative(SRC, file);
  const targets = [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/gu)].map(
    (match) => match[1] ?? '',
  );
  const imports = targets.map((target) => relative(SRC, resolve(dirname(file), target)));
  return { path, room: roomOf(path), text, imports };
}

function roomOf(path: string): string {
  const [first = '', ...rest] = path.split('/');
  return rest.length === 0 ? '' : first;
}

function rankOf(room: string): number {
  const rank = RANKS[room];
  if (rank === undefined) throw new Error(`src/${room} is no room of the house`);
  return rank;
}

/** The text without comments, so that a rule may be spoken about. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//gu, '').replace(/(?<!:)\/\/.*$/gmu, '');
}

/** Everything that a file needs, types too. */
function imported(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  for (const target of sources.find((one) => one.path === path)?.imports ?? [])
    imported(target, seen);
  return seen;
}

/** Everything that a file loads when it runs; imports of types alone load nothing. */
function closure(path: string, seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen;
  seen.add(path);
  const source = sources.find((one) => one.path === path);
  const loaded = [
    ...(source?.text ?? '').matchAll(
      /(?:import|export)\s+(?!type\b)[^;]*?from\s+'(\.[^']+)'|import\('(\.[^']+)'\)/gu,
    ),
  ];
  for (const match of loaded) {
    const target = match[1] ?? match[2] ?? '';
    closure(relative(SRC, resolve(dirname(join(SRC, path)), target)), seen);
  }
  return seen;
}
