import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Refusal } from './base/refusal.ts';
import { KEY_BYTES } from './base/seal.ts';

/** The present key and at most three former ones: a list outlives its key where numbers were erased (docs/operate.md). */
const KEYS_MAX = 4;
const Keys = z
  .string()
  .transform((text) => text.split(',').map((key) => Buffer.from(key.trim(), 'base64')))
  .refine(
    (keys) => keys.every((key) => key.length === KEY_BYTES),
    'must be 32 random bytes in base64: openssl rand -base64 32',
  )
  .refine(
    (keys) =>
      keys.length <= KEYS_MAX &&
      new Set(keys.map((key) => key.toString('base64'))).size === keys.length,
    'takes one key, or the new one and the former one with a comma while they are exchanged',
  );
const WebhookSecrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine(
    (all) => all.length <= 2,
    'takes one secret, or two with a comma while they are exchanged',
  )
  .refine(
    (all) => all.every((secret) => /^[\w-]{22,}$/.test(secret)),
    'must be at least 22 letters, digits, - or _: openssl rand -hex 32',
  );

/** Whole decimal numbers only: neither `1e3` nor `0x10` is one that somebody meant to write. */
const wholeNumber = (least: number, most: number) =>
  z
    .string()
    .refine(
      (text) => /^\d{1,6}$/.test(text) && Number(text) >= least && Number(text) <= most,
      `must be a whole number from ${least} to ${most}`,
    )
    .transform(Number);
const Address = z
  .string()
  .refine(
    (text) => /^https?:\/\/[^/?#@]+\/?$/.test(text) && URL.canParse(text),
    'must be an address such as https://api.africastalking.com',
  );
const Database = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
    'must read postgres://user:password@host:port/database',
  );
const MODES = ['all', 'web', 'worker'] as const;

/** Each setting with what `--help` says of it. */
const Settings = z.object({
  PORT: wholeNumber(0, 65_535).default(8080).describe('port of the service'),
  HOST: z
    .string()
    .regex(/^[\w.:-]+$/, 'must be an address of this machine, such as 127.0.0.1 or 0.0.0.0')
    .optional()
    .describe('address to listen on; 127.0.0.1, or all of them once AT_API_KEY is set'),
  DATA_DIR: z
    .string()
    .refine((folder) => !existsSync(folder) || statSync(folder).isDirectory(), 'must be a folder')
    .default('data')
    .describe("folder of the embedded PostgreSQL and the demo's secrets"),
  DATABASE_URL: Database.optional().describe(
    'PostgreSQL 14 to 18 to use instead of the embedded one',
  ),
  DATABASE_URL_WEB: Database.optional().describe('the same, for a login of the role mazano_web'),
  DATABASE_URL_CONSOLE: Database.optional().describe(
    'the same, for a login of the role mazano_console',
  ),
  DATABASE_URL_SENDER: Database.optional().describe(
    'the same, for a login of the role mazano_sender',
  ),
  DATABASE_URL_LISTEN: Database.optional().describe(
    'a direct connection for NOTIFY, behind a pooler',
  ),
  MODE: z
    .enum(MODES, `must be one of ${MODES.join(', ')}`)
    .default('all')
    .describe(`what this process does: ${MODES.join(', ')}`),
  PROGRAMME: z
    .string()
    .default('demo-kenya')
    .describe('which of flows/programmes this installation serves'),
  FLOWS_DIR: z
    .string()
    .refine(
      (folder) => existsSync(join(folder, 'programmes')),
      'must be a folder of flows, as ./flows is, with programmes in it',
    )
    .default('flows')
    .describe('folder of the flows'),
  WEBHOOK_SECRET: WebhookSecrets.optional().describe(
    'secret in the callback paths; two by comma while exchanging',
  ),
  AT_USERNAME: z.string().default('sandbox').describe("username at Africa's Talking"),
  AT_API_KEY: z
    .string()
    .optional()
    .describe("key of Africa's Talking; without it a stand-in with phones runs"),
  AT_BASE_URL: Address.optional().describe('address of the gateway; follows from the username'),
  AT_SENDER: z.string().optional().describe("sender of texts; the programme's short code"),
  SEND_SLOTS: wholeNumber(1, 64).default(8).describe('messages on their way at once'),
  KEY_WRAP: Keys.optional().describe('32 bytes in base64: wraps the key of each phone'),
  KEY_INDEX: Keys.optional().describe('32 bytes in base64: finds numbers'),
  KEY_SUPPRESS: Keys.optional().describe('32 bytes in base64: the list of numbers that said STOP'),
  KEY_AUDIT: Keys.optional().describe('32 bytes in base64: authenticates the log'),
});

/** Values that are repeated to whoever wrote them wrong. All others may hold a secret: a terminal is often recorded. */
const SHOWN: ReadonlySet<string> = new Set([
  'PORT',
  'HOST',
  'MODE',
  'SEND_SLOTS',
  'FLOWS_DIR',
  'DATA_DIR',
]);

