import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { proveDraft, stopProving } from '../../src/console/flows/prove-draft.ts';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { flowFolderFiles } from '../../src/store/flow-folder-files.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { median } from '../median.ts';

const FLOWS = fileURLToPath(new URL('../../flows', import.meta.url));
/** The longest that ships, a middling one, the shortest, and a part that others use. */
const EDITED = ['check-in', 'problem-solving', 'welcome', 'meeting', 'feedback', 'pick-a-day'];
/** Rounds, each flow once in each; a machine that slows down slows all of them. */
const ROUNDS = 7;
/** What the console promises to whoever types. */
const PROMISED_MS = 300;

/**
 * Milliseconds from asking for a proof of what was typed to its answer, through the thread of the console, once it is warm;
 * beside the same proof from nothing, as the command line makes it, in the same rounds.
 */
export async function benchTyping() {
  const files = new Map(
    await Promise.all(
      EDITED.map(async (flow) => [flow, await flowFolderFiles(FLOWS, flow)] as const),
    ),
  );
  const typed = async (flow: string, round: number) => {
    const draft = new Map(files.get(flow));
    const path = `${flow}/flow.yaml`;
    draft.set(path, `${draft.get(path) ?? ''}# ${round}\n`);
    const began = performance.now();
    await proveDraft({ flowsFolder: FLOWS }, flow, draft);
    return performance.now() - began;
  };
  const first = await typed('check-in', -1);
  for (const flow of EDITED) await typed(flow, -2);
  const warm = new Map(EDITED.map((flow) => [flow, [] as number[]]));
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const flow of EDITED) warm.get(flow)?.push(await typed(flow, round));
    const sources = await readFlowSources(FLOWS, FLOWS);
    const began = performance.now();
    proveFlows(readInput(sources), 'check-in');
    whole.push(performance.now() - began);
  }
  await stopProving();
  const ms = Object.fromEntries([...warm].map(([flow, all]) => [flow, Math.round(median(all))]));
  const all = [...warm.values()].flat();
  return {
    bench: 'typing',
    ms,
    first: Math.round(first),
    from_nothing: Math.round(median(whole)),
    times_faster: Number((median(whole) / median(warm.get('check-in') ?? [])).toFixed(1)),
    within_300_ms: `${all.filter((one) => one <= PROMISED_MS).length} of ${all.length}`,
    conditions: { rounds: ROUNDS, flows: EDITED.length },
  };
}
