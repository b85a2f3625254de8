import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readCommon, readInput } from '../../src/proof/read-input.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { median } from '../median.ts';
import { LANGUAGES, sixtySteps } from './sixty-steps.ts';

const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));
/** Rounds, each kind of work once in each; a machine that slows down slows all of them. */
const ROUNDS = 9;

/**
 * Milliseconds, and milliseconds of CPU, to read and to prove one flow of sixty steps in six languages and both channels, beside the time that the
 * YAML library takes for the same files. `first` is the first round of the process, before anything is warm.
 */
export async function benchProof() {
  const shipped = await readFlowSources(FLOWS, FLOWS);
  const common = readCommon(shipped);
  const folder = sixtySteps();
  const benefits = { countries: [], words: [] };
  const sources = { ...shipped, programmes: [], flows: [folder], benefits };
  const files = [folder.flow, ...folder.texts];

  const rounds: Record<'read' | 'prove' | 'yaml' | 'cpu', number[]> = {
    read: [],
    prove: [],
    yaml: [],
    cpu: [],
  };
  let turns = 0;
  for (let round = 0; round < ROUNDS; round += 1) {
    const cpu = process.cpuUsage();
    const began = performance.now();
    const input = readInput(sources, common);
    const read = performance.now();
    const { paths, findings } = proveFlows(input);
    const proved = performance.now();
    const { user, system } = process.cpuUsage(cpu);
    rounds.cpu.push((user + system) / 1_000);
    for (const { source } of files) parseDocument(source).toJS();
    const broken = findings.find(({ file, code }) => file === folder.flow.file && code === 'yaml');
    if (broken !== undefined || paths === 0) throw new Error('the flow of sixty steps is read');
    rounds.read.push(read - began);
    rounds.prove.push(proved - read);
    rounds.yaml.push(performance.now() - proved);
    turns = paths;
  }
  const all = rounds.read.map((read, round) => read + (rounds.prove[round] ?? 0));
  const ms = {
    first: whole(all[0] ?? Number.NaN),
    read: whole(median(rounds.read)),
    prove: whole(median(rounds.prove)),
    read_and_prove: whole(median(all)),
    cpu: whole(median(rounds.cpu)),
    cpu_least: whole(Math.min(...rounds.cpu)),
    yaml_alone: whole(median(rounds.yaml)),
  };
  return {
    bench: 'proof',
    ms,
    times_the_yaml_alone: Number((median(all) / median(rounds.yaml)).toFixed(1)),
    conditions: { steps: 60, languages: LANGUAGES.length, channels: 2, turns, rounds: ROUNDS },
  };
}

function whole(ms: number): number {
  return Math.round(ms);
}
