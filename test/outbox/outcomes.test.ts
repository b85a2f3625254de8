import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BehaviourChange } from '../../src/gateway/simulator/behaviour.ts';
import { resultOfCall, resultOfGate } from '../../src/outbox/after-call.ts';
import type { SendOutcome } from '../../src/outbox/port.ts';
import { crowdOf } from '../world/crowd-of.ts';
import { queueMessage } from '../world/queue-message.ts';
import { openWorld, type World, type WorldPhone } from '../world/world.ts';

const NOW = new Date('2026-11-23T09:00:00Z');

describe('what is written for the end of a call', () => {
  const rows: [SendOutcome, string, string | undefined, number | undefined][] = [
    [
      { kind: 'accepted', providerId: 'A', cost: undefined, parts: 1 },
      'sent',
      undefined,
      undefined,
    ],
    [
      { kind: 'accepted', providerId: undefined, cost: undefined, parts: undefined },
      'sent',
      undefined,
      undefined,
    ],
    ...(
      [
        ['unreachable', 5],
        ['throttled', 10],
        ['no_credit', 600],
        ['bad_key', 180],
        ['daytime_only', 3_600],
        ['gateway_busy', 30],
        ['no_route', 900],
      ] as const
    ).map(([reason, seconds]): [SendOutcome, string, string, number] => [
      { kind: 'later', reason, attention: false },
      'queued',
      reason,
      seconds,
    ]),
    ...(['bad_number', 'bad_sender', 'account_held', 'defect'] as const).map(
      (reason): [SendOutcome, string, string, undefined] => [
        { kind: 'rejected', reason, attention: false },
        'failed',
        reason,
        undefined,
      ],
    ),
    [{ kind: 'opted_out' }, 'failed', undefined, undefined],
    ...(['limit', 'aborted', 'cut', 'server_error', 'unreadable', 'unlisted'] as const).map(
      (reason): [SendOutcome, string, string, undefined] => [
        { kind: 'unknown', reason },
        'unknown',
        reason,
        undefined,
      ],
    ),
  ];
  test.each(rows)('%o [rel P17][rel P18]', (outcome, state, reason, seconds) => {
    const result = resultOfCall(outcome, 'africastalking', NOW);
    expect([result.state, result.reason]).toEqual([state, reason]);
    const due = seconds === undefined ? undefined : new Date(NOW.getTime() + seconds * 1_000);
    expect(result.sendAfter).toEqual(due);
  });

  test.each([
    ['stopped', 'cancelled'],
    ['epoch', 'cancelled'],
    ['no_consent', 'cancelled'],
    ['late', 'expired'],
    ['reply_old', 'expired'],
    ['hours', 'queued'],
    ['paused', 'queued'],
  ] as const)('a gate closed for %s leaves the message %s', (verdict, state) => {
    const of = { messageClass: 'timer', opensAt: NOW, now: NOW };
    expect(resultOfGate(verdict, of)).toMatchObject({ state, reason: verdict });
  });

  test('what is asked of a counsellor waits where her phone had enough; a member’s text is gone', () => {
    const capped = (messageClass: string) =>
      resultOfGate('capped', { messageClass, opensAt: undefined, now: NOW });
    const sendAfter = new Date(NOW.getTime() + 5 * 60_000);
    expect(capped('prompt')).toMatchObject({ state: 'queued', sendAfter });
    for (const other of ['timer', 'reply', 'safety', 'invitation'])
      expect(capped(other)).toMatchObject({ state: 'cancelled', sendAfter: undefined });
  });
});

