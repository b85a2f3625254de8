import { runAudit } from './run-audit.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => runAudit(process.argv.slice(2), withDatabase));
