import { runInvite } from './run-invite.ts';

import { runCommand } from './with-database.ts';
import { withSetting } from './with-setting.ts';

await runCommand(() => runInvite(process.argv.slice(2), withSetting));
