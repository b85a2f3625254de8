import { type Clock, movableClock } from '../base/clock.ts';
import { createKeyring, type Keyring } from '../base/keyring.ts';
import { createLog, type Log } from '../base/log.ts';
import { Refusal } from '../base/refusal.ts';
import { Unsealable } from '../base/seal.ts';
import { type Config, readConfig } from '../config.ts';
import { serviceSecrets } from '../demo-secrets.ts';
import { openOwner } from '../open-pools.ts';
import { assertAnswers } from '../store/assert-answers.ts';
import type { Pool } from '../store/connect.ts';
import { startEmbedded } from '../store/embedded/start-embedded.ts';
import { readSending } from '../store/sending-state.ts';
import { targetOf } from '../target.ts';
import { endWhenNobodyReads } from './when-nobody-reads.ts';

/** What a command works with. The log says nothing: a command answers whoever typed it, in words. */
export type AtDatabase = {
  config: Config;
  keyring: Keyring;
  /** The service's own: the demonstration's may have been moved. */
  clock: Clock;
  log: Log;
  /** As the owner of the schema. */
  pool: Pool;
};

/** Reaches the database that the settings name, beside a running service or without one, for the length of `work`. */
export async function withDatabase<T>(work: (at: AtDatabase) => Promise<T>): Promise<T> {
  const config = readConfig();
  const clock = movableClock();
  const log = createLog(() => undefined, clock.now);
  const keyring = createKeyring(serviceSecrets(config));
  const server =
    config.DATABASE_URL === undefined
      ? await startEmbedded({ dataDir: config.DATA_DIR, log })
      : undefined;
  const pool = openOwner(targetOf(config, server));
  try {
    await assertAnswers(pool);
    if (config.demo) clock.moveMs((await pool.run(readSending)).clockOffsetMs);
    return await work({ config, keyring, clock, log, pool });
  } finally {
    await pool.close();
    await server?.stop();
  }
}

/** Runs a command: prints what it says, or in words why not; then the exit code is 1. */
export async function runCommand(command: () => Promise<string>): Promise<void> {
  endWhenNobodyReads();
  try {
    process.stdout.write(`${await command()}\n`);
  } catch (error) {
    process.stderr.write(`${whyNot(error)}\n`);
    process.exitCode = 1;
  }
}

function whyNot(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  if (error instanceof Unsealable)
    return 'What is stored does not open with these keys. Is KEY_WRAP that of this database?';
  return 'That did not work. Is the service set up? Start it once with npm start.';
}
