import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { KEY_NAMES, type KeyName, type Secrets } from './base/keyring.ts';
import { Refusal } from './base/refusal.ts';
import { KEY_BYTES, keyedHash } from './base/seal.ts';
import type { Config } from './config.ts';
import { isLive } from './live-start.ts';

const Stored = z.strictObject({
  /** Words for whoever opens the file. */
  made_for: z.string().optional(),
  wrap: z.base64(),
  index: z.base64(),
  suppress: z.base64(),
  audit: z.base64(),
  webhook: z.string().min(22),
});
const MADE_FOR =
  'Made for the demo. A service that texts people refuses these keys, wherever they stand.';
/** The end of a key of the demo says that it is one: 24 random bytes are left, more than anybody can try. */
const MARK_BYTES = 8;
const WEBHOOK_MARK = 'demo-';

export type ServiceSecrets = Secrets & { webhook: readonly string[] };

/**
 * The secrets of this installation: those of the settings, else those made at the first start and kept in the data
 * folder. A service that texts people has all of them in its settings, so that no key lies beside the data.
 * @throws Refusal where a live service was given keys of the demo
 */
export function serviceSecrets(config: Config): ServiceSecrets {
  const { KEY_WRAP, KEY_INDEX, KEY_SUPPRESS, KEY_AUDIT, WEBHOOK_SECRET } = config;
  const given = { wrap: KEY_WRAP, index: KEY_INDEX, suppress: KEY_SUPPRESS, audit: KEY_AUDIT };
  const isComplete = Object.values(given).every(Boolean) && WEBHOOK_SECRET !== undefined;
  const stored = isComplete ? undefined : storedSecrets(config.DATA_DIR);
  const keysOf = (name: KeyName): readonly Buffer[] =>
    given[name] ?? [Buffer.from(stored?.[name] ?? '', 'base64')];
  const present = (name: KeyName) => keysOf(name)[0] ?? Buffer.alloc(0);
  const former = (name: KeyName) => keysOf(name).slice(1);
  const secrets = {
    wrap: present('wrap'),
    index: present('index'),
    suppress: present('suppress'),
    audit: present('audit'),
    former: {
      wrap: former('wrap'),
      index: former('index'),
      suppress: former('suppress'),
      audit: former('audit'),
    },
    webhook: WEBHOOK_SECRET ?? [stored?.webhook ?? ''],
  };
  if (isLive(config)) assertNotOfDemo(secrets, config.DATA_DIR);
  return secrets;
}

/** Every secret as it is written in settings, so that a log can be kept free of them. */
export function secretWords(config: Config, { former, ...secrets }: ServiceSecrets): string[] {
  const keys = KEY_NAMES.flatMap((name) => [secrets[name], ...(former?.[name] ?? [])]);
  const passwords = [
    config.DATABASE_URL,
    config.DATABASE_URL_WEB,
    config.DATABASE_URL_CONSOLE,
    config.DATABASE_URL_SENDER,
    config.DATABASE_URL_LISTEN,
  ].flatMap((url) => (url === undefined ? [] : new URL(url).password));
  const words = [...secrets.webhook, config.AT_API_KEY ?? '', ...passwords];
  const plain = passwords.map(decodeURIComponent);
  return [
    ...words,
    ...plain,
    ...keys.flatMap((key) => [key.toString('base64'), key.toString('hex')]),
  ];
}

/** Files of before the mark are known by what stands in them. */
function assertNotOfDemo(secrets: ServiceSecrets, dataDir: string): void {
  const file = join(dataDir, 'secrets.json');
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  const isOfDemo = (key: Buffer) => isMarked(key) || text.includes(key.toString('base64'));
  const names: string[] = KEY_NAMES.filter((name) => isOfDemo(secrets[name])).map(
    (name) => `KEY_${name.toUpperCase()}`,
  );
  if (secrets.webhook.some((each) => each.startsWith(WEBHOOK_MARK) || text.includes(each)))
    names.push('WEBHOOK_SECRET');
  if (names.length > 0)
    throw new Refusal(
      'invalid',
      `Made for the demo: ${names.join(', ')}. Texts go to people with keys of their own only. ` +
        'Make each with: openssl rand -base64 32 (WEBHOOK_SECRET: openssl rand -hex 32).',
    );
}

/** A random key that can be known as one of the demo, wherever it was copied to. */
function demoKey(): Buffer {
  const random = randomBytes(KEY_BYTES - MARK_BYTES);
  return Buffer.concat([random, markOf(random)]);
}

function isMarked(key: Buffer): boolean {
  const at = KEY_BYTES - MARK_BYTES;
  return key.length === KEY_BYTES && key.subarray(at).equals(markOf(key.subarray(0, at)));
}

function markOf(random: Buffer): Buffer {
  return keyedHash(random, 'mazano:made for the demo').subarray(0, MARK_BYTES);
}

function storedSecrets(dataDir: string): z.infer<typeof Stored> {
  const file = join(dataDir, 'secrets.json');
  if (!existsSync(file)) {
    const fresh = () => demoKey().toString('base64');
    const made = {
      made_for: MADE_FOR,
      wrap: fresh(),
      index: fresh(),
      suppress: fresh(),
      audit: fresh(),
      webhook: WEBHOOK_MARK + randomBytes(KEY_BYTES).toString('base64url'),
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
