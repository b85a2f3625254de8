import { randomBytes } from 'node:crypto';
import { movableClock } from '../src/base/clock.ts';
import { createLog } from '../src/base/log.ts';
import { KEY_BYTES } from '../src/base/seal.ts';
import { readConfig } from '../src/config.ts';
import { serviceSecrets } from '../src/demo-secrets.ts';

/** What a live service is started with: keys of its own, and a log that says only what goes wrong. */
export function liveConfig(folder: string, mode: 'web' | 'all') {
  const key = () => randomBytes(KEY_BYTES).toString('base64');
  const config = readConfig({
    MODE: mode,
    DATA_DIR: folder,
    // The load plays the flows of the tests, which stay as they are.
    FLOWS_DIR: 'test/flows',
    AT_API_KEY: 'bench',
    WEBHOOK_SECRET: randomBytes(KEY_BYTES).toString('hex'),
    KEY_WRAP: key(),
    KEY_INDEX: key(),
    KEY_SUPPRESS: key(),
    KEY_AUDIT: key(),
  });
  const clock = movableClock();
  const loud = createLog((line) => void process.stderr.write(line), clock.now);
  return {
    config,
    secrets: serviceSecrets(config),
    clock,
    log: { ...loud, info: () => undefined },
  };
}
