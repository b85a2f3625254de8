import { execFile } from 'node:child_process';
import { expect, test } from 'vitest';

const SECRET = 'w'.repeat(32);
const key = (letter: string) => Buffer.alloc(32, letter).toString('base64');
const SETTINGS = {
  AT_API_KEY: 'key-of-the-gateway',
  WEBHOOK_SECRET: SECRET,
  KEY_WRAP: key('a'),
  KEY_INDEX: key('b'),
  KEY_SUPPRESS: key('c'),
  KEY_AUDIT: key('d'),
  // Port 9 is the discard service's: nothing listens there.
  DATABASE_URL: 'postgres://me:hunter2hunter2@127.0.0.1:9/nowhere',
};
/** Thrown outside of everything, as soon as the service has read its settings. */
const THROWS = `process.on('newListener', (name) => {
  if (name === 'SIGINT') queueMicrotask(() => {
    throw Object.assign(new TypeError('+254 711 000 111 said "ndakasuwa" at /at/${SECRET}/sms'), { code: 'E254711000111' });
  });
});`;

test('what nobody caught ends the process with its kind and place, and not one of its words [rel P71]', async () => {
  const preload = `data:text/javascript,${encodeURIComponent(THROWS)}`;
  const env = { PATH: process.env['PATH'], PORT: '0', ...SETTINGS };
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; said: string }>();
  execFile(process.execPath, ['--import', preload, 'src/main.ts'], { env }, (error, out, err) =>
    resolve({ code: error?.code, said: out + err }),
  );
  const { code, said } = await promise;
  expect(code).toBe(1);
  expect(said).toContain('"event":"crashed","error":"TypeError"');
  expect(said.replaceAll(/"at":"[^"]*"/gu, '')).not.toMatch(
    /711|ndakasuwa|hunter2|w{22}|key-of-the-gateway/u,
  );
  expect(said).not.toContain(SETTINGS.KEY_WRAP);
});
