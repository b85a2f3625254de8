import { runGroupVerb } from './run-group-verb.ts';
import { runCommand } from './with-database.ts';
import { withSetting } from './with-setting.ts';

await runCommand(() => runGroupVerb(process.argv.slice(2), withSetting));