describe('every answer of the gateway', () => {
  let w: World;
  let phones: WorldPhone[] = [];
  beforeAll(async () => {
    w = await openWorld({ slots: 2 });
    phones = await crowdOf(w, ROWS.length);
  });
  afterAll(() => w.close());

  type Expected = { state: string; reason: string | null; accepted: number; in: string };
  const sent: Expected = { state: 'sent', reason: null, accepted: 1, in: 'sent' };
  const failed = (reason: string | null): Expected => ({
    state: 'failed',
    reason,
    accepted: 0,
    in: 'failed',
  });
  /** Sent once its time has come, by the second call. */
  const later = (reason: string): Expected => ({
    state: 'queued',
    reason,
    accepted: 0,
    in: 'sent',
  });
  const unknown = (reason: string, accepted: 0 | 1): Expected => ({
    state: 'unknown',
    reason,
    accepted,
    in: 'unknown',
  });
  type Answer = NonNullable<BehaviourChange['answers']>[number];
  const ROWS: [string, { code: number } | Answer, Expected][] = [
    ['code 100', { code: 100 }, sent],
    ['code 101', { code: 101 }, sent],
    ['code 102', { code: 102 }, sent],
    ['code 401', { code: 401 }, failed('account_held')],
    ['code 402', { code: 402 }, failed('bad_sender')],
    ['code 403', { code: 403 }, failed('bad_number')],
    ['code 404', { code: 404 }, failed('bad_number')],
    ['code 405', { code: 405 }, later('no_credit')],
    ['code 406', { code: 406 }, failed(null)],
    ['code 407', { code: 407 }, later('no_route')],
    ['code 409', { code: 409 }, later('daytime_only')],
    ['code 500', { code: 500 }, later('gateway_busy')],
    ['code 501', { code: 501 }, later('gateway_busy')],
    ['code 502', { code: 502 }, later('gateway_busy')],
    ['a code of no list', { code: 499 }, unknown('unlisted', 0)],
    ['no parts', { answer: 'no_parts' }, sent],
    ['another spelling of the number', { answer: 'number_respelt' }, sent],
    ['an answer without our number', { answer: 'number_missing' }, unknown('unlisted', 1)],
    [
      '500 after it was taken',
      { answer: 'server_error', status: 500, accepts: true },
      unknown('server_error', 1),
    ],
    [
      '503 without',
      { answer: 'server_error', status: 503, accepts: false },
      unknown('server_error', 0),
    ],
    ['a reset after it was taken', { answer: 'reset', accepts: true }, unknown('cut', 1)],
    ['a reset without', { answer: 'reset', accepts: false }, unknown('cut', 0)],
    ['no JSON', { answer: 'not_json', accepts: true }, unknown('unreadable', 1)],
    ['200 instead of 201', { answer: 'ok_200', accepts: true }, unknown('unreadable', 1)],
    [
      'a redirect',
      { answer: 'redirect', status: 307, location: 'http://127.0.0.1:1/' },
      unknown('unreadable', 0),
    ],
    ['too many requests', { answer: 'throttled' }, later('throttled')],
    ['InvalidSenderId for the whole call', { answer: 'invalid_sender' }, failed('bad_sender')],
  ];

  test.each(ROWS)(
    '%s: its state, and never a second text [rel P14][rel P17][rel P18]',
    async (name, fault, expected) => {
      const phone = phones[ROWS.findIndex(([row]) => row === name)];
      if (phone === undefined) throw new Error('no phone');
      const to = phone.number;
      w.standIn.faults.set(
        'code' in fault
          ? { outcomes: [{ ...fault, to, times: 1 }] }
          : { answers: [{ ...fault, to, times: 1 }] },
      );
      const id = await queueMessage(w, { to, purpose: 'check_ins' });
      await w.clock.settle();
      const accepted = () =>
        w.standIn.messages.filter((each) => each.to === to && each.text === 'A test').length;
      expect(await messageOf(w, id)).toMatchObject({
        state: expected.state,
        reason: expected.reason,
        tries: 1,
      });
      expect(accepted()).toBe(expected.accepted);
      w.standIn.faults.clear();
      await w.clock.advance({ hours: 2 });
      const retried = expected.state === 'queued';
      expect(await messageOf(w, id)).toMatchObject({ state: expected.in, tries: retried ? 2 : 1 });
      expect(accepted()).toBe(retried ? 1 : expected.accepted);
      await w.clock.jump({ hours: 22 });
    },
  );
});

async function messageOf({ db }: World, id: string) {
  const [row] = await db.run(
    (sql) => sql<{ state: string; reason: string | null; tries: number }[]>`
      select state, reason, tries from message where id = ${id}`,
  );
  return row;
}
