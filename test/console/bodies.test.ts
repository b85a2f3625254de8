import { connect, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, test } from 'vitest';
import { pause } from '../../src/base/clock.ts';
import { json } from '../../src/console/frame/answer.ts';
import type { Ask, Route } from '../../src/console/frame/route.ts';
import { listenHttp } from '../../src/http.ts';
import { freshDatabase } from '../world/database.ts';
import { consoleBench } from './console-bench.ts';

/** What an endless body sends at a time, and how much of it a machine may take in before it is cut. */
const CHUNK = 64 * 1_024;
const TAKEN_MAX = 40_000_000;

const told = (ask: Ask) =>
  json({ fields: [...ask.form.keys()], file: ask.upload('file')?.text, body: ask.body.length });
const takes: Route = { method: 'POST', path: '/take', may: 'anybody', answer: told };
const bench = await consoleBench(await freshDatabase(), { routes: [takes] });
const { server, port } = await listenHttp(bench.app, '127.0.0.1', 0);
afterAll(() => server.close());

const HEAD = `POST /console/take HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nsec-fetch-site: same-origin\r\n`;
const types = [
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'text/plain',
];

function* endless(): Generator<string> {
  const chunk = `${CHUNK.toString(16)}\r\n${'a'.repeat(CHUNK)}\r\n`;
  for (let sent = 0; sent < 4 * TAKEN_MAX; sent += CHUNK) yield chunk;
}

/** All that came until the other side ended it. */
function answerOn(socket: Socket): Promise<string> {
  let came = '';
  socket.on('data', (bytes: Buffer) => void (came += bytes.toString('latin1')));
  socket.on('error', () => undefined);
  return new Promise((resolve) => void socket.on('close', () => resolve(came)));
}

describe('bodies', () => {
  test.each(types)(
    '[rel P46] one that says no length and never ends is cut, as %s',
    async (type) => {
      const socket = connect(port, '127.0.0.1');
      const answered = answerOn(socket);
      socket.write(`${HEAD}content-type: ${type}\r\ntransfer-encoding: chunked\r\n\r\n`);
      Readable.from(endless()).pipe(socket);
      expect(await answered).toMatch(/^HTTP\/1\.1 413 /u);
      expect(socket.bytesWritten).toBeLessThan(TAKEN_MAX);
    },
  );

  test('[rel P46] one that says too much is refused before it is read', async () => {
    const socket = connect(port, '127.0.0.1');
    const answered = answerOn(socket);
    socket.write(`${HEAD}content-length: 1000000000\r\nconnection: close\r\n\r\n`);
    expect(await answered).toMatch(/^HTTP\/1\.1 413 /u);
  });

  test('a form and a file arrive as they were sent', async () => {
    const form = new FormData();
    form.set('a', 'é');
    form.set('file', new File(['+254\n'], 'x.csv'));
    const send = async (body: FormData | URLSearchParams) => {
      const headers = { 'sec-fetch-site': 'same-origin' };
      const answer = await fetch(`http://127.0.0.1:${port}/console/take`, {
        method: 'POST',
        headers,
        body,
      });
      return answer.json();
    };
    expect(await send(form)).toEqual({ fields: ['a'], file: '+254\n', body: 0 });
    expect(await send(new URLSearchParams({ b: '1' }))).toEqual({ fields: ['b'], body: 3 });
  });

  test('[rel P46] one that comes too slowly is cut', async () => {
    if (!('requestTimeout' in server)) throw new Error('a server of HTTP/1.1');
    expect([server.requestTimeout, server.headersTimeout]).toEqual([10_000, 10_000]);
    // Those that are too slow are looked for every second; left alone, Node would look once in half a minute.
    Object.assign(server, { requestTimeout: 1, headersTimeout: 1 });
    const socket = connect(port, '127.0.0.1');
    const answered = answerOn(socket);
    socket.write(`${HEAD}content-length: 10\r\n\r\na`);
    const late = pause(10_000).then(() => 'never');
    expect(await Promise.race([answered, late])).toMatch(/^HTTP\/1\.1 408 /u);
  });
});
