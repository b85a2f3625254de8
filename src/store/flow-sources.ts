import { readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import {
  FLOW_FILE,
  type FlowFolder,
  type FlowSources,
  languageOfFile,
} from '../flow/flow-sources.ts';
import { readBenefitSources } from './benefit-sources.ts';
import { readCapped, sourcesIn } from './source-files.ts';

const NAME = /^flow:[ ]+(\S+)/mu;

/**
 * Reads a folder of flows: `<name>/flow.yaml` with its languages and transcripts, and what stands beside them. A folder
 * with a flow.yaml of its own is one flow. What belongs to no flow (words, risk lists, phrases, prompts, formats, lint,
 * helplines) comes from `common` where the folder has none. @throws Error of the file system, for instance ENOENT; Refusal where
 * something else than a file stands for one
 */
export async function readFlowSources(folder: string, common: string): Promise<FlowSources> {
  const flows = await readFlowFolders(folder);
  const benefits = await readBenefitSources(folder);
  const [programmes, formats, words, risks, phrases, prompts, lint, helplines] = await Promise.all([
    sourcesIn(folder, 'programmes'),
    ...['formats', 'words', 'risk', 'phrases', 'prompts', 'lint', 'helplines'].map(async (kind) => {
      const own = await sourcesIn(folder, kind);
      return own.length > 0 ? own : sourcesIn(common, kind);
    }),
  ]);
  return {
    flows,
    programmes,
    formats: formats ?? [],
    words: words ?? [],
    risks: risks ?? [],
    phrases: phrases ?? [],
    prompts: prompts ?? [],
    lint: lint ?? [],
    helplines: helplines ?? [],
    benefits,
  };
}

/**
 * Reads each folder below that has a flow.yaml; and `folder` itself where it has one, which is then called as it says.
 * @throws Error of the file system, Refusal
 */
export async function readFlowFolders(folder: string): Promise<FlowFolder[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const own = entries.some((entry) => entry.isFile() && entry.name === FLOW_FILE);
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const below = await Promise.all(
    names.toSorted().map((name) => readOne(join(folder, name), name, `${name}/`)),
  );
  const first = own ? await readOne(folder, basename(resolve(folder)), '') : undefined;
  const name = NAME.exec(first?.flow.source ?? '')?.[1];
  const alone = first === undefined || name === undefined ? first : { ...first, name };
  return [alone, ...below].filter((one) => one !== undefined);
}

async function readOne(
  folder: string,
  name: string,
  prefix: string,
): Promise<FlowFolder | undefined> {
  const names = (await readdir(folder)).toSorted();
  if (!names.includes(FLOW_FILE)) return undefined;
  const read = async (file: string) => ({
    file: `${prefix}${file}`,
    source: await readCapped(join(folder, file)),
  });
  const texts = names.flatMap((file) => {
    const language = languageOfFile(file);
    return language === undefined ? [] : [{ file, language }];
  });
  return {
    name,
    flow: await read(FLOW_FILE),
    texts: await Promise.all(
      texts.map(async ({ file, language }) => ({ language, ...(await read(file)) })),
    ),
    transcripts: await sourcesIn(folder, 'transcripts', '.txt', prefix),
  };
}
