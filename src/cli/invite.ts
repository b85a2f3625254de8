import { parsePhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { invite } from '../engine/invite.ts';
import { loadSetting } from '../load-setting.ts';
import { runCommand, withDatabase } from './with-database.ts';

/** What is said of each outcome. The referrer never learns whether somebody takes part. */
const SAID = {
  invited:
    'Invited. One neutral text goes out in contact hours; nothing more, unless its reader answers JOIN.',
  already: 'This number has had its one invitation. Nothing is sent.',
  stopped: 'Nothing is sent to this number.',
};

await runCommand(() => {
  const [text] = process.argv.slice(2);
  const number = text === undefined ? undefined : parsePhoneNumber(text);
  if (number === undefined)
    throw new Refusal(
      'invalid',
      'Write the number with its country: npm run invite -- +254711000111',
    );
  return withDatabase(async ({ config, ...parts }) => {
    const { FLOWS_DIR: flowsFolder, PROGRAMME: programme } = config;
    const setting = await loadSetting(parts.pool, { flowsFolder, programme, ...parts });
    return SAID[await invite(setting, parts.pool, number, 'cli')];
  });
});
