import { once } from 'node:events';
import net from 'node:net';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INBOUND_TEXT_MAX } from '../../src/engine/arrivals.ts';
import { parseForm } from '../../src/gateway/africastalking/form-body.ts';
import { secretCheck } from '../../src/gateway/africastalking/webhook-secret.ts';
import samples from './samples.json' with { type: 'json' };
import { FORM, OLD_SECRET, SECRET, webhookServer } from './webhook-server.ts';

const BODY_MAX_BYTES = 16 * 1024;
const sms = samples.callbacks.incomingSms.rawBody;
const delivery = samples.callbacks.deliveryFailed.rawBody;
const optOut = samples.callbacks.bulkOptOutShortcode.rawBody;
const ussd = samples.ussd.sessionHappyPath[1]?.request.rawBody ?? '';
const ussdEnd = samples.ussd.eventSuccess.rawBody;
const paths = [
  ['sms', sms],
  ['delivery', delivery],
  ['opt-out', optOut],
  ['ussd', ussd],
  ['ussd-end', ussdEnd],
] as const;
const smsWith = (text: string) => `id=a&from=%2B254711000111&text=${text}`;

describe('the secret in the path [rel P40 P41]', () => {
  it.each(paths)('without it, %s is a path like any unknown one', async (path, body) => {
    await using server = await webhookServer();
    const unknown = await server.post('no-such-callback', body);
    const wrong = await server.post(path, body, { secret: `${SECRET.slice(0, -1)}x` });
    const read = await server.post(path, '', { method: 'GET' });
    for (const { status, text, headers } of [wrong, read]) {
      expect([status, text]).toEqual([unknown.status, unknown.text]);
      expect([...headers.keys()]).toEqual([...unknown.headers.keys()]);
    }
    expect(unknown.status).toBe(404);
    expect(server.arrivals).toEqual([]);
    expect(server.counts).toEqual(['wrong_secret']);
    expect(server.logged).toEqual([]);
  });

  it('is checked before a byte of the body is read', async () => {
    await using server = await webhookServer();
    const huge = 'x'.repeat(BODY_MAX_BYTES * 2);
    expect((await server.post('sms', huge, { secret: 'wrong' })).status).toBe(404);
    expect((await server.post('sms', huge, { secret: 'wrong', type: 'a/b' })).status).toBe(404);
  });

  it('may be one of two, so that it can be exchanged without loss', async () => {
    await using server = await webhookServer();
    for (const secret of [SECRET, OLD_SECRET])
      expect((await server.post('sms', sms, { secret })).status).toBe(200);
    expect(server.arrivals).toHaveLength(2);
  });

  it('is not guessed in 10,000 guesses near it', () => {
    const isOurs = secretCheck([SECRET, OLD_SECRET]);
    fc.assert(
      fc.property(fc.nat(SECRET.length - 1), fc.string(), (at, piece) => {
        const guess = SECRET.slice(0, at) + piece;
        expect(isOurs(guess)).toBe(guess === SECRET);
      }),
      { numRuns: 10_000 },
    );
    expect([SECRET, OLD_SECRET].map(isOurs)).toEqual([true, true]);
    expect(isOurs(`${SECRET}${OLD_SECRET}`)).toBe(false);
  });

  it.each([[[]], [['short']], [[SECRET, '']]])('%j is refused at start', (secrets) => {
    expect(() => secretCheck(secrets)).toThrow('22 characters');
  });
});

