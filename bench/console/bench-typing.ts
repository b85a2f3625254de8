import { loadavg } from 'node:os';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../../src/base/clock.ts';
import { createDraftProver } from '../../src/console/flows/draft-prover.ts';
import type { DraftFiles } from '../../src/flow/edit/draft-files.ts';
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
/** What is typed in turn: a word of the first language, where a step leads, and a remark, which changes nothing. */
const TYPED = ['word', 'step', 'remark'] as const;
type Kind = (typeof TYPED)[number];
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
  const draftOf = (flow: string, round: number, kind: Kind) => {
    const path = `${flow}/${kind === 'word' ? 'en' : 'flow'}.yaml`;
    const own = files.get(flow);
    return new Map(own).set(path, edited(own?.get(path) ?? '', kind, round));
  };
  const typed = async (flow: string, round: number, kind: Kind = 'word') => {
    const draft = draftOf(flow, round, kind);
    const began = performance.now();
    await proveDraft({ flowsFolder: FLOWS }, flow, draft);
    return performance.now() - began;
  };
  const first = await typed('check-in', -1);
  for (const flow of EDITED) await typed(flow, 2 * ROUNDS);
  const rows = EDITED.flatMap((flow) => TYPED.map((kind) => ({ flow, kind, ms: [] as number[] })));
  const whole: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { flow, kind, ms } of rows) ms.push(await typed(flow, round, kind));
    const sources = await readFlowSources(FLOWS, FLOWS);
    const began = performance.now();
    proveFlows(readInput(sources), 'check-in');
    whole.push(performance.now() - began);
  }
  await stopProving();
  const cpu = await cpuOf(draftOf);
  const ms = Object.fromEntries(
    EDITED.map((flow) => [
      flow,
      {
        ...Object.fromEntries(
          rows
            .filter((row) => row.flow === flow)
            .map((row) => [row.kind, Math.round(median(row.ms))]),
        ),
        cpu: Math.round(cpu.get(flow) ?? 0),
      },
    ]),
  );
  const all = rows.flatMap((row) => row.ms);
  const longest = rows.filter(({ flow }) => flow === 'check-in').flatMap((row) => row.ms);
  return {
    bench: 'typing',
    ms,
    first: Math.round(first),
    from_nothing: Math.round(median(whole)),
    times_faster: Number((median(whole) / median(longest)).toFixed(1)),
    within_300_ms: `${all.filter((one) => one <= PROMISED_MS).length} of ${all.length}`,
    conditions: { rounds: ROUNDS, flows: EDITED.length, load: Math.round(loadavg()[0] ?? 0) },
  };
}

/**
 * Milliseconds of a processor that the proof of an edit takes: what it would take where nobody else works. In this thread,
 * with a prover of its own, since a machine that others use tells nothing by the clock.
 */
async function cpuOf(draftOf: (flow: string, round: number, kind: Kind) => DraftFiles) {
  const prover = createDraftProver(FLOWS, FLOWS, systemClock);
  const all = new Map(EDITED.map((flow) => [flow, [] as number[]]));
  for (let round = -1; round < ROUNDS; round += 1)
    for (const flow of EDITED)
      for (const kind of TYPED) {
        const draft = draftOf(flow, round + ROUNDS, kind);
        const before = process.threadCpuUsage();
        await prover.prove(flow, draft);
        const { user, system } = process.threadCpuUsage(before);
        if (round >= 0) all.get(flow)?.push((user + system) / 1000);
      }
  return new Map([...all].map(([flow, took]) => [flow, median(took)]));
}

/** Another place in each round. */
function edited(text: string, kind: Kind, round: number): string {
  const remarked = `${text}# ${kind} ${round}\n`;
  const places = [...text.matchAll(kind === 'word' ? WORD : STEP)];
  const [own, other] = [places.at(round % places.length), places.at((round + 5) % places.length)];
  if (kind === 'remark' || own === undefined || other === undefined) return remarked;
  const written = kind === 'word' ? `${own[0]}s` : other[0];
  return text.slice(0, own.index) + written + remarked.slice(own.index + own[0].length);
}

const WORD = /(?<= )\p{L}{2,}(?=[ .?])/gu;
const STEP = /(?<=\bto: )\w+/gu;
