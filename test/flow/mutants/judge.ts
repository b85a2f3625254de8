import { makeWhole } from '../../../src/flow/make-whole.ts';
import { parseFlow } from '../../../src/flow/parse-flow.ts';
import { parseTexts } from '../../../src/flow/parse-texts.ts';
import type { Parts, Written } from '../../../src/flow/parts.ts';
import { makeRelease, type Release } from '../../../src/flow/release.ts';
import { collect } from '../../../src/proof/collect.ts';
import { provedFlow } from '../../../src/proof/prove-flows.ts';
import type { InputFlow, ProofInput } from '../../../src/proof/read-input.ts';
import type { ProvedFlow } from '../../../src/proof/rule.ts';
import { SET_RULES } from '../../../src/proof/set-rules.ts';
import { transcripts as inTranscripts } from '../../../src/proof/set/transcripts.ts';
import { STRUCTURAL_RULES } from '../../../src/proof/structural-rules.ts';
import { TEXT_RULES } from '../../../src/proof/text-rules.ts';
import { proveTranscript } from '../../../src/proof/transcripts/compare-transcript.ts';
import { createStage } from '../../../src/proof/transcripts/create-stage.ts';
import { parseTranscript } from '../../../src/proof/transcripts/parse-transcript.ts';
import type { Mutant } from './mutant.ts';

/** By what a mistake is found first. */
export type Caught = 'reader' | 'transcripts' | 'proof' | 'nothing';

export type Judge = (mutant: Mutant) => Caught;

const LATE_RULES = SET_RULES.filter((rule) => rule !== inTranscripts);

/**
 * Judges mutants of the flows that `input` holds: only what a mutant touches is read, played and proved anew, by the
 * product's own rules; everything else is kept from the first time.
 */
export function createJudge(input: ProofInput): Judge {
  const written = new Map(input.flows.map((flow) => [flow.name, writtenOf(flow)]));
  const parts: Parts = new Map(
    input.flows.filter(({ isPart }) => isPart).map(({ name }) => [name, written.get(name)]),
  );
  const proved = new Map(
    input.flows.flatMap((flow) => {
      const one = provedFlow(flow, input);
      return one === undefined ? [] : [[flow.name, one] as const];
    }),
  );
  const played = playerOf(input);
  const known = new Map([...proved].map(([name, flow]) => [name, findingsOn(flow, proved)]));
  const usersOf = (part: string) =>
    [...proved.keys()].filter((name) => usesPart(written.get(name), parts, part));

  return (mutant) => {
    const own = written.get(mutant.folder);
    if (own === undefined) throw new Error(`${mutant.folder} ships`);
    const after = mutatedOf(own, mutant);
    if (after === undefined) return 'reader';
    const isPart = parts.has(mutant.folder);
    const partsAfter = isPart ? new Map(parts).set(mutant.folder, after) : parts;
    if (isPart && !makeWhole(after, partsAfter).ok) return 'reader';
    const affected = isPart ? usersOf(mutant.folder) : [mutant.folder];
    const flows = affected.map((name) => ({
      before: proved.get(name),
      made: releasedOf(isPart ? written.get(name) : after, partsAfter),
    }));
    if (flows.some(({ made }) => made === undefined)) return 'reader';
    const changed = flows.flatMap(({ before, made }) =>
      before === undefined || made === undefined ? [] : [{ before, made }],
    );
    if (changed.some(({ before, made }) => played(before.name, made.release))) return 'transcripts';
    const isNew = changed.some(({ before, made }) => {
      const flowsAfter = input.flows.map((flow) =>
        flow.name === before.name ? { ...flow, ...made } : flow,
      );
      const read = flowsAfter.find(({ name }) => name === before.name);
      const set = { ...input, flows: flowsAfter };
      const flow = read === undefined ? undefined : provedFlow(read, set);
      if (flow === undefined) return true;
      const found = findingsOn(flow, new Map(proved).set(flow.name, flow));
      const before_ = known.get(flow.name) ?? new Set();
      return [...found].some((one) => !before_.has(one));
    });
    return isNew ? 'proof' : 'nothing';
  };
}

function writtenOf({ name, flow, texts }: InputFlow): Written {
  if (flow === undefined) throw new Error(`${name} is right before it is spoilt`);
  return { flow, texts: Object.fromEntries(texts.map((one) => [one.language, one])) };
}

/** The folder with the files of the mutant read in place of its own; undefined where the reader refuses one. */
function mutatedOf(own: Written, { folder, files }: Mutant): Written | undefined {
  let { flow } = own;
  const texts = { ...own.texts };
  for (const [name, source] of files) {
    const file = `${folder}/${name}`;
    if (name === 'flow.yaml') {
      const parsed = parseFlow(source, file);
      if (!parsed.ok) return undefined;
      flow = parsed.flow;
      continue;
    }
    const language = name.replace('.yaml', '');
    const parsed = parseTexts(source, file, language);
    if (!parsed.ok) return undefined;
    texts[language] = parsed.texts;
  }
  return { flow, texts };
}

function releasedOf(own: Written | undefined, parts: Parts) {
  if (own === undefined) return undefined;
  const made = makeRelease(own.flow, own.texts, parts);
  if (!made.ok) return undefined;
  return { ...made, flow: own.flow, texts: Object.values(own.texts) };
}

function usesPart(own: Written | undefined, parts: Parts, part: string): boolean {
  const used = Object.values(own?.flow.definition.steps ?? {}).flatMap((step) =>
    step.kind === 'use' ? [step.part] : [],
  );
  return used.some((name) => name === part || usesPart(parts.get(name), parts, part));
}

/** Whether a release parts from any transcript of its flow. */
function playerOf({ flows, words, formats, helplines, programmes }: ProofInput) {
  if (words === undefined) throw new Error('the words that ship are right');
  const stage = createStage({
    words,
    formats,
    helplines,
    programmes: programmes.map(({ programme }) => programme),
  });
  const all = new Map(
    flows.map(({ name, transcripts }) => [
      name,
      transcripts.map((source) => {
        const parsed = parseTranscript(source);
        if (!parsed.ok) throw new Error(`${source.file} is right`);
        return parsed.value;
      }),
    ]),
  );
  return (name: string, release: Release) =>
    (all.get(name) ?? []).some((transcript) => {
      try {
        return proveTranscript(release, transcript, stage, { warm: true }).length > 0;
      } catch {
        // A text names what was never saved: the proof has to find that.
        return false;
      }
    });
}

/** What every rule says of a flow among the others, without places and counts, which any change moves. */
function findingsOn(flow: ProvedFlow, all: ReadonlyMap<string, ProvedFlow>): Set<string> {
  const found = collect([]);
  for (const rule of [...STRUCTURAL_RULES, ...TEXT_RULES]) rule(flow, found.adderFor(flow));
  for (const rule of LATE_RULES) rule([...all.values()], flow.set, found);
  inTranscripts([flow], flow.set, found);
  return new Set(
    found
      .sorted()
      .map(({ code, severity, file, found: what }) =>
        [code, severity, file, what.replaceAll(/\d+/gu, '0')].join(' '),
      ),
  );
}
