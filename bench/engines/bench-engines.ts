import { performance } from 'node:perf_hooks';
import { median } from '../median.ts';
import { floipEngine } from './floip.ts';
import { mazanoEngine } from './mazano.ts';
import { type Engine, LAST, STEPS_A_RUN } from './menu-of-three.ts';
import { libraryEngine } from './ussd-libraries.ts';

/** Rounds, each engine once in each; a machine that slows down slows all of them. */
const ROUNDS = 7;
/** Milliseconds that one engine plays in a round. */
const ROUND_MS = 400;

/** Answers a second of each engine on the same menu of three, in memory, and the ratio of ours to the others. */
export async function benchEngines() {
  const engines: Engine[] = [
    mazanoEngine({ remembering: true }),
    mazanoEngine({ remembering: false }),
    floipEngine(),
    libraryEngine('ussd-menu-builder'),
    libraryEngine('ussd-builder'),
  ];
  for (const engine of engines) await assertPlays(engine);
  const rates = new Map<string, number[]>(engines.map(({ name }) => [name, []]));
  for (let round = 0; round < ROUNDS; round += 1)
    for (const engine of engines) rates.get(engine.name)?.push(await rateOf(engine));
  const steps = new Map([...rates].map(([name, all]) => [name, median(all)]));
  const ours = steps.get('mazano') ?? Number.NaN;
  const ratio = [...steps].map(([name, rate]) => [name, Number((ours / rate).toFixed(1))]);
  return {
    bench: 'engines',
    steps_a_second: Object.fromEntries([...steps].map(([name, rate]) => [name, Math.round(rate)])),
    times_as_fast_as: Object.fromEntries(ratio.filter(([name]) => name !== 'mazano')),
    conditions: { rounds: ROUNDS, round_ms: ROUND_MS, steps_a_run: STEPS_A_RUN },
  };
}

async function assertPlays(engine: Engine): Promise<void> {
  for (let run = 0; run < 8; run += 1) {
    const last = await engine.play(run);
    if (!last.includes(LAST)) throw new Error(`${engine.name} does not reach the end: ${last}`);
  }
}

async function rateOf(engine: Engine): Promise<number> {
  const until = performance.now() + ROUND_MS;
  const began = performance.now();
  let runs = 0;
  for (; performance.now() < until; runs += 1) await engine.play(runs);
  return (runs * STEPS_A_RUN * 1_000) / (performance.now() - began);
}
