import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Finding } from '../flow/finding.ts';
import { parseFlow } from '../flow/parse-flow.ts';
import { parseTexts, type Texts } from '../flow/parse-texts.ts';
import { FLOW_FILE_MAX } from '../flow/read-yaml.ts';
import { makeRelease, type Release } from '../flow/release.ts';

/** The releases in a folder of flows; `unreviewed` are the translations that no native reviewer has signed. */
export type FlowFiles = {
  releases: Release[];
  unreviewed: { flow: string; language: string }[];
  /** Everything that is wrong in any of the files. A flow with a finding has no release here. */
  findings: Finding[];
};

const FLOW_FILE = 'flow.yaml';
const TEXTS_FILE = /^([a-zA-Z-]{2,6})\.yaml$/;

/** Reads every `<folder>/<name>/flow.yaml` with its language files; folders without one hold something else. */
export async function readFlowFiles(folder: string): Promise<FlowFiles> {
  const files: FlowFiles = { releases: [], unreviewed: [], findings: [] };
  const entries = await readdir(folder, { withFileTypes: true });
  for (const name of entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)) {
    const names = await readdir(join(folder, name));
    if (names.includes(FLOW_FILE)) await readOne(files, folder, name, names.toSorted());
  }
  files.findings.push(...strayTargets(files.releases));
  return files;
}

async function readOne(
  files: FlowFiles,
  folder: string,
  name: string,
  names: readonly string[],
): Promise<void> {
  const flowFile = join(name, FLOW_FILE);
  const flow = parseFlow(await readCapped(join(folder, flowFile)), flowFile);
  if (!flow.ok) files.findings.push(...flow.findings);
  const byLanguage: Record<string, Texts> = {};
  let isWhole = true;
  for (const file of names) {
    const language = file === FLOW_FILE ? undefined : TEXTS_FILE.exec(file)?.[1];
    if (language === undefined) continue;
    const path = join(name, file);
    const texts = parseTexts(await readCapped(join(folder, path)), path, language);
    if (texts.ok) byLanguage[language] = texts.texts;
    else {
      files.findings.push(...texts.findings);
      isWhole = false;
    }
  }
  if (!flow.ok || !isWhole) return;
  if (flow.flow.definition.flow !== name) return void files.findings.push(misnamed(flowFile, name));
  const made = makeRelease(flow.flow, byLanguage);
  if (!made.ok) return void files.findings.push(...made.findings);
  files.releases.push(made.release);
  files.unreviewed.push(...made.unreviewed.map((language) => ({ flow: name, language })));
}

/** At most one character more than is allowed, which is enough for the parser to refuse the file. */
async function readCapped(path: string): Promise<string> {
  const { size } = await stat(path);
  // A file of this size is too long in any encoding of at most 4 bytes a character.
  if (size > FLOW_FILE_MAX * 4) return ' '.repeat(FLOW_FILE_MAX + 1);
  return readFile(path, 'utf8');
}

function misnamed(file: string, name: string): Finding {
  const mend = 'Rename the folder, or correct `flow`.';
  const found = `the folder is called \`${name}\` and the flow is not`;
  return { code: 'misnamed', file, line: 1, column: 1, found, meant: name, mend };
}

function strayTargets(releases: readonly Release[]): Finding[] {
  const there = new Set(releases.map(({ flow }) => flow));
  return releases.flatMap((release) =>
    release.leadsTo
      .filter((flow) => !there.has(flow))
      .map((flow) => ({
        code: 'no_such_flow',
        file: join(release.flow, FLOW_FILE),
        line: 1,
        column: 1,
        found: `it leads to the flow \`${flow}\`, which is not there or has findings of its own`,
        meant: undefined,
        mend: 'Add that flow, or lead elsewhere.',
      })),
  );
}
