import { HOW_TO_EXPORT, runExport } from './run-export.ts';
import { runCommand, withDatabase } from './with-database.ts';

await runCommand(() => {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return Promise.resolve(HOW_TO_EXPORT);
  return withDatabase((at) => runExport(at, args));
});
