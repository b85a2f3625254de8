import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Refusal } from '../base/refusal.ts';
import { typedIn } from '../config.ts';
import { findingLine } from '../flow/finding.ts';
import { drawPicture } from '../proof/picture/draw-picture.ts';
import { mermaidOf } from '../proof/picture/mermaid.ts';
import { stepFindings } from '../proof/picture/step-findings.ts';
import { proveFlows } from '../proof/prove-flows.ts';
import { readInput } from '../proof/read-input.ts';
import { fileErrorOf, fileRefusal } from './file-refusal.ts';
import { openFlows } from './open-flows.ts';
import { readArgs } from './read-args.ts';

const HOW = 'npm run -s flows -- graph <flow> [--lang sn] [--out folder] [--dir folder]';
/** Where pictures go, below the folder in which the command was typed: they are made anew, and belong to no flow. */
const OUT = 'pictures';

/**
 * Draws one flow as `<flow>.svg` and `<flow>.mmd`, with a mark where the proof found something; `typed` is what stands
 * behind `graph`. @throws Refusal: no such flow, one that cannot be read, or a place that cannot be written
 */
export async function runFlowsGraph(typed: readonly string[]): Promise<string> {
  const { flow, out, lang, dir } = readTyped(typed);
  const { sources, folder } = await openFlows(dir, flow);
  const input = readInput(sources);
  const read = input.flows.find(({ name }) => name === folder.name);
  const { findings } = proveFlows(input, folder.name);
  if (read?.release === undefined || read.placeOf === undefined) {
    const own = findings.filter(({ severity }) => severity === 'error').map(findingLine);
    throw new Refusal('invalid', [`${flow} cannot be drawn yet:`, ...own].join('\n'));
  }
  const { release, placeOf } = read;
  const language = lang ?? (release.texts.has('en') ? 'en' : (release.languages[0] ?? ''));
  if (!release.texts.has(language))
    throw new Refusal('not_found', `${flow} has no ${language}: ${release.languages.join(', ')}.`);
  const marks = stepFindings(release, placeOf, findings, language);
  const into = resolve(typedIn(), out);
  await makeFolder(into);
  const files = [
    {
      file: join(into, `${flow}.svg`),
      text: await drawPicture(release, { language, findings: marks }),
    },
    { file: join(into, `${flow}.mmd`), text: mermaidOf(release, { language }) },
  ];
  for (const one of files) await write(one);
  return `Drawn: ${files.map(({ file }) => file).join(' and ')}`;
}

/** Makes the folder where it is missing, but none above it: a name that was mistyped leaves no trail. */
async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder).catch((error: unknown) => {
    if (fileErrorOf(error).code !== 'EEXIST') throw fileRefusal(error);
  });
}

async function write({ file, text }: { file: string; text: string }): Promise<void> {
  await writeFile(file, text).catch((error: unknown) => {
    throw fileRefusal(error);
  });
}

function readTyped(typed: readonly string[]) {
  const { positionals, values } = readArgs(
    {
      args: [...typed],
      allowPositionals: true,
      options: {
        out: { type: 'string', default: OUT },
        lang: { type: 'string' },
        dir: { type: 'string' },
      },
    },
    HOW,
  );
  const [flow, more] = positionals;
  if (flow === undefined || more !== undefined)
    throw new Refusal('invalid', `Name one flow: ${HOW}`);
  return { flow, ...values };
}
