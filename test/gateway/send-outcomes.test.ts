import type http from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import {
  RECIPIENT_CODES,
  outcomeOfHttpStatus,
  outcomeOfNetworkError,
} from '../../src/gateway/africastalking/outcomes.ts';
import { readSendAnswer } from '../../src/gateway/africastalking/read-send-answer.ts';
import {
  TEXT,
  TO,
  accepted,
  calm,
  expectNothingPersonal,
  gatewayAt,
  json,
  localGateway,
  phoneNumber,
  recipients,
} from './local-gateway.ts';
import samples from './samples.json' with { type: 'json' };

const OTHER = { statusCode: 101, number: '+254733000222', messageId: 'ATXid_other', cost: '0' };
const later = (reason: string, attention: boolean) => ({ kind: 'later', reason, attention });
const rejected = (reason: string, attention: boolean) => ({ kind: 'rejected', reason, attention });
const unknown = (reason: string) => ({ kind: 'unknown', reason });

/** What a statusCode of the gateway's table means, by the class that the samples give it. */
const BY_CLASS: Record<string, unknown> = {
  accepted: { kind: 'accepted', providerId: 'ATXid_x', cost: 'KES 0.8000', parts: 1 },
  'permanent-alert': rejected('account_held', true),
  'config-alert': rejected('bad_sender', true),
  'permanent-number': rejected('bad_number', false),
  'pause-and-retry': later('no_credit', true),
  'opted-out': { kind: 'opted_out' },
  'defer-to-daytime (Nigeria)': later('daytime_only', false),
};
const RETRIED: Record<string, unknown> = {
  '407': later('no_route', false),
  '500': later('gateway_busy', false),
  '501': later('gateway_busy', false),
  '502': later('gateway_busy', false),
};

describe('every statusCode of a recipient has one outcome [G4]', () => {
  const answerWith = (statusCode: unknown) =>
    readSendAnswer(
      201,
      JSON.stringify(accepted({ statusCode, messageId: 'ATXid_x', messageParts: 1 })),
      TO,
    );

  it.each(Object.entries(samples.statusCodes))('%s', (code, { name, class: kind }) => {
    expect(RECIPIENT_CODES.get(Number(code))?.name).toBe(name);
    expect(answerWith(Number(code))).toEqual(RETRIED[code] ?? BY_CLASS[kind]);
    expect(answerWith(code)).toEqual(answerWith(Number(code)));
  });

  it('a code that is not in the table is unknown, from 0 to 999', () => {
    const listed = new Set(Object.keys(samples.statusCodes).map(Number));
    for (let code = 0; code < 1_000; code++)
      if (!listed.has(code)) expect(answerWith(code)).toEqual(unknown('unlisted'));
    expect([...RECIPIENT_CODES.keys()].every((code) => listed.has(code))).toBe(true);
  });
});

describe('every HTTP status has one outcome', () => {
  const rows: [number, unknown][] = [
    [200, unknown('unreadable')],
    [202, unknown('unreadable')],
    [302, unknown('unreadable')],
    [307, unknown('unreadable')],
    [400, rejected('defect', true)],
    [401, later('bad_key', true)],
    [402, later('no_credit', true)],
    [403, later('bad_key', true)],
    [404, rejected('defect', true)],
    [405, rejected('defect', true)],
    [406, unknown('unlisted')],
    [408, unknown('unlisted')],
    [409, later('daytime_only', false)],
    [413, rejected('defect', true)],
    [415, rejected('defect', true)],
    [418, unknown('unlisted')],
    [422, rejected('defect', true)],
    [429, later('throttled', false)],
    [500, unknown('server_error')],
    [502, unknown('server_error')],
    [503, unknown('server_error')],
    [504, unknown('server_error')],
    [599, unknown('server_error')],
  ];
  it.each(rows)('%i', (status, outcome) => {
    expect(outcomeOfHttpStatus(status)).toEqual(outcome);
    for (const body of ['', 'plain text', '{"error":"failed"}', '<html>'])
      expect(readSendAnswer(status, body, TO)).toEqual(outcome);
  });

  it('only 201 can be a success', () => {
    for (let status = 200; status < 600; status++)
      if (status !== 201) expect(outcomeOfHttpStatus(status).kind).not.toBe('accepted');
  });
});