export type Config = z.infer<typeof Settings> & {
  /** No key of a real gateway: the stand-in and its page run, on this machine only. */
  demo: boolean;
  /** npm started us; when it is gone, so are we. */
  startedByNpm: boolean;
  color: boolean;
};

/** Reads the settings. @throws Refusal that says for each wrong one what is wrong */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const known = Object.keys(Settings.shape);
  const given = Object.fromEntries(
    known.flatMap((name) =>
      env[name] === undefined || env[name].trim() === '' ? [] : [[name, env[name].trim()]],
    ),
  );
  const parsed = Settings.safeParse(given);
  if (!parsed.success) throw new Refusal('invalid', wrongSettings(parsed.error, given));
  const config = parsed.data;
  const demo = config.AT_API_KEY === undefined;
  assertComplete(config, demo);
  return {
    ...config,
    demo,
    startedByNpm: env['npm_lifecycle_event'] !== undefined,
    color: env['NO_COLOR'] === undefined,
  };
}

/** The folder in which a command was typed: npm says it, and changes into ours before the command runs. */
export function typedIn(env: NodeJS.ProcessEnv = process.env): string {
  return env['INIT_CWD'] ?? process.cwd();
}

function assertComplete(config: z.infer<typeof Settings>, demo: boolean): void {
  if (demo && config.MODE !== 'all')
    throw new Refusal(
      'invalid',
      `MODE=${config.MODE} needs AT_API_KEY: the stand-in and its phones run only with MODE=all.`,
    );
  if (demo) return;
  const secrets = ['WEBHOOK_SECRET', 'KEY_WRAP', 'KEY_INDEX', 'KEY_SUPPRESS', 'KEY_AUDIT'] as const;
  const missing = secrets.filter((name) => config[name] === undefined);
  if (missing.length > 0)
    throw new Refusal(
      'invalid',
      `With AT_API_KEY set these must be set too: ${missing.join(', ')}. Make each with: openssl rand -base64 32 ` +
        '(WEBHOOK_SECRET: openssl rand -hex 32). Keep them outside the database and its backups.',
    );
}

function wrongSettings(error: z.ZodError, given: Readonly<Record<string, string>>): string {
  const lines = error.issues.map(({ path, message }) => {
    const name = path.join('.');
    return `  ${SHOWN.has(name) ? `${name}=${given[name] ?? ''}` : name} ${message}`;
  });
  return `These settings are wrong:\n${lines.join('\n')}\nnpm start -- --help lists them all.`;
}

/** Each command with what it does, for `--help`. */
const COMMANDS: Readonly<Record<string, string>> = {
  'npm start': 'start the service',
  'npm test': 'run every test',
  'npm run check': 'format, lint, types and house rules',
  'npm run -s flows -- check': 'prove the flows; "graph check-in" draws one',
  'npm run -s talk -- check-in': 'play a flow on a phone in the terminal',
  'npm run -s bench -- turns': 'measure',
  'npm run invite': 'send a number its one invitation; it asks for the number',
  'npm run pause': 'stop all sending; "npm run pause -- off" opens it again',
  'npm run -s readiness': 'show what a live start would refuse',
  'npm run requests': 'show who asked for a person; "npm run requests -- done K7" closes one',
  'npm run staff -- first':
    'print the link for the first admin of the console; with --recover where none can sign in',
  'npm run people': 'another number, a death, a forgotten PIN; it asks for the number',
  'npm run keys': 'say how far an exchange of keys is; "npm run keys -- rotate" does a round of it',
  'npm run audit -- verify':
    'check the audit log; "npm run audit -- head" prints what to keep elsewhere',
  'npm run -s report': 'count what became of the work, month by month; under five is withheld',
  'npm run -s simulate': 'let simulated people live with the service; judge what it sent',
  'npm run export': 'write what is released into the folder of flows; "-- --dir flows" names one',
  'npm run import': 'bring changed flows as drafts; "-- --release" as releases, with two names',
  'npm run retention': 'take away what is over its time; "-- --dry-run" only counts it',
  'npm run erasures': 'count what is to be erased; keep the ledger of it beside backups',
  'npm run -s read -- "a text"': 'say how a text would be understood',
  'npm run reset': 'delete DATA_DIR, after asking',
};

/** What `--help` prints. */
export function configHelp(): string {
  const line = (name: string, says: string, width: number) => `  ${name.padEnd(width)}${says}`;
  const commands = Object.entries(COMMANDS).map(([name, says]) => line(name, says, 29));
  const settings = Object.entries(Settings.shape).map(([name, field]) => {
    const usual = field instanceof z.ZodDefault ? ` (${String(field.def.defaultValue)})` : '';
    return line(name, `${field.description ?? ''}${usual}`, 21);
  });
  return [
    'Mazano: SMS and USSD outreach.',
    '',
    'Commands:',
    ...commands,
    '',
    'Settings (environment variables; in brackets what holds when one is not set):',
    ...settings,
    '',
  ].join('\n');
}
