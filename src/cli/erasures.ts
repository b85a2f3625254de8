import { readFile } from 'node:fs/promises';
import { runErasures } from './run-erasures.ts';
import { runCommand, withDatabase } from './with-database.ts';

const read = (file: string) => readFile(file, 'utf8');
await runCommand(() => runErasures(process.argv.slice(2), { reach: withDatabase, read }));