describe('every network error means "later" before the request began, and "unknown" after', () => {
  const rows: [string, boolean, string][] = [
    ['ECONNREFUSED', false, 'cut'],
    ['ENOTFOUND', false, 'cut'],
    ['EAI_AGAIN', false, 'cut'],
    ['ENETUNREACH', false, 'cut'],
    ['EHOSTUNREACH', false, 'cut'],
    ['ETIMEDOUT', false, 'cut'],
    ['ECONNRESET', false, 'cut'],
    ['EPIPE', false, 'cut'],
    ['ERR_CANCELED', false, 'cut'],
    ['ECONNABORTED', false, 'cut'],
    ['unnamed', false, 'cut'],
    ['CERT_HAS_EXPIRED', true, 'cut'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', true, 'cut'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', true, 'cut'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', true, 'cut'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', true, 'cut'],
    ['EPROTO', true, 'cut'],
    ['HPE_INVALID_CONSTANT', false, 'unreadable'],
    ['ERR_BAD_RESPONSE', false, 'cut'],
    ['Z_DATA_ERROR', false, 'unreadable'],
  ];
  it.each(rows)('%s', (code, attention, after) => {
    expect(outcomeOfNetworkError(code, false)).toEqual(later('unreachable', attention));
    expect(outcomeOfNetworkError(code, true)).toEqual(unknown(after));
  });
});

describe('recorded and documented answers, over HTTP', () => {
  type Sample = { status: number; body?: unknown; bodyText?: string; headers?: object };
  const ok = (providerId: string, cost: string, parts?: number) => ({
    kind: 'accepted',
    providerId,
    cost,
    parts,
  });
  const optedOut = { kind: 'opted_out' };
  const rows: [keyof typeof samples.responses, string, unknown][] = [
    ['sendOkQueued', '+254700000001', ok('ATXid_7468c9a251f9e9efcc6b2f7ea756a56c', 'KES 0.8000')],
    ['sendOkSent', '+254700000001', ok('ATXid_09b5a410fd2f388a06f152f56ce95801', 'KES 0.8000')],
    [
      'sendOkProcessedMultipartTz',
      '+255680000000',
      ok('ATXid_5a7126fe0c1b4d2e8f90a1b2c3d4e5f6', 'TZS 44.0000', 2),
    ],
    [
      'sendOkLiveUg',
      '+256770000000',
      ok('ATXid_95836e5ca5204f0a25032e816d50a53f', 'UGX 27.0000', 1),
    ],
    ['sendOkPremium', '+254700000001', ok('ATXid_9f17a67650617458db781fc2e3d3688f', '0')],
    ['sendMixed', '+254711000111', ok('ATXid_1f0e9d8c7b6a5948372615041322f1e0', 'KES 0.8000', 1)],
    ['sendMixed', '+254711000222', optedOut],
    ['sendMixed', '+254733000222', unknown('unlisted')],
    ['userInBlacklist', '+254797000000', optedOut],
    ['doNotDisturb', '+2348000000000', later('daytime_only', false)],
    ['insufficientBalance', '+254712000000', later('no_credit', true)],
    ['invalidSenderId', TO, rejected('bad_sender', true)],
    ['invalidApiKey', TO, later('bad_key', true)],
    ['missingField', TO, rejected('defect', true)],
    ['throttled', TO, later('throttled', false)],
    ['gatewayError', TO, unknown('server_error')],
  ];
  it.each(rows)('%s to %s', async (name, to, outcome) => {
    const sample: Sample = samples.responses[name];
    await using gateway = await localGateway((res) => {
      res.writeHead(sample.status, { ...sample.headers });
      res.end(sample.bodyText ?? JSON.stringify(sample.body));
    });
    const sms = await gatewayAt(gateway.baseUrl);
    const got = await sms.send({ to: phoneNumber(to), text: TEXT }, calm());
    expect(got).toEqual(outcome);
    expectNothingPersonal(got);
  });
});

