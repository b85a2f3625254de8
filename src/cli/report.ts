import { runReport } from './run-report.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => runReport(process.argv.slice(2), withDatabase));
