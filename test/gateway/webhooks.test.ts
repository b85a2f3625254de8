import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseGatewayDate } from '../../src/gateway/africastalking/gateway-date.ts';
import samples from './samples.json' with { type: 'json' };
import { NOW, SECRET, UNAVAILABLE, webhookServer } from './webhook-server.ts';

afterEach(() => void vi.useRealTimers());

const provider = 'africastalking';
const date = (text: string) => new Date(text);

describe('an SMS that comes in', () => {
  const { callbacks } = samples;
  const rows: [keyof typeof callbacks, unknown, string][] = [
    ['incomingSms', date('2017-05-03T06:04:45Z'), 'Msg'],
    ['incomingSmsSpaceDate', date('2017-05-03T06:04:45Z'), 'Msg'],
    ['incomingSmsFull', date('2026-10-02T07:12:56Z'), 'JIUNGE Nairobi'],
    ['incomingSmsUnicode', date('2026-10-02T07:12:56Z'), 'ሰላም'],
    ['incomingSmsEmptyText', date('2026-10-02T07:12:56Z'), ''],
  ];
  it.each(rows)('%s is handed over and answered 200 with nothing', async (name, sentAt, text) => {
    await using server = await webhookServer();
    const { fields, rawBody } = callbacks[name];
    const got = await server.post('sms', rawBody);
    expect([got.status, got.text]).toEqual([200, '']);
    const { id, from, to } = { id: '', from: '', to: '', ...fields };
    const arrival = { provider, providerId: id, from, to, text, sentAt };
    expect(server.arrivals).toEqual([{ kind: 'sms', arrival }]);
  });

  it('is answered 503 when it could not be kept, so that it is repeated', async () => {
    await using server = await webhookServer({ sms: async () => 'retry' });
    expect((await server.post('sms', callbacks.incomingSms.rawBody)).status).toBe(503);
  });

  it('is answered 503 when the receiver fails, and neither text nor number is logged', async () => {
    await using server = await webhookServer({
      sms: () => Promise.reject(new Error('insert of Msg from +254791541111 failed')),
    });
    expect((await server.post('sms', callbacks.incomingSms.rawBody)).status).toBe(503);
    expect(server.logged).toHaveLength(1);
    expect(server.logged[0]).not.toMatch(/Msg|254791541111/);
    expect(server.logged[0]).not.toContain(SECRET);
  });

  it.each([
    ['id=a&text=x', 'no number'],
    ['from=%2B254711000111&text=x', 'no id'],
    ['id=a&from=SAFARICOM&text=x', 'letters as sender'],
    ['id=a%00b&from=%2B254711000111&text=x', 'an id that no database takes'],
    [`id=${'a'.repeat(129)}&from=%2B254711000111`, 'an endless id'],
    ['', 'nothing at all'],
  ])('%s (%s) cannot be used: 200, so that it is not repeated for 12 hours', async (body) => {
    await using server = await webhookServer();
    expect((await server.post('sms', body)).status).toBe(200);
    expect(server.arrivals).toEqual([]);
    expect(server.counts).toEqual(['unusable']);
  });

  it('needs no more than its id and number; a plus left plain is understood', async () => {
    await using server = await webhookServer();
    await server.post('sms', 'id=a&from=+254711000111', { type: '' });
    const arrival = { provider, providerId: 'a', from: '+254711000111', to: '', text: '' };
    expect(server.arrivals).toEqual([{ kind: 'sms', arrival: { ...arrival, sentAt: undefined } }]);
  });
});

