import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Refusal } from '../base/refusal.ts';
import { findingLine } from '../flow/finding.ts';
import { drawPicture } from '../proof/picture/draw-picture.ts';
import { mermaidOf } from '../proof/picture/mermaid.ts';
import { stepFindings } from '../proof/picture/step-findings.ts';
import { proveFlows } from '../proof/prove-flows.ts';
import { readInput } from '../proof/read-input.ts';
import { openFlows } from './open-flows.ts';

const HOW = 'npm run flows -- graph <flow> [--out folder] [--lang sn] [--dir folder]';

/**
 * Draws one flow as `<flow>.svg` and `<flow>.mmd`, with a mark where the proof found something; `typed` is what stands
 * behind `graph`. @throws Refusal: no such flow, or one that cannot be read
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
  const files = [
    {
      file: join(out, `${flow}.svg`),
      text: await drawPicture(release, { language, findings: marks }),
    },
    { file: join(out, `${flow}.mmd`), text: mermaidOf(release, { language }) },
  ];
  await mkdir(out, { recursive: true });
  for (const { file, text } of files) await writeFile(file, text);
  return `Drawn: ${files.map(({ file }) => file).join(' and ')}`;
}

function readTyped(typed: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        out: { type: 'string', default: '.' },
        lang: { type: 'string' },
        dir: { type: 'string' },
      },
    });
    const [flow, more] = positionals;
    if (flow === undefined || more !== undefined)
      throw new Refusal('invalid', `Name one flow: ${HOW}`);
    return { flow, ...values };
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof TypeError)) throw error;
    const [what = ''] = error.message.split('. ');
    throw new Refusal('invalid', `${what}. ${HOW}`);
  }
}
