import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../src/config.ts';
import { secretWords, serviceSecrets } from '../src/demo-secrets.ts';

const folder = mkdtempSync(join(tmpdir(), 'mazano-keys-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const elsewhere = join(folder, 'elsewhere');
const own = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const OWN = {
  KEY_WRAP: own('a'),
  KEY_INDEX: own('b'),
  KEY_SUPPRESS: own('c'),
  KEY_AUDIT: own('d'),
  WEBHOOK_SECRET: 'w'.repeat(32),
};
const live = (given: Record<string, string>) =>
  readConfig({ AT_API_KEY: 'a-key', AT_USERNAME: 'bench', DATA_DIR: elsewhere, ...OWN, ...given });

const demo = serviceSecrets(readConfig({ DATA_DIR: folder }));
const file = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'));

test('the keys of the demo are made once, and their file says what they are', () => {
  expect(file.made_for).toMatch(/^Made for the demo/u);
  expect(serviceSecrets(readConfig({ DATA_DIR: folder }))).toEqual(demo);
});

test.each([
  ['KEY_WRAP', file.wrap],
  ['KEY_INDEX', file.index],
  ['KEY_SUPPRESS', file.suppress],
  ['KEY_AUDIT', file.audit],
  ['WEBHOOK_SECRET', file.webhook],
])(
  'a service that texts people refuses %s of the demo, copied to wherever it is',
  (name, value) => {
    expect(() => serviceSecrets(live({ [name]: value }))).toThrow(`Made for the demo: ${name}.`);
    expect(() => serviceSecrets(live({ [name]: value }))).not.toThrow(value);
  },
);

test('keys of its own are taken, and the sandbox takes those of the demo', () => {
  expect(serviceSecrets(live({})).wrap).toEqual(Buffer.alloc(32, 'a'));
  expect(serviceSecrets(live({ KEY_WRAP: file.wrap, AT_USERNAME: 'sandbox' })).wrap).toEqual(
    demo.wrap,
  );
});

test('a former key stands behind the new one', () => {
  const secrets = serviceSecrets(live({ KEY_INDEX: `${own('n')},${OWN.KEY_INDEX}` }));
  expect(secrets.index).toEqual(Buffer.alloc(32, 'n'));
  expect(secrets.former?.index).toEqual([Buffer.alloc(32, 'b')]);
  expect(secrets.former?.wrap).toEqual([]);
});

test('whatever must not be in a log is known: keys, passwords, the secret in the path', () => {
  const config = live({ DATABASE_URL: 'postgres://me:pass%20word@here/db' });
  const words = secretWords(config, serviceSecrets(config));
  for (const secret of [...Object.values(OWN), 'a-key', 'pass%20word', 'pass word'])
    expect(words).toContain(secret);
});
