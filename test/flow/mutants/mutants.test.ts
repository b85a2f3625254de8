import { beforeAll, describe, expect, test } from 'vitest';
import { proveFlows } from '../../../src/proof/prove-flows.ts';
import { readInput } from '../../../src/proof/read-input.ts';
import { readFlowSources } from '../../../src/store/flow-sources.ts';
import { chanceOf } from '../../world/chance.ts';
import { FLOWS } from '../shipped.ts';
import { type Caught, createJudge, type Judge } from './judge.ts';
import { type Mutant, mutantOf, writtenOf } from './mutant.ts';
import { stepMutants } from './step-mutants.ts';
import { textMutants } from './text-mutants.ts';

/** Always the same, so that a flow that was well covered stays so: `FLOW_SEED=… vitest run --project flows`. */
const SEED = Number(process.env['FLOW_SEED'] ?? 20_270_104);
/** Mutants of one kind in one flow: all kinds in all flows are tried within two minutes on two cores. */
const OF_A_KIND_MAX = Number(process.env['FLOW_MUTANTS'] ?? 4);
const MUTANTS_MIN = 500;
const CAUGHT_MIN = 0.98;

const sources = await readFlowSources(FLOWS, FLOWS);
const input = readInput(sources);
const folded = new Set(input.programmes.flatMap(({ programme }) => programme.foldAccents));

/** A fair choice of everything that can be spoilt. */
function allMutants(): Mutant[] {
  const chance = chanceOf(SEED);
  return sources.flows.flatMap((folder) => {
    const written = writtenOf(folder);
    const texts = [...written.texts.keys()].flatMap((language) => {
      const lint = input.lint.get(language);
      const isDear = lint?.letters === 'gsm7' && !folded.has(language);
      return textMutants(written, { language, lint, isDear }, chance);
    });
    const all = [...stepMutants(written, chance), ...texts];
    return [...Map.groupBy(all, ({ kind }) => kind).values()].flatMap((some) =>
      chance.shuffled(some).slice(0, OF_A_KIND_MAX),
    );
  });
}

/** How many of each kind were made, by what found them. */
function table(judged: readonly { mutant: Mutant; by: Caught }[]): string {
  const groups = [...Map.groupBy(judged, ({ mutant }) => mutant.kind)];
  const lines = groups.map(([kind, some]) => {
    const count = (by: Caught) => some.filter((one) => one.by === by).length;
    const counts = [count('reader'), count('transcripts'), count('proof'), count('nothing')];
    return `${kind.padEnd(20)}${[some.length, ...counts].map((n) => String(n).padStart(12)).join('')}`;
  });
  const head = ['', 'made', 'reader', 'transcripts', 'proof', 'survive'];
  return [
    head.map((name, at) => (at === 0 ? name.padEnd(20) : name.padStart(12))).join(''),
    ...lines,
  ].join('\n');
}

describe('mistakes in the flows that ship', () => {
  let judge: Judge;
  beforeAll(() => {
    judge = createJudge(input);
  });

  test('are none where a flow is only laid out otherwise', () => {
    for (const folder of sources.flows) {
      const written = writtenOf(folder);
      const copy = { ...written, flow: structuredClone(written.flow) };
      const texts = new Map([...written.texts].map(([id, one]) => [id, structuredClone(one)]));
      const same = mutantOf(written, { ...copy, texts }, 'none', 'the same');
      expect([folder.name, same.files.size, judge(same)]).toEqual([
        folder.name,
        written.texts.size + 1,
        'nothing',
      ]);
    }
  });

  test('are found by the reader, the proof or the transcripts', () => {
    expect(proveFlows(input).findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const judged = allMutants().map((mutant) => ({ mutant, by: judge(mutant) }));
    const survivors = judged.filter(({ by }) => by === 'nothing');
    const share = 1 - survivors.length / judged.length;
    console.log(
      [
        table(judged),
        `${judged.length} mutants, ${(share * 100).toFixed(1)} % found (FLOW_SEED=${SEED}). Nobody found:`,
        ...survivors.map(({ mutant: { folder, kind, what } }) => `  ${folder}: ${kind}: ${what}`),
      ].join('\n'),
    );
    expect(judged.length).toBeGreaterThanOrEqual(MUTANTS_MIN);
    expect(share).toBeGreaterThanOrEqual(CAUGHT_MIN);
  });
});
