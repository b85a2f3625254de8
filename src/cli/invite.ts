import { movableClock } from '../base/clock.ts';
import { createKeyring } from '../base/keyring.ts';
import { createLog } from '../base/log.ts';
import { parsePhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { readConfig } from '../config.ts';
import { serviceSecrets } from '../demo-secrets.ts';
import { invite } from '../engine/invite.ts';
import { loadSetting } from '../load-setting.ts';
import { openOwner } from '../open-pools.ts';
import { startEmbedded } from '../store/embedded/start-embedded.ts';
import { readSending } from '../store/sending-state.ts';
import { targetOf } from '../target.ts';

/** What is said of each outcome. The referrer never learns whether somebody takes part. */
const SAID = {
  invited:
    'Invited. One neutral text goes out in contact hours; nothing more, unless its reader answers JOIN.',
  already: 'This number has had its one invitation. Nothing is sent.',
  stopped: 'Nothing is sent to this number.',
};

async function run(): Promise<void> {
  const [text] = process.argv.slice(2);
  const number = text === undefined ? undefined : parsePhoneNumber(text);
  if (number === undefined)
    throw new Refusal(
      'invalid',
      'Write the number with its country: npm run invite -- +254711000111',
    );
  const config = readConfig();
  const clock = movableClock();
  const log = createLog(() => undefined, clock.now);
  const secrets = serviceSecrets(config);
  const server =
    config.DATABASE_URL === undefined
      ? await startEmbedded({ dataDir: config.DATA_DIR, log })
      : undefined;
  const pool = openOwner(targetOf(config, server));
  try {
    if (config.demo) clock.moveMs((await pool.run(readSending)).clockOffsetMs);
    const keyring = createKeyring(secrets);
    const { FLOWS_DIR: flowsFolder, PROGRAMME: programme } = config;
    const setting = await loadSetting(pool, { flowsFolder, programme, keyring, clock, log });
    process.stdout.write(`${SAID[await invite(setting, pool, number, 'cli')]}\n`);
  } finally {
    await pool.close();
    await server?.stop();
  }
}

try {
  await run();
} catch (error) {
  const words =
    error instanceof Refusal
      ? error.message
      : 'That did not work. Is the service set up? Start it once with npm start.';
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}