it.each([
  ['2017-05-03T06:04:45Z', '2017-05-03T06:04:45.000Z'],
  ['2017-05-03 06:04:45', '2017-05-03T06:04:45.000Z'],
  ['2017-05-03T06:04:45.5Z', '2017-05-03T06:04:45.500Z'],
  ['2017-05-03 06:04:45.123456', '2017-05-03T06:04:45.123Z'],
  ['2017-05-03T09:04:45+03:00', '2017-05-03T06:04:45.000Z'],
  ['2017-05-03T01:04:45-0500', '2017-05-03T06:04:45.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['2023-02-29T00:00:00Z', undefined],
  ['2017-13-03T06:04:45Z', undefined],
  ['2017-05-03T24:00:00Z', undefined],
  ['2017-05-03', undefined],
  ['03/05/2017 06:04', undefined],
  ['1493791485', undefined],
  ['', undefined],
  [undefined, undefined],
  ['2026-11-22T09:00:00Z', '2026-11-22T09:00:00.000Z'],
  ['2026-11-22T09:00:01Z', undefined],
  ['9999-01-01T00:00:00Z', undefined],
])('the date %s is read as %s', (text, expected) => {
  expect(parseGatewayDate(text, NOW)?.toISOString()).toBe(expected);
});

describe('a delivery report', () => {
  const { callbacks, deliveryStatuses } = samples;
  const one = { status: 'delivered', reason: undefined };
  const rows: [keyof typeof callbacks, object][] = [
    ['deliverySuccess', one],
    ['deliverySuccessWithRetryCount', one],
    ['deliverySent', { status: 'on_its_way', reason: undefined }],
    ['deliverySubmitted', { status: 'on_its_way', reason: undefined }],
    ['deliveryBuffered', { status: 'on_its_way', reason: undefined }],
    ['deliveryFailed', { status: 'failed', reason: 'not_delivered' }],
    ['deliveryRejectedBlacklist', { status: 'failed', reason: 'opted_out' }],
    ['deliveryRejectedInactive', { status: 'failed', reason: 'inactive' }],
    ['deliveryAbsentSubscriber', { status: 'absent', reason: undefined }],
    ['deliveryExpired', { status: 'failed', reason: 'expired' }],
    ['deliveryMinimal', one],
    ['deliveryUnknownStatus', { status: undefined, reason: undefined }],
  ];
  it.each(rows)('%s', async (name, expected) => {
    await using server = await webhookServer();
    const { fields, rawBody } = callbacks[name];
    expect((await server.post('delivery', rawBody)).status).toBe(200);
    const { id, phoneNumber } = { id: '', phoneNumber: undefined, ...fields };
    const arrival = { provider, providerId: id, phoneNumber, ...expected };
    expect(server.arrivals).toEqual([{ kind: 'delivery', arrival }]);
  });

  it('knows every status and every reason of the samples, in any case', async () => {
    await using server = await webhookServer();
    const { final, intermediate, treatAsFailed, failureReasons } = deliveryStatuses;
    const words = [final, intermediate, treatAsFailed].flatMap((group) => Object.keys(group));
    for (const word of [...words, ...words.map((each) => each.toUpperCase())])
      await server.post('delivery', `id=a&status=${word}`);
    for (const reason of failureReasons)
      await server.post('delivery', `id=a&status=Failed&failureReason=${reason}`);
    const seen = server.arrivals.map(({ arrival }) => arrival);
    expect(seen.slice(0, words.length * 2)).not.toContainEqual(
      expect.objectContaining({ status: undefined }),
    );
    expect(seen.slice(words.length * 2)).not.toContainEqual(
      expect.objectContaining({ reason: expect.stringMatching(/unlisted/) }),
    );
    expect(seen.at(5)).toMatchObject({ status: 'on_its_way' });
  });

  it('has one reason for both spellings, and hides a reason that nobody knows', async () => {
    await using server = await webhookServer();
    const given = ['NotNetworkSubcriber', 'NotNetworkSubscriber', 'UserInBlackList'];
    for (const reason of [...given, 'UserInBlacklist', 'call +254711000111', ''])
      await server.post(
        'delivery',
        `id=a&status=Rejected&failureReason=${encodeURIComponent(reason)}`,
      );
    expect(server.arrivals.map(({ arrival }) => arrival)).toMatchObject([
      { reason: 'not_on_network' },
      { reason: 'not_on_network' },
      { reason: 'opted_out' },
      { reason: 'opted_out' },
      { reason: 'unlisted' },
      { reason: undefined },
    ]);
  });

  it.each(['status=Success', 'id=&status=Success', 'id=None&status=Success', 'id=a'])(
    '%s names no message: 200, no effect',
    async (body) => {
      await using server = await webhookServer();
      expect((await server.post('delivery', body)).status).toBe(200);
      expect(server.arrivals).toEqual([]);
    },
  );
});

describe('an opt-out', () => {
  const { callbacks } = samples;
  it.each(['bulkOptOutAlphanumeric', 'bulkOptOutShortcode'] as const)(
    '%s is a STOP',
    async (name) => {
      await using server = await webhookServer();
      expect((await server.post('opt-out', callbacks[name].rawBody)).status).toBe(200);
      const arrival = { provider, from: '+254720000000' };
      expect(server.arrivals).toEqual([{ kind: 'optOut', arrival }]);
    },
  );

  it('is repeated when it could not be kept', async () => {
    await using server = await webhookServer({ optOut: async () => 'retry' });
    const { rawBody } = callbacks.bulkOptOutShortcode;
    expect((await server.post('opt-out', rawBody)).status).toBe(503);
  });

  const others: [string, string][] = [
    ['subscriptionAddition', callbacks.subscriptionAddition.rawBody],
    ['subscriptionDeletion', callbacks.subscriptionDeletion.rawBody],
    ['deliverySuccess', callbacks.deliverySuccess.rawBody],
    ['incomingSms', callbacks.incomingSms.rawBody],
    ['a USSD step', samples.ussd.sessionHappyPath[0]?.request.rawBody ?? ''],
  ];
  it.each(others)('%s, posted to the wrong address, stops nobody: 200', async (_name, rawBody) => {
    await using server = await webhookServer();
    for (const path of ['opt-out', 'opt-out', 'opt-out'])
      expect((await server.post(path, rawBody)).status).toBe(200);
    expect(server.arrivals).toEqual([]);
  });

  it.each(['subscriptionAddition', 'subscriptionDeletion'] as const)(
    '%s has no effect at any address',
    async (name) => {
      await using server = await webhookServer();
      for (const path of ['sms', 'delivery', 'opt-out', 'ussd-end'])
        expect((await server.post(path, callbacks[name].rawBody)).status).toBe(200);
      expect(server.arrivals).toEqual([]);
    },
  );
});

describe('the end of a USSD session', () => {
  const { ussd } = samples;
  it.each(['eventSuccess', 'eventIncomplete', 'eventFailed'] as const)('%s', async (name) => {
    await using server = await webhookServer();
    expect((await server.post('ussd-end', ussd[name].rawBody)).status).toBe(200);
    const arrival = { provider, sessionId: ussd[name].fields.sessionId };
    expect(server.arrivals).toEqual([{ kind: 'ussdEnd', arrival }]);
  });
});

describe('a USSD step', () => {
  const steps = samples.ussd.sessionHappyPath.map(({ request }) => request);
  const [first] = steps;
  const step = (fields: object) => new URLSearchParams({ ...first?.fields, ...fields }).toString();

  it.each(steps)('of the session: $fields.text', async ({ rawBody, fields }) => {
    await using server = await webhookServer();
    const got = await server.post('ussd', rawBody);
    expect([got.status, got.text]).toEqual([200, 'CON Karibu\n1. Jisajili']);
    expect(got.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const { sessionId, phoneNumber: from, text: input } = fields;
    const arrival = { provider, sessionId, from, input, dialSuffix: undefined };
    expect(server.arrivals).toEqual([{ kind: 'ussd', arrival }]);
  });

  it('ends with END, and any text goes out as UTF-8', async () => {
    await using server = await webhookServer({ ussd: async () => ({ more: false, text: 'Olá' }) });
    expect((await server.post('ussd', first?.rawBody ?? '')).text).toBe('END Olá');
  });

  const texts = [
    ...samples.ussd.sameKeyTwice,
    samples.ussd.emptyReply.text,
    '1*5*6',
    '0',
    '*',
    '#',
  ];
  it.each(texts)('hands the history on as it came: %j', async (text) => {
    await using server = await webhookServer();
    await server.post('ussd', step({ text }));
    expect(server.arrivals[0]?.arrival).toMatchObject({ input: text, dialSuffix: undefined });
  });

  const [deep] = samples.ussd.deepDial;
  const dials: [string, object, object][] = [
    ['A', deep?.variantA ?? {}, { input: '1', dialSuffix: undefined }],
    ['B', deep?.variantB ?? {}, { input: '', dialSuffix: '1' }],
    ['B, next step', { ...deep?.variantB, text: '2' }, { input: '2', dialSuffix: '1' }],
    ['C', deep?.variantC ?? {}, { input: '', dialSuffix: '1' }],
    ['C, next step', { text: '*384*123*1#*2*3' }, { input: '2*3', dialSuffix: '1' }],
    ['C, empty reply', { text: '*384*123*1#*' }, { input: '', dialSuffix: '1' }],
    ['C with two suffixes', { text: '*384*123*1*7#' }, { input: '', dialSuffix: '1*7' }],
    ['C without a suffix', { text: '*384*123#' }, { input: '', dialSuffix: undefined }],
    [
      'B and C',
      { serviceCode: '*384*123*1#', text: '*384*123*1#' },
      { input: '', dialSuffix: '1' },
    ],
    ['another code, typed', { text: '*100#' }, { input: '*100#', dialSuffix: undefined }],
    ['another service', { serviceCode: '*384*1234#' }, { input: '', dialSuffix: undefined }],
    ['no service code', { serviceCode: '' }, { input: '', dialSuffix: undefined }],
  ];
  it.each(dials)('dialled with a suffix, form %s', async (_name, fields, expected) => {
    await using server = await webhookServer();
    await server.post('ussd', step(fields));
    expect(server.arrivals[0]?.arrival).toMatchObject(expected);
  });

  it.each([
    ['no session', step({ sessionId: '' })],
    ['no number', step({ phoneNumber: 'x' })],
    ['nothing', ''],
    ['nonsense', '%%%=%ff&&&=&\0'],
    ['a repeated field', `${step({})}&sessionId=ATUid_other`],
  ])('that cannot be used gets a screen all the same: %s', async (_name, body) => {
    await using server = await webhookServer();
    const got = await server.post('ussd', body);
    expect([got.status, got.text]).toEqual([200, `END ${UNAVAILABLE}`]);
    expect(got.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    expect(server.arrivals).toEqual([]);
  });

  it.each([
    ['rejects', () => Promise.reject(new Error('no database for +254711000111'))],
    [
      'throws',
      () => {
        throw new Error('no database');
      },
    ],
  ])('gets a screen all the same when the receiver %s', async (_name, ussd) => {
    await using server = await webhookServer({ ussd });
    const got = await server.post('ussd', first?.rawBody ?? '');
    expect([got.status, got.text]).toEqual([200, `END ${UNAVAILABLE}`]);
    expect(server.counts).toEqual(['ussd_unavailable']);
    expect(server.logged.join('')).not.toContain('254711000111');
  });

  it('gets a screen within 3 s when the receiver never answers', async () => {
    const arrived = Promise.withResolvers<void>();
    const ussd = () => {
      arrived.resolve();
      return new Promise<never>(() => undefined);
    };
    await using server = await webhookServer({ ussd });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const posted = server.post('ussd', first?.rawBody ?? '');
    await arrived.promise;
    await vi.advanceTimersByTimeAsync(2_950);
    const got = await posted;
    expect([got.status, got.text]).toEqual([200, `END ${UNAVAILABLE}`]);
  });
});
