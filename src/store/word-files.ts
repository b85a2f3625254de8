import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Phrases } from '../conversation/phrases.ts';
import { parsePhrases } from '../conversation/phrases.ts';
import { parsePrompts, type Prompts } from '../conversation/prompts.ts';
import { parseRisks, type Risks } from '../conversation/read-risk.ts';
import { parseWords, type Words } from '../conversation/read-words.ts';
import type { Parsed, SourceFile } from '../flow/data-file.ts';
import { findingOfFile } from '../flow/finding.ts';
import { parseFormats, type Formats } from '../flow/formats.ts';
import { parseHelplines, type Helplines } from '../flow/helplines.ts';
import { type LintWords, parseLintWords } from '../flow/lint-words.ts';
import { parseProgramme, type Programme } from '../flow/programme.ts';
import { parseOnce } from './parse-once.ts';

/** The flows that come with the service. */
const SHIPPED = join(import.meta.dirname, '..', '..', 'flows');

const wordsOf = parseOnce(parseWords);
const risksOf = parseOnce(parseRisks);
const formatsOf = parseOnce(parseFormats);
const helplinesOf = parseOnce(parseHelplines);
const phrasesOf = parseOnce(parsePhrases);
const promptsOf = parseOnce(parsePrompts);
const programmesOf = parseOnce(parseProgrammes);

/** What people's words mean, in every language: flows/words. @throws Error of the file system */
export async function loadWords(flowsFolder: string): Promise<Parsed<Words>> {
  return wordsOf(await sourcesIn(flowsFolder, 'words'));
}

/** Signs of danger, in every language: flows/risk. A folder without them has none. @throws Error of the file system */
export async function loadRisks(flowsFolder: string): Promise<Parsed<Risks>> {
  const names = await readdir(flowsFolder);
  return risksOf(names.includes('risk') ? await sourcesIn(flowsFolder, 'risk') : []);
}

/** How languages write and read dates, times, money and numbers: flows/formats. @throws Error of the file system */
export async function loadFormats(flowsFolder: string): Promise<Parsed<Formats>> {
  return formatsOf(await sourcesIn(flowsFolder, 'formats'));
}

/** Every helpline by its id: flows/helplines. A folder without them has none. @throws Error of the file system */
export async function loadHelplines(flowsFolder: string): Promise<Parsed<Helplines>> {
  return helplinesOf(await sourcesIn(flowsFolder, 'helplines'));
}

/** What the service itself says: flows/phrases. @throws Error of the file system */
export async function loadPhrases(flowsFolder: string): Promise<Parsed<Phrases>> {
  return phrasesOf(await sourcesIn(flowsFolder, 'phrases'));
}

/** What is said to counsellors: flows/prompts. A folder without them has those that are shipped. @throws Error of the file system */
export async function loadPrompts(flowsFolder: string): Promise<Parsed<Prompts>> {
  const names = await readdir(flowsFolder);
  const folder = names.includes('prompts') ? flowsFolder : SHIPPED;
  return promptsOf(await sourcesIn(folder, 'prompts'));
}

/** What texts may not say: flows/lint. A folder without them has those that are shipped. @throws Error of the file system */
export async function loadLint(
  flowsFolder: string,
): Promise<Parsed<ReadonlyMap<string, LintWords>>> {
  const names = await readdir(flowsFolder);
  const folder = names.includes('lint') ? flowsFolder : SHIPPED;
  return parseLintWords(await sourcesIn(folder, 'lint'));
}

/** Every programme by its name: flows/programmes; a file is named for its programme. @throws Error of the file system */
export async function loadProgrammes(
  flowsFolder: string,
): Promise<Parsed<ReadonlyMap<string, Programme>>> {
  return programmesOf(await sourcesIn(flowsFolder, 'programmes'));
}

function parseProgrammes(sources: readonly SourceFile[]): Parsed<ReadonlyMap<string, Programme>> {
  const parsed = sources.map((source) => ({ source, result: parseProgramme(source) }));
  const findings = parsed.flatMap(({ source, result }) => {
    if (!result.ok) return result.findings;
    const { programme } = result.value;
    if (source.file.endsWith(`/${programme}.yaml`)) return [];
    const found = `the file is named otherwise than its programme \`${programme}\``;
    return [findingOfFile(source.file, { code: 'bad_name', found, mend: 'Name both alike.' })];
  });
  if (findings.length > 0) return { ok: false, findings };
  const programmes = parsed.flatMap(({ result }) => (result.ok ? [result.value] : []));
  return { ok: true, value: new Map(programmes.map((value) => [value.programme, value])) };
}

async function sourcesIn(flowsFolder: string, kind: string): Promise<SourceFile[]> {
  const names = (await readdir(join(flowsFolder, kind))).filter((name) => name.endsWith('.yaml'));
  return Promise.all(
    names.toSorted().map(async (name) => ({
      file: `flows/${kind}/${name}`,
      source: await readFile(join(flowsFolder, kind, name), 'utf8'),
    })),
  );
}
