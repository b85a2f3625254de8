import { askLines } from './ask-lines.ts';
import { runPeople } from './run-people.ts';

import { runCommand } from './with-database.ts';
import { withSetting } from './with-setting.ts';

const types = process.stdin.isTTY;
// Questions go beside the answer, which may be read by another program.
const ask = askLines(process.stdin, types ? process.stderr : undefined);
const options = { typed: process.argv.slice(2), types, terminal: process.stdout.isTTY, ask };

await runCommand(() => runPeople(options, withSetting));
ask.end();
