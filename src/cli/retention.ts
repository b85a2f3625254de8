import { runRetention } from './run-retention.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => runRetention(process.argv.slice(2), withDatabase));
