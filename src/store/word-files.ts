import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createRecall } from '../base/recall.ts';
import type { Phrases } from '../conversation/phrases.ts';
import { parsePhrases } from '../conversation/phrases.ts';
import { parsePrompts, type Prompts } from '../conversation/prompts.ts';
import { parseRisks, type Risks } from '../conversation/read-risk.ts';
import { parseWords, type Words } from '../conversation/read-words.ts';
import type { Parsed, SourceFile } from '../flow/data-file.ts';
import { findingOfFile } from '../flow/finding.ts';
import { parseFormats, type Formats } from '../flow/formats.ts';
import { parseHelplines, type Helplines } from '../flow/helplines.ts';
import { parseProgramme, type Programme } from '../flow/programme.ts';

/** The flows that come with the service. */
const SHIPPED = join(import.meta.dirname, '..', '..', 'flows');

/** Sets of files whose meaning is kept: those of the service itself and those of one draft beside it. */
const KEPT_SETS = 2;
const keptWords = createRecall<Parsed<Words>>(KEPT_SETS);
const keptRisks = createRecall<Parsed<Risks>>(KEPT_SETS);
const keptFormats = createRecall<Parsed<Formats>>(KEPT_SETS);
const keptHelplines = createRecall<Parsed<Helplines>>(KEPT_SETS);
const keptPhrases = createRecall<Parsed<Phrases>>(KEPT_SETS);
const keptPrompts = createRecall<Parsed<Prompts>>(KEPT_SETS);

/** What people's words mean, in every language: flows/words. @throws Error of the file system */
export async function loadWords(flowsFolder: string): Promise<Parsed<Words>> {
  const sources = await sourcesIn(flowsFolder, 'words');
  return keptWords(keyOf(sources), () => parseWords(sources));
}

/** Signs of danger, in every language: flows/risk. A folder without them has none. @throws Error of the file system */
export async function loadRisks(flowsFolder: string): Promise<Parsed<Risks>> {
  const names = await readdir(flowsFolder);
  const sources = names.includes('risk') ? await sourcesIn(flowsFolder, 'risk') : [];
  return keptRisks(keyOf(sources), () => parseRisks(sources));
}

/** How languages write and read dates, times, money and numbers: flows/formats. @throws Error of the file system */
export async function loadFormats(flowsFolder: string): Promise<Parsed<Formats>> {
  const sources = await sourcesIn(flowsFolder, 'formats');
  return keptFormats(keyOf(sources), () => parseFormats(sources));
}

/** Every helpline by its id: flows/helplines. A folder without them has none. @throws Error of the file system */
export async function loadHelplines(flowsFolder: string): Promise<Parsed<Helplines>> {
  const sources = await sourcesIn(flowsFolder, 'helplines');
  return keptHelplines(keyOf(sources), () => parseHelplines(sources));
}

/** What the service itself says: flows/phrases. @throws Error of the file system */
export async function loadPhrases(flowsFolder: string): Promise<Parsed<Phrases>> {
  const sources = await sourcesIn(flowsFolder, 'phrases');
  return keptPhrases(keyOf(sources), () => parsePhrases(sources));
}

/** What is said to counsellors: flows/prompts. A folder without them has those that are shipped. @throws Error of the file system */
export async function loadPrompts(flowsFolder: string): Promise<Parsed<Prompts>> {
  const names = await readdir(flowsFolder);
  const folder = names.includes('prompts') ? flowsFolder : SHIPPED;
  const sources = await sourcesIn(folder, 'prompts');
  return keptPrompts(keyOf(sources), () => parsePrompts(sources));
}

/** Every programme by its name: flows/programmes; a file is named for its programme. @throws Error of the file system */
export async function loadProgrammes(
  flowsFolder: string,
): Promise<Parsed<ReadonlyMap<string, Programme>>> {
  const sources = await sourcesIn(flowsFolder, 'programmes');
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

/** Two sets that differ in a letter are two keys: whatever changed is parsed again, and nothing else. */
function keyOf(sources: readonly SourceFile[]): string {
  return JSON.stringify(sources);
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
