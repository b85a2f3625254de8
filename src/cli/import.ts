import { HOW_TO_IMPORT, runImport } from './run-import.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return Promise.resolve(HOW_TO_IMPORT);
  return withDatabase((at) => runImport(at, args));
});
