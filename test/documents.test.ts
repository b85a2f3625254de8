import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { configHelp } from '../src/config.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const documents = [
  ...readdirSync(ROOT).filter((name) => name.endsWith('.md')),
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => join('docs', name)),
];
const operate = read('docs/operate.md');

/** Everything that a pattern's first group finds, once. */
function found(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([, group]) => group ?? ''))].toSorted();
}

function sources(): string {
  return readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => read(join('src', name)))
    .join('\n');
}

test.each(documents)('%s leads and points only to what is there', (path) => {
  const text = read(path);
  const links = found(text, /\]\(([^)#:\s]+)(?:#[^)]*)?\)/gu).map((link) =>
    join(dirname(path), link),
  );
  const named = found(text, /`((?:src|test|docs|migrations|flows|patches)\/[\w./-]+)`/gu);
  const lost = [...links, ...named].filter((each) => !existsSync(join(ROOT, each)));
  expect(lost).toEqual([]);
});

/** Everything that is written by hand and may cite a document, with its text. */
const citing = ['src', 'test', 'bench', 'migrations', 'flows', 'scripts']
  .flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((name) =>
      join(folder, name),
    ),
  )
  .filter((path) => /\.(?:ts|js|mjs|sql|ya?ml|md|html|css)$/u.test(path))
  .concat(documents, 'Dockerfile', 'compose.yaml')
  .map((path) => ({ path, text: read(path) }));

/** What is wrong with the citations of a text: documents, sections and promises that are not there. */
function lostCitations({ path, text }: { path: string; text: string }): string[] {
  const isThere = (name: string) =>
    [ROOT, join(ROOT, dirname(path))].some((folder) => existsSync(join(folder, name)));
  // Each flow has a CHANGES.md of its own; a document may speak of it without saying whose.
  const names = found(text, /(?<![\w./-])((?:[\w-]+\/|\.\.?\/)*[\w-]+\.md)\b/gu).filter(
    (name) => name !== 'CHANGES.md' && !isThere(name),
  );
  const headings = (name: string) => (existsSync(join(ROOT, name)) ? read(name) : '');
  const sections = [
    ...text.matchAll(/\b(docs\/[\w-]+\.md) sections? ([\d.]*\d)(?: and ([\d.]*\d))?/gu),
  ]
    .flatMap(([, name = '', ...numbers]) => numbers.filter(Boolean).map((n) => ({ name, n })))
    .filter(({ name, n }) => !new RegExp(`^#+ ${RegExp.escape(n)}[. ]`, 'mu').test(headings(name)))
    .map(({ name, n }) => `${name} section ${n}`);
  const named = [...text.matchAll(/\b((?:docs\/[\w-]+|[A-Z]+)\.md), "([^"]+)"/gu)]
    .filter(([, name = '', title = '']) => !headings(name).includes(`\n## ${title}`))
    .map(([whole]) => whole);
  const promised = found(text, /docs\/promises\.md, ((?:req|rel) [CP]\d+)/gu).filter(
    (id) => !read('docs/promises.md').includes(`| ${id} |`),
  );
  return [...names, ...sections, ...named, ...promised].map((lost) => `${path}: ${lost}`);
}

test('no comment, test or document cites a document, a section or a promise that is not there', () => {
  expect(citing.length).toBeGreaterThan(200);
  expect(citing.flatMap(lostCitations)).toEqual([]);
});

test('a citation that dangles is found', () => {
  const path = 'docs/flows.md';
  // In pieces, so that this file does not cite them itself.
  const [md, gateway] = ['.md', 'docs/africastalking'];
  const text =
    `frame${md} section 5; ${gateway}${md} sections 2.3 and 77; see flows${md}, ../README${md} and ` +
    `docs/promises${md}, rel P99; ARCHITECTURE${md}, "Nowhere"`;
  expect(lostCitations({ path, text })).toEqual([
    `${path}: frame${md}`,
    `${path}: ${gateway}${md} section 77`,
    `${path}: ARCHITECTURE${md}, "Nowhere"`,
    `${path}: rel P99`,
  ]);
});

test('every command that a document names is there', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = found(documents.map(read).join('\n'), /npm run (?:-s )?([a-z:]+)/gu);
  expect(named).toContain('check');
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
});

test('every setting of --help is explained to whoever operates it, and no other', () => {
  const settings = found(configHelp(), /^ {2}([A-Z][A-Z_]+) /gmu);
  expect(settings.filter((name) => !operate.includes(name))).toEqual([]);
  const named = found(operate, /`((?:DATABASE|AT|KEY|WEBHOOK|SEND|FLOWS|DATA)_[A-Z_]+)/gu);
  expect(named.filter((name) => !settings.includes(name) && name !== 'KEY_')).toEqual([]);
});

test('the log events of the code are those of docs/operate.md', () => {
  const code = sources();
  const logged = [
    ...found(code, /\blog\s*\.(?:info|warn|error)\(\s*'([a-z_.]+)'/gu),
    ...found(code, /\btrying\('([a-z_]+)'/gu).flatMap((name) => [name, `${name}_not_taken`]),
    ...found(code, /\blog\s*\.(?:info|warn|error)\(\s*([A-Z_]+)\b/gu).flatMap((name) =>
      found(code, new RegExp(`const ${name} = '([a-z_.]+)'`, 'gu')),
    ),
  ];
  const table = operate.slice(operate.indexOf('| Event |'), operate.indexOf('## Backups'));
  const cells = found(table, /^\| (`[^|]+) \|/gmu).join(' ');
  expect(found(cells, /`([a-z_.]+)`/gu)).toEqual([...new Set(logged)].toSorted());
});

test('docs/promises.md lists every promise that a test names, and none without a test', () => {
  const names = readdirSync(join(ROOT, 'test'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => read(join('test', name)))
    .join('\n');
  const kept = found(names, /\[((?:req|rel) [BCPFG]\d+[^\]]*|G\d+[^\]]*)\]/gu).flatMap((ids) => {
    const kind = ids.startsWith('G') ? '' : `${ids.slice(0, 3)} `;
    return found(ids, /\b([BCPFG]\d+)\b/gu).map((id) => kind + id);
  });
  const listed = found(read('docs/promises.md'), /^\| ((?:req |rel )?[BCPFG]\d+) \|/gmu);
  expect(kept.filter((id) => !listed.includes(id))).toEqual([]);
  expect(listed.filter((id) => !kept.includes(id))).toEqual([]);
});

test('ARCHITECTURE.md names every table, and none that is not there', () => {
  const migrations = readdirSync(join(ROOT, 'migrations'))
    .filter((name) => /^\d{4}_/u.test(name))
    .map((name) => read(join('migrations', name)))
    .join('\n');
  const tables = found(migrations, /^create table (\w+)/gmu);
  const architecture = read('ARCHITECTURE.md');
  const section = architecture.slice(
    architecture.indexOf('## What is stored where'),
    architecture.indexOf('## Runtime dependencies'),
  );
  expect(found(section, /`([a-z_]+)`/gu)).toEqual([...tables, 'migration'].toSorted());
});
