import { describe, expect, it } from 'vitest';
import { INBOUND_TEXT_MAX } from '../../src/engine/arrivals.ts';
import { GatewayUnavailable } from '../../src/outbox/port.ts';
import {
  type Answer,
  TEXT,
  closedPort,
  expectNothingPersonal,
  gatewayAt,
  json,
  localGateway,
} from './local-gateway.ts';
import samples from './samples.json' with { type: 'json' };

const messages = (list: unknown[]) => ({ SMSMessageData: { Messages: list } });
const row = (overrides: Record<string, unknown>) => ({
  ...samples.responses.fetchMessages.body.SMSMessageData.Messages[0],
  ...overrides,
});
const answer =
  (body: unknown, status = 200): Answer =>
  (res) =>
    json(res, status, body);

describe('fetching messages', () => {
  it('asks with the last id, and the key in the header', async () => {
    await using gateway = await localGateway(answer(samples.responses.fetchMessagesEmpty.body));
    const sms = await gatewayAt(gateway.baseUrl, { username: 'myapp' });
    expect(await sms.fetchMessages('0')).toEqual({ messages: [], lastReceivedId: '0' });
    const { method, path } = samples.requests.fetchMessagesRequest;
    expect(gateway.seen.map((seen) => `${seen.method} ${seen.url}`)).toEqual([`${method} ${path}`]);
  });

  it('gives them an id that no callback can have, and the date of the gateway', async () => {
    await using gateway = await localGateway(answer(samples.responses.fetchMessages.body));
    const sms = await gatewayAt(gateway.baseUrl);
    expect(await sms.fetchMessages('15000')).toEqual({
      messages: [
        {
          provider: 'africastalking',
          providerId: 'fetch:15071',
          from: '+254711000111',
          to: '28901',
          text: 'Hello',
          sentAt: new Date('2018-03-19T08:34:18.445Z'),
        },
      ],
      lastReceivedId: '15071',
    });
  });

  it('goes on after the largest id, also of what cannot be used', async () => {
    const list = [
      row({ id: 9 }),
      row({ id: '100', from: 'SAFARICOM' }),
      row({ id: 20, text: 7 }),
      row({ id: -1 }),
      row({ id: 'x' }),
      null,
      row({ id: 30, date: 'yesterday', to: 28901 }),
    ];
    await using gateway = await localGateway(answer(messages(list)));
    const sms = await gatewayAt(gateway.baseUrl);
    const got = await sms.fetchMessages('10');
    expect(got.messages.map(({ providerId }) => providerId)).toEqual(['fetch:9', 'fetch:30']);
    expect(got.messages[1]).toMatchObject({ to: '28901', sentAt: undefined });
    expect(got.lastReceivedId).toBe('100');
  });

  it('cuts a text as the callback does', async () => {
    const text = `${'a'.repeat(INBOUND_TEXT_MAX - 1)}😀`;
    await using gateway = await localGateway(answer(messages([row({ text })])));
    const sms = await gatewayAt(gateway.baseUrl);
    const got = await sms.fetchMessages('0');
    expect(got.messages[0]?.text).toBe('a'.repeat(INBOUND_TEXT_MAX - 1));
  });
});

describe('the balance', () => {
  it.each([
    ['UserData', 'KES 1785.50', { currency: 'KES', amount: 1785.5 }],
    ['userData', 'KES 1785.50', { currency: 'KES', amount: 1785.5 }],
    ['UserData', 'USD 0', { currency: 'USD', amount: 0 }],
    ['UserData', 'UGX -12.0000', { currency: 'UGX', amount: -12 }],
  ])('%s %s', async (name, balance, expected) => {
    await using gateway = await localGateway(answer({ [name]: { balance } }));
    const sms = await gatewayAt(gateway.baseUrl, { username: 'myapp' });
    expect(await sms.balance()).toEqual(expected);
    expect(gateway.seen.map((seen) => `${seen.method} ${seen.url}`)).toEqual([
      'GET /version1/user?username=myapp',
    ]);
  });

  it('is asked at the configured address, not at the one that the SDK has built in', async () => {
    await using gateway = await localGateway(answer(samples.responses.applicationData.body));
    const sms = await gatewayAt(gateway.baseUrl, { username: 'sandbox' });
    expect(await sms.balance()).toEqual({ currency: 'KES', amount: 1785.5 });
    expect(gateway.seen).toHaveLength(1);
  });
});

describe('when the gateway cannot be asked, only GatewayUnavailable is thrown', () => {
  const ways: [string, Answer][] = [
    ['bad key', (res) => res.writeHead(401).end('The supplied authentication is invalid')],
    ['an error with all of it in', answer({ key: 'atsk', text: TEXT }, 500)],
    ['a redirect', (res) => res.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()],
    ['not JSON', (res) => res.writeHead(200).end('hello')],
    ['other JSON', answer({ SMSMessageData: TEXT, UserData: { balance: 'plenty' } })],
    ['null', answer(null)],
    ['cut', (res) => void res.socket?.destroy()],
  ];
  it.each(ways)('%s', async (_name, way) => {
    await using gateway = await localGateway(way);
    const sms = await gatewayAt(gateway.baseUrl);
    await expectUnavailable(sms.fetchMessages('0'));
    await expectUnavailable(sms.balance());
  });

  it('nothing listens', async () => {
    const sms = await gatewayAt(`http://127.0.0.1:${await closedPort()}`);
    await expectUnavailable(sms.fetchMessages('0'));
    await expectUnavailable(sms.balance());
  });

  it('no answer within the limit', async () => {
    await using gateway = await localGateway(() => undefined);
    const sms = await gatewayAt(gateway.baseUrl, { limitMs: 200 });
    await expectUnavailable(sms.fetchMessages('0'));
    await expectUnavailable(sms.balance());
  });
});

async function expectUnavailable(asked: Promise<unknown>): Promise<void> {
  const error: unknown = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(GatewayUnavailable);
  expectNothingPersonal(error);
}
