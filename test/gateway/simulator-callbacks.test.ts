import { describe, expect, test } from 'vitest';
import { measureText } from '../../src/gateway/simulator/measure-text.ts';
import type { BehaviourChange } from '../../src/gateway/simulator/behaviour.ts';
import { recipientsOf, send, simulatorWithService, until } from './simulator-bench.ts';

const ANNA = '+254711000111';
const ok = () => new Response(null, { status: 200 });
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('an inbound text', () => {
  test('is a form with every field that Africa’s Talking documents', async () => {
    const { simulator, called } = await simulatorWithService();
    const receipt = await simulator.phone(ANNA).texts('Mhoro & 1+1 ሰላም');
    expect(called[0]).toMatchObject({ path: 'sms', type: 'application/x-www-form-urlencoded' });
    expect(called[0]?.fields).toStrictEqual({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      from: ANNA,
      id: expect.stringMatching(UUID),
      linkId: expect.stringMatching(UUID),
      text: 'Mhoro & 1+1 ሰላም',
      to: '28901',
      cost: 'KES 0.0000',
      networkCode: '63902',
    });
    expect(receipt).toMatchObject({ taken: true, attempts: 1, acceptedBefore: 0 });
  });

  test.each([
    ['iso', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/],
    ['space', /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/],
    ['fraction', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/],
  ] as const)('has a date in the form %s', async (dateForm, shape) => {
    const { simulator, called } = await simulatorWithService();
    simulator.faults.set({ texts: { dateForm, linkId: 'empty' } });
    await simulator.phone(ANNA).texts('');
    expect(called[0]?.fields['date']).toMatch(shape);
    expect(called[0]?.fields).toMatchObject({ linkId: '', text: '' });
  });

  test('is repeated, the same bytes, until the service says 200', async () => {
    const { simulator, called } = await simulatorWithService(
      (_, i) => new Response(null, { status: i < 3 ? 503 : 200 }),
    );
    const phone = simulator.phone(ANNA);
    const receipt = await phone.texts('JOIN');
    expect(receipt).toMatchObject({ taken: true, attempts: 4 });
    expect(new Set(called.map((each) => each.raw)).size).toBe(1);
    expect(phone.threads).toMatchObject([{ direction: 'written', state: 'done' }]);
  });

  test('is given up after the (shortened) 12 hours, with ever longer pauses, however slow the service', async () => {
    const { simulator, called } = await simulatorWithService(
      () => new Response(null, { status: 503 }),
    );
    const phone = simulator.phone(ANNA);
    const receipt = await phone.texts('JOIN');
    expect(receipt.taken).toBe(false);
    expect(called, '2 + 4 + 8 × 6 ms of pauses are within 60').toHaveLength(9);
    expect(phone.threads[0]?.state).toBe('given_up');
  });

  test('waits for a service that is not there yet', async () => {
    let there = false;
    const { simulator, of } = await simulatorWithService();
    const late = await simulatorWithService(ok, {
      callbacks: () => (there ? { base: simulator.url, secret: 'wrong' } : undefined),
    });
    const receipt = late.simulator.phone(ANNA).texts('JOIN');
    there = true;
    expect((await receipt).taken, 'a 404 is no 200').toBe(false);
    expect(of('sms')).toHaveLength(0);
  });

  test('comes several times at once when asked to', async () => {
    const { simulator, called } = await simulatorWithService();
    simulator.faults.set({ texts: { copies: 5 } });
    await simulator.phone(ANNA).texts('JOIN');
    expect(called).toHaveLength(5);
    expect(new Set(called.map((each) => each.fields['id'])).size).toBe(1);
  });

  test('overtakes another when asked to', async () => {
    const { simulator, called } = await simulatorWithService();
    simulator.faults.set({ texts: { shuffleMs: 40 } });
    const words = Array.from({ length: 12 }, (_, i) => String(i));
    await Promise.all(words.map((word) => simulator.phone(ANNA).texts(word)));
    const order = called.map((each) => each.fields['text']);
    expect(order).not.toStrictEqual(words);
    expect(new Set(order)).toStrictEqual(new Set(words));
  });

  test('that is lost is only found by fetching', async () => {
    const { simulator, called } = await simulatorWithService();
    simulator.faults.set({ texts: { lost: true } });
    expect(await simulator.phone(ANNA).texts('STOP')).toMatchObject({ taken: false, attempts: 0 });
    expect(called).toHaveLength(0);
  });

  test('tells which messages were accepted before its 200 and which after', async () => {
    const { simulator } = await simulatorWithService();
    await send(simulator, { to: ANNA, message: 'before' });
    const { acceptedBefore } = await simulator.phone(ANNA).texts('STOP');
    await send(simulator, { to: ANNA, message: 'after' });
    expect(simulator.messages.filter((each) => each.sequence > acceptedBefore)).toMatchObject([
      { text: 'after' },
    ]);
  });
});

