import { parseArgs } from 'node:util';
import { benchBenefits } from './benefits/bench-benefits.ts';
import { benchConsole } from './console/bench-console.ts';
import { benchSaves } from './console/bench-saves.ts';
import { benchTyping } from './console/bench-typing.ts';
import { benchEngines } from './engines/bench-engines.ts';
import { LOAD_KINDS, type LoadKind } from './load.ts';
import { benchOutbox } from './outbox.ts';
import { benchProof } from './proof/bench-proof.ts';
import { benchTurns, TURN_DEFAULTS } from './turns.ts';

const HELP = `npm run -s bench -- turns [--json] [--seconds 2] [--rounds 5] [--only turn,select] [--connections 128]
npm run -s bench -- outbox [--json]
npm run -s bench -- engines [--json]
npm run -s bench -- proof [--json]
npm run -s bench -- benefits [--json]
npm run -s bench -- console [--json]
npm run -s bench -- typing [--json]
npm run -s bench -- saves [--json]
`;

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seconds: { type: 'string', default: String(TURN_DEFAULTS.seconds) },
    rounds: { type: 'string', default: String(TURN_DEFAULTS.rounds) },
    only: { type: 'string', default: LOAD_KINDS.join(',') },
    connections: { type: 'string', default: TURN_DEFAULTS.connections.join(',') },
  },
});

if (positionals[0] === 'turns') {
  const result = await benchTurns({
    seconds: Number(values.seconds),
    rounds: Number(values.rounds),
    only: values.only.split(',').filter(isLoadKind),
    connections: values.connections.split(',').map(Number),
  });
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    for (const [connections, kinds] of Object.entries(result.connections)) {
      process.stdout.write(`${connections} connections\n`);
      console.table(kinds);
    }
    console.table(result.ratio);
    console.table(result.conditions);
  }
} else if (positionals[0] === 'outbox') {
  const result = await benchOutbox();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table({ ...result.commit_to_arrival_ms, calls_a_second: result.sdk_calls_a_second });
} else if (positionals[0] === 'engines') {
  const result = await benchEngines();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table({ steps: result.steps_a_second, ratio: result.times_as_fast_as });
} else if (positionals[0] === 'proof') {
  const result = await benchProof();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table({ ...result.ms, times_the_yaml_alone: result.times_the_yaml_alone });
} else if (positionals[0] === 'benefits') {
  const result = await benchBenefits();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table({ ...result.ms, times_the_yaml_of_one: result.times_the_yaml_of_one });
} else if (positionals[0] === 'console') {
  const result = await benchConsole();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table(result.ms);
} else if (positionals[0] === 'typing') {
  const result = await benchTyping();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else {
    const { first, from_nothing, times_faster, within_300_ms } = result;
    console.table(result.ms);
    console.table({ first, from_nothing, times_faster, within_300_ms, ...result.conditions });
  }
} else if (positionals[0] === 'saves') {
  const result = await benchSaves();
  if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else console.table(result.ms);
} else process.stdout.write(HELP);

function isLoadKind(name: string): name is LoadKind {
  return (LOAD_KINDS as readonly string[]).includes(name);
}
