import { describe, expect, test } from 'vitest';
import { Refusal } from '../../src/base/refusal.ts';
import { type Called, simulatorWithService, until } from './simulator-bench.ts';

const ANNA = '+254711000111';
const plain = (body: string, init: ResponseInit = {}) =>
  new Response(body, { headers: { 'content-type': 'text/plain' }, ...init });
const con = () => plain('CON Where to?\n1 On');
const screens = (...bodies: string[]) => {
  let at = 0;
  return (each: Called) => (each.path === 'ussd' ? plain(bodies[at++] ?? 'END over') : plain(''));
};

describe('a session', () => {
  test('sends the whole history joined by *, with exactly five fields', async () => {
    const { simulator, of } = await simulatorWithService(
      screens('CON one', 'CON two', 'END three'),
    );
    const phone = simulator.phone(ANNA);
    expect(await phone.dials()).toMatchObject({
      state: 'open',
      text: 'one',
      characters: 3,
      warnings: [],
    });
    expect(await phone.replies('1')).toMatchObject({ state: 'open', text: 'two' });
    expect(await phone.replies('Asha & Co+1')).toMatchObject({ state: 'ended', text: 'three' });
    const [first, ...rest] = of('ussd');
    expect(first?.fields).toStrictEqual({
      sessionId: expect.stringMatching(/^ATUid_[0-9a-f]{32}$/),
      serviceCode: '*384*77#',
      phoneNumber: ANNA,
      networkCode: '63902',
      text: '',
    });
    expect(rest.map((each) => each.fields['text'])).toStrictEqual(['1', '1*Asha & Co+1']);
    expect(new Set(of('ussd').map((each) => each.fields['sessionId'])).size).toBe(1);
  });

  test('does not mark a * that was typed: the history looks like two replies', async () => {
    const { simulator, of } = await simulatorWithService(con);
    const phone = simulator.phone(ANNA);
    await phone.dials();
    await phone.replies('1');
    await phone.replies('5*6');
    await phone.replies('');
    expect(of('ussd').map((each) => each.fields['text'])).toStrictEqual([
      '',
      '1',
      '1*5*6',
      '1*5*6*',
    ]);
  });

  test('echoes the label of the last hop', async () => {
    const { simulator, of } = await simulatorWithService((_, i) =>
      plain(i === 0 ? 'CON a' : 'END b', { headers: { 'at-ussd-hop-metadata': `step${i}` } }),
    );
    const phone = simulator.phone(ANNA);
    await phone.dials();
    await phone.replies('1');
    expect(of('ussd').map((each) => each.hop)).toStrictEqual(['', 'step0']);
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect(end?.fields['hopsMetadata']).toBe('step0|step1');
  });

  test.each([
    ['A', '*384*77#', '1'],
    ['B', '*384*77*1#', ''],
    ['C', '*384*77#', '*384*77*1#'],
  ] as const)('dialled with a suffix comes in the form %s', async (dialForm, serviceCode, text) => {
    const { simulator, of } = await simulatorWithService(con);
    simulator.faults.set({ ussd: { dialForm } });
    await simulator.phone(ANNA).dials('1');
    expect(of('ussd')[0]?.fields).toMatchObject({ serviceCode, text });
  });

  test('of a foreign code, or where there is no USSD at all, never reaches the service', async () => {
    const { simulator, called } = await simulatorWithService(con);
    expect(await simulator.phone(ANNA).dialsCode('*999#')).toMatchObject({ state: 'no_such_code' });
    const without = await simulatorWithService(con, { serviceCode: undefined });
    expect(await without.simulator.phone(ANNA).dials()).toMatchObject({ state: 'no_such_code' });
    expect([...called, ...without.called]).toHaveLength(0);
  });

  test('can have one screen at a time: a second dial or an early reply is refused', async () => {
    const { simulator } = await simulatorWithService(con);
    const phone = simulator.phone(ANNA);
    await expect(phone.replies('1')).rejects.toThrow(Refusal);
    const opening = phone.dials();
    await expect(phone.dials()).rejects.toThrow(Refusal);
    await expect(phone.replies('1')).rejects.toThrow(Refusal);
    expect((await opening).state).toBe('open');
  });
});

describe('an answer that the gateway cannot use', () => {
  const rows: [string, () => Response | Promise<Response>][] = [
    ['without CON or END', () => plain('Karibu')],
    ['empty', () => plain('')],
    ['with a space before', () => plain(' CON x')],
    ['in lower case', () => plain('con x')],
    ['with nothing between', () => plain('CONx')],
    ['of status 403', () => plain('CON x', { status: 403 })],
    ['of status 500', () => plain('CON x', { status: 500 })],
    [
      'that never comes',
      () => new Promise<Response>((resolve) => setTimeout(() => resolve(con()), 300)),
    ],
  ];
  test.each(rows)('%s: the session fails and the phone shows nothing of it', async (_, answer) => {
    const { simulator, of } = await simulatorWithService(
      (each) => (each.path === 'ussd' ? answer() : plain('')),
      { timing: { ussdAnswerMs: 200 } },
    );
    expect(await simulator.phone(ANNA).dials()).toMatchObject({ state: 'failed', text: '' });
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect(end?.fields).toMatchObject({
      status: 'Failed',
      hopsCount: '1',
      errorMessage: 'Response should start with a CON or an END',
    });
  });
});