describe('delivery reports', () => {
  type Rule = NonNullable<BehaviourChange['deliveries']>[number];
  const chain = (...statuses: Rule['reports'][number]['status'][]): Rule => ({
    reports: statuses.map((status) => ({ status })),
  });
  const rows: [string, Rule, string[], boolean][] = [
    [
      'in order',
      chain('Sent', 'Submitted', 'Buffered', 'Success'),
      ['Sent', 'Submitted', 'Buffered', 'Success'],
      true,
    ],
    ['out of order', chain('Success', 'Sent'), ['Success', 'Sent'], true],
    [
      'doubled',
      { ...chain('Sent', 'Success'), copies: 2 },
      ['Sent', 'Sent', 'Success', 'Success'],
      true,
    ],
    ['of a phone that is off', chain('AbsentSubscriber'), ['AbsentSubscriber'], false],
    ['of a message that expired', chain('Sent', 'Expired'), ['Sent', 'Expired'], false],
    ['with a word nobody knows', chain('Borked'), ['Borked'], true],
  ];
  test.each(rows)('%s', async (_, rule, statuses, reaches) => {
    const { simulator, of } = await simulatorWithService();
    simulator.faults.set({ deliveries: [rule] });
    await send(simulator, { to: ANNA, message: 'hi' });
    const reports = await until(() => of('delivery').length === statuses.length && of('delivery'));
    expect(reports.map((each) => each.fields['status'])).toStrictEqual(statuses);
    expect(reports.every((each) => each.fields['id'] === simulator.messages[0]?.providerId)).toBe(
      true,
    );
    expect(simulator.phone(ANNA).inbox).toHaveLength(reaches ? 1 : 0);
  });

  test('give a reason where there is one, and leave it out where there is none', async () => {
    const { simulator, of } = await simulatorWithService();
    const reports = [
      { status: 'Sent' as const },
      { status: 'Rejected' as const, failureReason: 'UserInBlackList' },
    ];
    simulator.faults.set({ deliveries: [{ reports }] });
    await send(simulator, { to: ANNA, message: 'hi' });
    const [first, second] = await until(() => of('delivery').length === 2 && of('delivery'));
    const id = simulator.messages[0]?.providerId;
    expect(first?.fields).toStrictEqual({
      id,
      status: 'Sent',
      phoneNumber: ANNA,
      networkCode: '63902',
    });
    expect(second?.fields['failureReason']).toBe('UserInBlackList');
  });

  test('can come before the send call is answered', async () => {
    const order: string[] = [];
    const { simulator } = await simulatorWithService((each) => {
      order.push(each.path);
      return ok();
    });
    simulator.faults.set({ deliveries: [{ reports: [{ status: 'Success' }], early: true }] });
    await send(simulator, { to: ANNA, message: 'hi' }).then(() => order.push('answer'));
    expect(order).toStrictEqual(['delivery', 'answer']);
  });

  test('can name a message that never was', async () => {
    const { simulator, of } = await simulatorWithService();
    simulator.faults.set({ deliveries: [{ reports: [{ status: 'Success' }], unknownId: true }] });
    await send(simulator, { to: ANNA, message: 'hi' });
    const [report] = await until(() => of('delivery').length === 1 && of('delivery'));
    expect(report?.fields['id']).toMatch(/^ATXid_/);
    expect(report?.fields['id']).not.toBe(simulator.messages[0]?.providerId);
  });

  test('never come when the rule has none', async () => {
    const { simulator, of } = await simulatorWithService();
    simulator.faults.set({ deliveries: [{ reports: [], to: ANNA, times: 1 }] });
    await send(simulator, { to: ANNA, message: 'without' });
    await send(simulator, { to: ANNA, message: 'with' });
    const reports = await until(() => of('delivery').length === 2 && of('delivery'));
    expect(reports.every((each) => each.fields['id'] === simulator.messages[1]?.providerId)).toBe(
      true,
    );
  });
});

describe('an opt-out at the operator', () => {
  test('is called back, and refuses this number for this sender only, until it is undone', async () => {
    const { simulator, of } = await simulatorWithService();
    const phone = simulator.phone(ANNA);
    await phone.optsOut();
    expect(of('opt-out').map((each) => each.raw)).toStrictEqual([
      'senderId=28901&phoneNumber=%2B254711000111',
    ]);
    const code = async (from: string, to = ANNA) =>
      (await recipientsOf(await send(simulator, { from, to, message: 'hi' })))[0]?.statusCode;
    expect(await code('28901')).toBe(406);
    expect(await code('OTHER')).toBe(102);
    expect(await code('28901', '+254711000222')).toBe(102);
    phone.optsIn();
    expect(await code('28901')).toBe(102);
  });

  test('is what dialling *456*9*5# does', async () => {
    const { simulator, of } = await simulatorWithService();
    expect(await simulator.phone(ANNA).dialsCode('*456*9*5#')).toMatchObject({
      state: 'blocked',
      text: '',
    });
    expect(of('opt-out')).toHaveLength(1);
    expect(of('ussd')).toHaveLength(0);
  });
});

describe('the count of segments', () => {
  test.each([
    ['a'.repeat(160), 'GSM-7', 160, 1],
    ['a'.repeat(161), 'GSM-7', 161, 2],
    ['a'.repeat(307), 'GSM-7', 307, 3],
    ['€'.repeat(80), 'GSM-7', 160, 1],
    [`${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 306, 3],
    ['ሀ'.repeat(70), 'UCS-2', 70, 1],
    ['ሀ'.repeat(135), 'UCS-2', 135, 3],
    [`${'ሀ'.repeat(66)}😀${'ሀ'.repeat(66)}`, 'UCS-2', 134, 3],
    ['don’t', 'UCS-2', 5, 1],
    ['ç', 'UCS-2', 1, 1],
    ['Ç', 'GSM-7', 1, 1],
    ['a\tb', 'UCS-2', 3, 1],
    ['', 'GSM-7', 0, 1],
  ] as const)('of %j', (text, encoding, units, segments) => {
    expect(measureText(text)).toStrictEqual({ encoding, units, segments });
  });
});
