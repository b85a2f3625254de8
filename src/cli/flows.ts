import { Refusal } from '../base/refusal.ts';
import { runFlowsCheck } from './run-flows-check.ts';

/** Exit codes: 0 all well, 1 errors in the flows, 2 the command itself was not understood. */
const WRONG_USAGE = 2;
const HOW = `npm run flows -- check [flow] [--json] [--dir folder]   proves the flows of a folder, or one of them
npm run flows -- graph <flow> [--dir folder]           draws one as SVG and Mermaid`;

const [command, ...typed] = process.argv.slice(2);
try {
  if (command === 'check') {
    const { words, errors } = await runFlowsCheck(typed, process.stdout.isTTY);
    process.stdout.write(`${words}\n`);
    process.exitCode = errors > 0 ? 1 : 0;
  } else if (command === 'graph') {
    const { runFlowsGraph } = await import('./flows-graph.ts');
    process.stdout.write(`${await runFlowsGraph(typed)}\n`);
  } else {
    const unknown = command === undefined ? '' : `\`${command}\` is not known here. `;
    throw new Refusal('invalid', `${unknown}What there is:\n${HOW}`);
  }
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = WRONG_USAGE;
}