describe('a screen', () => {
  test.each([
    ['x'.repeat(160), []],
    ['x'.repeat(161), ['too_long']],
    ['caf\u00e9', ['not_ascii']],
    ['\u2019'.repeat(161), ['too_long', 'not_ascii']],
  ])('is measured without its CON (%#)', async (text, warnings) => {
    const { simulator } = await simulatorWithService(() => plain(`CON ${text}`));
    const screen = await simulator.phone(ANNA).dials();
    expect(screen).toMatchObject({ text, characters: text.length, warnings });
  });

  test.each(['after', 'parallel'] as const)(
    'asked for twice, %s, is compared with itself',
    async (repeat) => {
      for (const steady of [true, false]) {
        const { simulator, of } = await simulatorWithService((_, i) =>
          plain(steady ? 'CON a' : `CON ${i}`),
        );
        simulator.faults.set({ ussd: { repeat, endEvent: 'never' } });
        const screen = await simulator.phone(ANNA).dials();
        expect(screen.warnings).toStrictEqual(steady ? [] : ['repeat_differs']);
        expect(new Set(of('ussd').map((each) => each.raw)).size).toBe(1);
        expect(of('ussd')).toHaveLength(2);
      }
    },
  );
});

describe('the end of a session', () => {
  test('is told with every documented field', async () => {
    const { simulator, of } = await simulatorWithService(screens('CON one', 'END two'));
    const phone = simulator.phone(ANNA);
    await phone.dials();
    await phone.replies('1');
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect(end?.fields).toStrictEqual({
      date: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/),
      sessionId: phone.screen?.sessionId,
      serviceCode: '*384*77#',
      networkCode: '63902',
      phoneNumber: ANNA,
      status: 'Success',
      cost: '0',
      durationInMillis: expect.stringMatching(/^\d+$/),
      hopsCount: '2',
      hopsMetadata: '',
      input: '1',
      lastAppResponse: 'END two',
    });
  });

  test('comes from Cancel, and the next dial is a new session', async () => {
    const { simulator, of } = await simulatorWithService(con);
    const phone = simulator.phone(ANNA);
    const first = await phone.dials();
    phone.cancels();
    expect(phone.screen?.state).toBe('cancelled');
    const second = await phone.dials();
    expect(second.sessionId).not.toBe(first.sessionId);
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect(end?.fields).toMatchObject({ status: 'Incomplete', sessionId: first.sessionId });
  });

  test('while a screen is under way leaves that screen unread', async () => {
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    const { simulator, of } = await simulatorWithService((each) =>
      each.path === 'ussd' ? held.then(con) : plain(''),
    );
    const phone = simulator.phone(ANNA);
    const opening = phone.dials();
    await until(() => of('ussd').length === 1);
    phone.cancels();
    release();
    expect(await opening).toMatchObject({ state: 'cancelled', text: '' });
  });

  test('comes by itself after the idle time', async () => {
    const { simulator, of } = await simulatorWithService(con, { timing: { ussdIdleMs: 120 } });
    const phone = simulator.phone(ANNA);
    await phone.dials();
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect(phone.screen?.state).toBe('timed_out');
    expect(end?.fields['status']).toBe('Incomplete');
    await expect(phone.replies('1')).rejects.toThrow(Refusal);
  });

  test('comes after the whole time, however busily she types', async () => {
    const { simulator, of } = await simulatorWithService(con, {
      timing: { ussdIdleMs: 60_000, ussdTotalMs: 50 },
    });
    const phone = simulator.phone(ANNA);
    await phone.dials();
    let hops = 1;
    while (phone.screen?.state === 'open') {
      await phone.replies('1');
      hops += 1;
    }
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect(phone.screen?.state).toBe('timed_out');
    expect(end?.fields).toMatchObject({ status: 'Incomplete', hopsCount: String(hops) });
  });

  test('is told late when asked to', async () => {
    const lateEventMs = 60;
    const { simulator, of } = await simulatorWithService(() => plain('END one'), {
      timing: { lateEventMs },
    });
    simulator.faults.set({ ussd: { endEvent: 'late' } });
    const before = performance.now();
    await simulator.phone(ANNA).dials();
    const [end] = await until(() => of('ussd-end').length === 1 && of('ussd-end'));
    expect((end?.atMs ?? 0) - before).toBeGreaterThanOrEqual(lateEventMs - 1);
  });

  test('is never told when asked to', async () => {
    const { simulator, of } = await simulatorWithService(() => plain('END one'));
    simulator.faults.set({ ussd: { endEvent: 'never' } });
    await simulator.phone(ANNA).dials();
    simulator.faults.clear();
    const told = await simulator.phone(ANNA).dials();
    const ends = await until(() => of('ussd-end').length > 0 && of('ussd-end'));
    expect(ends.map((each) => each.fields['sessionId'])).toStrictEqual([told.sessionId]);
  });
});
