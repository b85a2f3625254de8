import { askLines } from './ask-lines.ts';
import { runInvite } from './run-invite.ts';

import { runCommand } from './with-database.ts';
import { withSetting } from './with-setting.ts';

const types = process.stdin.isTTY;
// The question goes beside the answer, which may be read by another program.
const ask = askLines(process.stdin, types ? process.stderr : undefined);

await runCommand(() => runInvite({ typed: process.argv.slice(2), ask }, withSetting));
ask.end();