describe('answers that are strange', () => {
  const rows: [string, (res: http.ServerResponse) => void, unknown][] = [
    [
      'a 201 that is not JSON',
      (res) => res.writeHead(201).end('Sent to 1/1'),
      unknown('unreadable'),
    ],
    ['a 201 of null', (res) => json(res, 201, null), unknown('unreadable')],
    ['a 201 of a list', (res) => json(res, 201, []), unknown('unreadable')],
    ['a 201 of nothing', (res) => res.writeHead(201).end(), unknown('unreadable')],
    ['a success under 200', (res) => json(res, 200, accepted()), unknown('unreadable')],
    ['a success under 500', (res) => json(res, 500, accepted()), unknown('server_error')],
    [
      'an empty list that says nothing was sent [G5]',
      (res) => json(res, 201, recipients([], 'Sent to 0/1 Total Cost: 0')),
      rejected('defect', true),
    ],
    [
      'an empty list that names a refusal [G5]',
      (res) => json(res, 201, recipients([], 'InsufficientBalance')),
      later('no_credit', true),
    ],
    [
      'an empty list that says what nobody knows [rel P18]',
      (res) => json(res, 201, recipients([], 'Borked')),
      unknown('unlisted'),
    ],
    [
      'an empty list that claims success [G5]',
      (res) => json(res, 201, recipients([], 'Processed')),
      unknown('unlisted'),
    ],
    [
      'a list of others only [G4]',
      (res) => json(res, 201, recipients([OTHER])),
      unknown('unlisted'),
    ],
    [
      'our number in a broken row, another in a good one',
      (res) => json(res, 201, recipients([{ number: TO }, OTHER, null, 7])),
      unknown('unlisted'),
    ],
    [
      'our number with spaces and no plus, without messageParts [G4]',
      (res) => json(res, 201, accepted({ number: '254 711 000 111', messageParts: undefined })),
      { kind: 'accepted', providerId: expect.any(String), cost: 'KES 0.8000', parts: undefined },
    ],
    [
      'accepted without an id [G4]',
      (res) => json(res, 201, accepted({ messageId: 'None', cost: 'for you, free' })),
      { kind: 'accepted', providerId: undefined, cost: undefined, parts: 1 },
    ],
    [
      'refused and accepted for the same number: it may have gone out',
      (res) =>
        json(
          res,
          201,
          recipients([
            { statusCode: 403, number: TO },
            { ...OTHER, number: TO },
          ]),
        ),
      { kind: 'accepted', providerId: 'ATXid_other', cost: '0', parts: undefined },
    ],
    [
      'HTTP 429 that refuses the recipient by name',
      (res) => json(res, 429, accepted({ statusCode: 405 })),
      later('no_credit', true),
    ],
    [
      'an answer longer than anybody needs, broken off by us',
      (res) => res.writeHead(201).end('x'.repeat(1024 * 1024)),
      unknown('cut'),
    ],
    [
      'a small answer that unpacks to a large one',
      (res) =>
        res
          .writeHead(201, { 'content-encoding': 'gzip' })
          .end(gzipSync('x'.repeat(20 * 1024 * 1024))),
      unknown('cut'),
    ],
    [
      'gzip that is none',
      (res) => res.writeHead(201, { 'content-encoding': 'gzip' }).end('not gzip'),
      unknown('unreadable'),
    ],
  ];
  it.each(rows)('%s', async (_name, answer, outcome) => {
    await using gateway = await localGateway(answer);
    const sms = await gatewayAt(gateway.baseUrl);
    const got = await sms.send({ to: TO, text: TEXT }, calm());
    expect(got).toEqual(outcome);
    expectNothingPersonal(got);
    expect(gateway.seen).toHaveLength(1);
  });
});