describe('the body [rel P46]', () => {
  it('of 16 KiB is read, of a byte more is not', async () => {
    await using server = await webhookServer();
    const body = `${sms}&x=`.padEnd(BODY_MAX_BYTES, 'x');
    expect((await server.post('sms', body)).status).toBe(200);
    expect((await server.post('sms', `${body}x`)).status).toBe(413);
    expect(server.arrivals).toHaveLength(1);
    expect(server.counts).toEqual(['refused_body']);
  });

  const head = (path: string, more: string) =>
    `POST /at/${SECRET}/${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${FORM}\r\n${more}\r\n\r\n`;
  const raw = async (port: number, ...writes: string[]) => {
    const socket = net.connect(port, '127.0.0.1');
    for (const text of writes) socket.write(text);
    const [chunk]: Buffer[] = await once(socket, 'data');
    socket.destroy();
    return chunk?.toString('latin1').split(' ')[1];
  };
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const chunked = 'transfer-encoding: chunked';

  it('in chunks is read like any other', async () => {
    await using server = await webhookServer();
    const halves = [chunk(sms.slice(0, 40)), chunk(sms.slice(40)), '0\r\n\r\n'];
    expect(await raw(server.port, head('sms', chunked), ...halves)).toBe('200');
    expect(server.arrivals).toHaveLength(1);
  });

  it('in chunks without end is refused as soon as it is too long', async () => {
    await using server = await webhookServer();
    const chunks = Array.from({ length: 17 }, () => chunk('x'.repeat(1_024)));
    expect(await raw(server.port, head('sms', chunked), ...chunks)).toBe('413');
    expect(server.arrivals).toEqual([]);
  });

  it('that says it is a gigabyte is refused before it comes', async () => {
    await using server = await webhookServer();
    const gigabyte = head('sms', `content-length: ${1024 ** 3}`);
    expect(await raw(server.port, gigabyte, 'x')).toBe('413');
  });

  const multipart = '--b\r\ncontent-disposition: form-data; name="id"\r\n\r\na\r\n--b--\r\n';
  it.each([
    ['application/json', '{"id":"a","from":"+254711000111"}'],
    ['multipart/form-data; boundary=b', multipart],
    ['text/plain', sms],
    ['application/xml', sms],
  ])('that is %s is refused without effect', async (type, body) => {
    await using server = await webhookServer();
    for (const [path] of paths) expect((await server.post(path, body, { type })).status).toBe(415);
    expect(server.arrivals).toEqual([]);
  });

  it.each([FORM, `${FORM}; charset=UTF-8`, FORM.toUpperCase()])(
    'that is %s is read',
    async (type) => {
      await using server = await webhookServer();
      expect((await server.post('sms', sms, { type })).status).toBe(200);
      expect(server.arrivals).toHaveLength(1);
    },
  );
});

describe('any bytes in a text [rel P47]', () => {
  const kept: [string, string][] = [
    ['NUL', 'a\0b'],
    ['emoji', '👩🏾‍🌾 😀'],
    ['right to left, and marks that turn it', 'שלום \u202e\u2066abc\u2069'],
    ['combining marks', `e${'\u0301'.repeat(1_000)}`],
    ['Ethiopic', 'ሰላም'],
    ['GSM extension', '^{}\\[~]|€'],
    ['byte order mark', '\ufeffa'],
    ['line ends and separators', 'a\r\nb\u2028c\u0085d'],
    ['what a form is made of', 'a&b=c+d%e;f'],
    ['U+FFFD itself', '\ufffd'],
    ['prototype', '__proto__'],
    ['an injection', "'); drop table phone; --<script>alert(1)</script>\n=1+1"],
  ];
  it.each(kept)('%s arrives as it was written', async (_name, text) => {
    await using server = await webhookServer();
    expect((await server.post('sms', smsWith(encodeURIComponent(text)))).status).toBe(200);
    expect(server.arrivals[0]?.arrival).toMatchObject({ text });
  });

  const mended: [string, string | Buffer, string][] = [
    ['a percent sign alone', smsWith('100%'), '100%'],
    ['a broken percent sign', smsWith('%zz%4%+%41'), '%zz%4% A'],
    ['broken UTF-8', smsWith('a%ffb'), 'a\ufffdb'],
    ['UTF-8 cut short', smsWith('a%e1%88'), 'a\ufffd'],
    ['overlong UTF-8', smsWith('a%c0%80b'), 'a\ufffd\ufffdb'],
    ['a lone surrogate', smsWith('a%ed%a0%80b'), 'a\ufffd\ufffd\ufffdb'],
    ['plain UTF-8', Buffer.from(smsWith('Olá ሰ')), 'Olá ሰ'],
    ['plain Latin-1', Buffer.from(smsWith('Olá'), 'latin1'), 'Ol\ufffd'],
    ['plain and encoded, and broken', Buffer.from(smsWith('ሰ%e1%88%b0%ff')), 'ሰሰ\ufffd'],
  ];
  it.each(mended)('%s is survived', async (_name, body, text) => {
    await using server = await webhookServer();
    expect((await server.post('sms', body)).status).toBe(200);
    expect(server.arrivals[0]?.arrival).toMatchObject({ text });
  });

  it.each([
    ['10,000 characters', 'x'.repeat(10_000), 'x'.repeat(INBOUND_TEXT_MAX)],
    [
      'an emoji on the edge',
      `${'x'.repeat(INBOUND_TEXT_MAX - 1)}😀`,
      'x'.repeat(INBOUND_TEXT_MAX - 1),
    ],
    [
      'an emoji before it',
      `${'x'.repeat(INBOUND_TEXT_MAX - 2)}😀x`,
      `${'x'.repeat(INBOUND_TEXT_MAX - 2)}😀`,
    ],
  ])('%s is cut, never through a character', async (_name, text, expected) => {
    await using server = await webhookServer();
    expect((await server.post('sms', smsWith(encodeURIComponent(text)))).status).toBe(200);
    expect(server.arrivals[0]?.arrival).toMatchObject({ text: expected });
  });

  it('every text survives its encoding', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const body = new URLSearchParams({ id: 'a', text }).toString();
        expect(parseForm(body).fields.get('text')).toBe(text.toWellFormed());
      }),
      { numRuns: 2_000 },
    );
  });

  it('no body at all makes an error, at any address', async () => {
    await using server = await webhookServer();
    const bytes = fc.uint8Array({ maxLength: 200 });
    const form = fc
      .array(fc.tuple(fc.constantFrom('from', 'id', 'text', 'to', 'date', 'x'), bytes))
      .map((pairs) =>
        Buffer.concat(pairs.flatMap(([name, value]) => [Buffer.from(`&${name}=`), value])),
      );
    await fc.assert(
      fc.asyncProperty(fc.oneof(bytes, form), fc.constantFrom(...paths), async (body, [path]) => {
        const { status, text } = await server.post(path, Buffer.from(body));
        if (path === 'ussd') expect([status, /^(CON|END) /.test(text)]).toEqual([200, true]);
        else expect([200, 400]).toContain(status);
      }),
      { numRuns: 400 },
    );
  }, 180_000);
});

