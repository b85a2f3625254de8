import { runKeys } from './run-keys.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => runKeys(process.argv.slice(2), withDatabase));
