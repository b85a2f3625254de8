import { runSimulate } from './run-simulate.ts';
import { runCommand } from './with-database.ts';

await runCommand(() => runSimulate(process.argv.slice(2)));
