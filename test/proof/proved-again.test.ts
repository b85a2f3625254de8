import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { FlowSources } from '../../src/flow/flow-sources.ts';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readCommon, readInput } from '../../src/proof/read-input.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';

const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));
const shipped = await readFlowSources(FLOWS, FLOWS);
const common = readCommon(shipped);

/** The set with one file written otherwise; every other file is the same object as before. */
function changed(sources: FlowSources, file: string, edit: (text: string) => string): FlowSources {
  const own = <One extends { file: string; source: string }>(one: One): One =>
    one.file === file ? { ...one, source: edit(one.source) } : one;
  const flows = sources.flows.map((folder) => {
    const all = [folder.flow, ...folder.texts, ...folder.transcripts];
    if (all.every((one) => one.file !== file)) return folder;
    const { name, flow, texts, transcripts } = folder;
    return { name, flow: own(flow), texts: texts.map(own), transcripts: transcripts.map(own) };
  });
  return { ...sources, flows, programmes: sources.programmes.map(own) };
}

const EDITS = [
  [
    'a step',
    'check-in',
    'check-in/flow.yaml',
    (text: string) => text.replace('to: how', 'to: haw'),
  ],
  ['a text', 'check-in', 'check-in/sn.yaml', (text: string) => text.replace('{', 'ł {')],
  [
    'a transcript',
    'check-in',
    'check-in/transcripts/a-smaller-step-in-gujarati.txt',
    () => '> Nobody says this',
  ],
  [
    'a part that it uses',
    'visit-day',
    'pick-a-day/en.yaml',
    (text: string) => text.replace('Which of', 'You must choose, which of'),
  ],
  [
    'a programme that has it',
    'check-in',
    'programmes/kenya-groups.yaml',
    (text: string) => text.replace(/languages: .*/u, 'languages: [en, fr]'),
  ],
] as const;

test.each(EDITS)(
  'after %s was changed and changed back, the proof says what it says of files never seen',
  (_, flow, file, edit) => {
    const before = proveFlows(readInput(shipped, common), flow);
    const edited = changed(shipped, file, edit);
    expect(edited).not.toStrictEqual(shipped);
    const again = proveFlows(readInput(edited, common), flow);
    expect(again).toStrictEqual(proveFlows(readInput(structuredClone(edited)), flow));
    expect(proveFlows(readInput(shipped, common), flow)).toStrictEqual(before);
  },
);
