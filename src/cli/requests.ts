import { runRequests } from './run-requests.ts';
import { runCommand, withDatabase } from './with-database.ts';

const options = { typed: process.argv.slice(2), terminal: process.stdout.isTTY };
await runCommand(() => runRequests(options, withDatabase));
