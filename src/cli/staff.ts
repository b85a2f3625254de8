import { runStaff } from './run-staff.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => runStaff(process.argv.slice(2), withDatabase));
