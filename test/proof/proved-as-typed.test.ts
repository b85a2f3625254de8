import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { FlowSources } from '../../src/flow/flow-sources.ts';
import { createProofMemory } from '../../src/proof/proof-memory.ts';
import { proofOf } from '../../src/proof/prove-flows.ts';
import { readCommon, readInput } from '../../src/proof/read-input.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { flowSeed } from '../flow/flow-seed.ts';
import { chanceOf } from '../world/chance.ts';

const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));
/** Edits of each flow, one on top of the other; `PROOF_EDITS=200` looks longer. */
const EDITS = Number(process.env['PROOF_EDITS'] ?? 3);
const seed = flowSeed();
const chance = chanceOf(seed);
const shipped = await readFlowSources(FLOWS, FLOWS);
const common = readCommon(shipped);

type Edit = (text: string) => string;

/** One of the places where a pattern stands, written otherwise. */
function at(text: string, pattern: RegExp, write: (found: string) => string): string {
  const places = [...text.matchAll(pattern)];
  if (places.length === 0) return text;
  const { index, 0: found } = chance.pick(places);
  return text.slice(0, index) + write(found) + text.slice(index + found.length);
}

/** Another of the values that stand behind the same key. */
const another = (key: string): Edit => {
  const pattern = new RegExp(`(?<=\\b${key}: )\\w+`, 'gu');
  return (text) => at(text, pattern, (own) => chance.pick([...text.matchAll(pattern)])[0] || own);
};
const swapped: Edit = (text) => {
  const lines = text.split('\n');
  const [one, other] = [chance.below(lines.length), chance.below(lines.length)];
  [lines[one], lines[other]] = [lines[other] ?? '', lines[one] ?? ''];
  return lines.join('\n');
};
const WORD = /(?<= )\p{L}{2,}(?=[ .?])/gu;
const OF_STEPS: readonly Edit[] = [
  another('to'),
  another('to'),
  another('save'),
  another('when'),
  another('else'),
  another('say'),
  (text) => at(text, /\b\d+(?=[dhm]\b)/gu, (own) => String(Number(own) + 1)),
  (text) => `${text}# a remark\n`,
  swapped,
];
const OF_WORDS: readonly Edit[] = [
  (text) => at(text, WORD, (own) => `${own}s`),
  (text) => at(text, WORD, () => 'moyo'),
  (text) => at(text, WORD, (own) => `${own} {programme}`),
  (text) => at(text, / \{\w+\}/gu, () => ''),
  (text) => at(text, /: \p{Lu}\p{L}+$/gmu, (own) => `${own} so`),
  (text) => at(text, /^reviewed:.*$/gmu, () => '# unsigned'),
  swapped,
];
const OF_TALKS: readonly Edit[] = [
  (text) => at(text, /^> \d$/gmu, () => `> ${1 + chance.below(3)}`),
  (text) => at(text, /^[<!>~].*\n/gmu, () => ''),
];

function edited(file: string, text: string): string {
  const all = file.endsWith('.txt') ? OF_TALKS : file.endsWith('/flow.yaml') ? OF_STEPS : OF_WORDS;
  return chance.pick(all)(text);
}

/** The set with one file edited; every other file is the same object as before, as an editor hands it in. */
function withEdit(sources: FlowSources, flow: string): FlowSources {
  const uses = shipped.flows
    .find(({ name }) => name === flow)
    ?.flow.source.matchAll(/\buse: ([\w-]+)/gu);
  const name = chance.pick([flow, flow, flow, ...[...(uses ?? [])].map(([, part]) => part ?? '')]);
  const folder = sources.flows.find((one) => one.name === name);
  if (folder === undefined) throw new Error(`no flow ${name}`);
  const { texts, transcripts } = folder;
  const kinds = [[folder.flow], texts, texts, transcripts].filter((one) => one.length > 0);
  const chosen = chance.pick(chance.pick(kinds));
  const own = <One extends { file: string; source: string }>(one: One): One =>
    one.file === chosen.file ? { ...one, source: edited(one.file, one.source) } : one;
  const now = { ...folder, flow: own(folder.flow), texts: texts.map(own) };
  const changed = { ...now, transcripts: transcripts.map(own) };
  return { ...sources, flows: sources.flows.map((one) => (one === folder ? changed : one)) };
}

test.each(['check-in', 'problem-solving', 'pick-a-day'])(
  `%s proved as somebody types is what it is proved from nothing (FLOW_SEED=${seed})`,
  (flow) => {
    const memory = createProofMemory();
    proofOf(readInput(shipped, common), flow, memory);
    let sources = shipped;
    for (let edit = 1; edit <= EDITS; edit += 1) {
      // What is wrong ends the play of transcripts, so one begins anew, or takes a step back, now and then.
      sources = withEdit(chance.below(3) === 0 ? shipped : sources, flow);
      const typed = proofOf(readInput(sources, common), flow, memory);
      const fresh = proofOf(readInput(structuredClone(sources)), flow);
      expect(typed.report, `edit ${edit}`).toStrictEqual(fresh.report);
      expect(typed.proved.map(({ screens }) => screens)).toStrictEqual(
        fresh.proved.map(({ screens }) => screens),
      );
      expect(typed.proved.map(({ walk }) => walk.turns)).toStrictEqual(
        fresh.proved.map(({ walk }) => walk.turns),
      );
    }
  },
);
