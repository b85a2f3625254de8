import { Refusal } from '../base/refusal.ts';
import { runFlowsCheck } from './run-flows-check.ts';
import { endWhenNobodyReads } from './when-nobody-reads.ts';

/** Exit codes: 0 all well, 1 errors in the flows, 2 the command itself was not understood. */
const WRONG_USAGE = 2;
const HOW = `npm run -s flows -- check [flow]   proves the flows of a folder, or one of them
  --json         prints it for other software
npm run -s flows -- graph <flow>   draws one: <flow>.svg for a browser, <flow>.mmd for Mermaid
  --lang sn      in that language
  --out folder   into that folder; else into pictures, where you stand
Both take --dir folder, for flows of your own: the folder that the folders of flows are in.`;

endWhenNobodyReads();
const [command, ...typed] = process.argv.slice(2);
try {
  if (process.argv.includes('--help')) {
    process.stdout.write(`${HOW}\n`);
  } else if (command === 'check') {
    const { words, errors } = await runFlowsCheck(typed, process.stdout.isTTY);
    process.exitCode = errors > 0 ? 1 : 0;
    process.stdout.write(`${words}\n`);
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
