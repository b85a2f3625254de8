import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Secrets } from './base/keyring.ts';
import { Refusal } from './base/refusal.ts';
import { KEY_BYTES } from './base/seal.ts';
import type { Config } from './config.ts';

const Stored = z.strictObject({
  wrap: z.base64(),
  index: z.base64(),
  suppress: z.base64(),
  audit: z.base64(),
  webhook: z.string().min(22),
});

export type ServiceSecrets = Secrets & { webhook: readonly string[] };

/**
 * The secrets of this installation: those of the settings, else those made at the first start and kept in the data
 * folder. A live service has all of them in its settings, so that no key lies beside the data.
 */
export function serviceSecrets(config: Config): ServiceSecrets {
  const { KEY_WRAP, KEY_INDEX, KEY_SUPPRESS, KEY_AUDIT, WEBHOOK_SECRET } = config;
  const all =
    KEY_WRAP && KEY_INDEX && KEY_SUPPRESS && KEY_AUDIT && WEBHOOK_SECRET
      ? undefined
      : storedSecrets(config.DATA_DIR);
  const of = (given: Buffer | undefined, stored: string | undefined) =>
    given ?? Buffer.from(stored ?? '', 'base64');
  return {
    wrap: of(KEY_WRAP, all?.wrap),
    index: of(KEY_INDEX, all?.index),
    suppress: of(KEY_SUPPRESS, all?.suppress),
    audit: of(KEY_AUDIT, all?.audit),
    webhook: WEBHOOK_SECRET ?? [all?.webhook ?? ''],
  };
}

function storedSecrets(dataDir: string): z.infer<typeof Stored> {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const fresh = () => randomBytes(KEY_BYTES).toString('base64');
    const made = {
      wrap: fresh(),
      index: fresh(),
      suppress: fresh(),
      audit: fresh(),
      webhook: randomBytes(KEY_BYTES).toString('base64url'),
    };
    mkdirSync(dataDir, { recursive: true });
    // Only the first of two processes that start at once makes the file; the other reads it.
    try {
      writeFileSync(file, JSON.stringify(made, undefined, 2), { mode: 0o600, flag: 'wx' });
    } catch {
      if (!existsSync(file)) throw new Refusal('invalid', `${file} cannot be written.`);
    }
  }
  const parsed = Stored.safeParse(JSON.parse(readFileSync(file, 'utf8')));
  if (!parsed.success)
    throw new Refusal(
      'invalid',
      `${file} is not what Mazano wrote. Restore it from a backup: without it nothing in the database can be read.`,
    );
  return parsed.data;
}