describe('fields that come twice [rel P48]', () => {
  const repeats = paths
    .filter(([path]) => path !== 'ussd')
    .flatMap(([path, body]) =>
      ['from', 'text', 'id', 'sessionId', 'phoneNumber', 'status']
        .filter((name) => new URLSearchParams(body).has(name))
        .flatMap((name) => {
          const again = `%${name.charCodeAt(0).toString(16)}${name.slice(1)}`;
          const same = new URLSearchParams(body).get(name) ?? '';
          const values = [`${name}=%2B254799999999`, `${name}=`, name, `${again}=x`];
          return [...values, `${name}=${encodeURIComponent(same)}`].map((extra) => ({
            path,
            body,
            extra,
          }));
        }),
    );
  it('there are at least 50 shapes', () => expect(repeats.length).toBeGreaterThanOrEqual(50));
  it.each(repeats)('$path with $extra: 400, no effect', async ({ path, body, extra }) => {
    await using server = await webhookServer();
    expect((await server.post(path, `${body}&${extra}`)).status).toBe(400);
    expect((await server.post(path, `${extra}&${body}`)).status).toBe(400);
    expect(server.arrivals).toEqual([]);
  });

  it('do no harm when nobody reads them', async () => {
    await using server = await webhookServer();
    expect((await server.post('sms', `${sms}&cost=1&cost=2`)).status).toBe(200);
    expect(server.arrivals).toHaveLength(1);
  });

  it('that look like lists, paths or prototypes are other fields', async () => {
    await using server = await webhookServer();
    const before = Reflect.ownKeys(Object.prototype);
    const odd = [
      'from[]',
      'from[0]',
      'from.x',
      '__proto__',
      '__proto__[id]',
      'constructor',
      ' from',
    ];
    for (const name of odd) {
      const { status } = await server.post('sms', `${sms}&${encodeURIComponent(name)}=evil`);
      expect(status).toBe(200);
    }
    const seen = server.arrivals.map(({ arrival }) => JSON.stringify(arrival));
    expect(seen).toHaveLength(odd.length);
    expect(new Set(seen).size).toBe(1);
    expect(Reflect.ownKeys(Object.prototype)).toEqual(before);
  });

  it.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])(
    'a form of %s alone names nothing',
    async (name) => {
      await using server = await webhookServer();
      for (const [path] of paths) expect((await server.post(path, `${name}=x`)).status).toBe(200);
      expect(server.arrivals).toEqual([]);
    },
  );
});
