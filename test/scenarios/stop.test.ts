import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { setPaused } from '../../src/store/sending-state.ts';
import { holdGate } from '../world/hold-gate.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';
import { callBack, textDated } from './call-back.ts';
import { isAsked, joins, ledger, outbox } from './joined.ts';

const SEED = 20_261_124;
const ACK = 'OK. No more texts. To come back, text START.';

describe('after STOP', () => {
  test('one acknowledgement is the last text: consent is out, and nothing is due any more [req C2][rel P7]', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('STOP');
    expect(w.phone.lastHeard()).toBe(ACK);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 30 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('a second STOP is taken and not acknowledged again', async () => {
    const w = await world();
    await joins(w.phone);
    await Promise.all([w.phone.raw.texts('STOP'), w.phone.raw.texts('Stop please')]);
    await w.phone.texts('stop!');
    expect(acknowledgements(w)).toBe(1);
  });

  test('a STOP that comes while the acknowledgement waits does not swallow it', async () => {
    const w = await world();
    await joins(w.phone);
    await w.db.run((sql) => setPaused(sql, true));
    await w.phone.texts('STOP');
    await w.phone.texts('STOP');
    await w.db.run((sql) => setPaused(sql, false));
    w.service.wake();
    await w.clock.settle();
    expect(acknowledgements(w)).toBe(1);
  });

  test('no plain text is answered, and none subscribes [rel P6]', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    const plain = [
      '1',
      '2',
      'yes',
      'done',
      'hello',
      'ok',
      '0',
      '7',
      '00',
      'lang',
      '😀',
      '',
      'stat',
    ];
    const random = fc.sample(fc.string({ unit: 'binary', minLength: 3 }), {
      numRuns: 40,
      seed: SEED,
    });
    for (const text of plain) await w.phone.texts(text);
    for (const text of random) await w.phone.raw.texts(text);
    await w.clock.settle();
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('HELP and 9 are answered at most three times a day, and subscribe nothing', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    for (const text of ['HELP', '9', 'HELP', '9', 'HELP']) await w.phone.texts(text);
    expect(w.phone.heard()).toHaveLength(heard + 3);
    await w.clock.advance({ hours: 25 });
    await w.phone.texts('HELP');
    expect(w.phone.heard()).toHaveLength(heard + 4);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('while all sending is paused nothing leaves; then only the acknowledgement does [rel P10]', async () => {
    const w = await world();
    await isAsked(w);
    await w.db.run((sql) => setPaused(sql, true));
    await w.phone.texts('1');
    const heard = w.phone.heard().length;
    await w.phone.texts('STOP');
    expect(w.phone.heard()).toHaveLength(heard);
    await w.db.run((sql) => setPaused(sql, false));
    w.service.wake();
    await w.clock.settle();
    expect(w.phone.heard().slice(heard)).toEqual([ACK]);
  });
});

describe('coming back', () => {
  test('START begins anew, says the way out, and asks for consent again [req C11]', async () => {
    const w = await world();
    await isAsked(w);
    await w.phone.texts('STOP');
    await w.clock.advance({ minutes: 1 });
    await w.phone.texts('START');
    expect(w.phone.lastHeard()).toContain(
      'Welcome back to Mazano Circle. To stop all texts, reply STOP.',
    );
    expect(w.phone.lastHeard()).toContain('Which language?');
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 9 });
    expect(w.phone.heard()).toHaveLength(heard);
    for (const text of ['START', '1', '1', '1', '2']) await w.phone.texts(text);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins', 'given check_ins']);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
  });

  test('a START dated before the STOP, or at the same second, does not count', async () => {
    const w = await world();
    await joins(w.phone);
    const stopped = w.clock.now();
    await textDated(w, 'STOP', stopped);
    await w.clock.advance({ minutes: 1 });
    await textDated(w, 'START', new Date(stopped.getTime() - 1_000));
    await textDated(w, 'JOIN', stopped);
    expect(w.phone.lastHeard()).toBe(ACK);
    await textDated(w, 'START', new Date(stopped.getTime() + 1_000));
    expect(w.phone.lastHeard()).toContain('Welcome back');
  });

  test('a START waits until the STOP before it is finished, so that nothing older follows it', async () => {
    const w = await world();
    await joins(w.phone);
    const gate = await holdGate(w);
    const stopping = w.phone.raw.texts('STOP');
    await asked(w);
    const early = await callBack(w, 'sms', start(w, 'early'));
    await Promise.all([gate.release(), stopping]);
    await w.clock.settle();
    const later = await callBack(w, 'sms', start(w, 'early'));
    expect([early.status, later.status]).toEqual([503, 200]);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('each STOP that changes something is acknowledged once', async () => {
    const w = await world();
    for (let round = 1; round <= 3; round += 1) {
      await w.phone.texts('STOP');
      await w.clock.advance({ minutes: 1 });
      await w.phone.texts('START');
      await w.clock.advance({ minutes: 1 });
      expect(acknowledgements(w)).toBe(round);
    }
  });
});

describe('what was made before a STOP', () => {
  test('never leaves after a START, be it queued, waiting for the morning, or for another try', async () => {
    const w = await world();
    await joins(w.phone);
    await w.clock.advance({ hours: 9 });
    await queueMessage(w, { epoch: 0, purpose: 'check_ins' });
    await w.clock.settle();
    await w.phone.texts('STOP');
    await w.clock.advance({ minutes: 1 });
    for (const text of ['START', '1', '1', '1', '2']) await w.phone.texts(text);
    await queueMessage(w, { epoch: 0, purpose: 'check_ins' });
    const before = w.phone.heard().length;
    await w.clock.advance({ hours: 12 });
    const reasons = (await outbox(w)).filter((row) => row.startsWith('broadcast'));
    expect(reasons).toEqual(['broadcast cancelled stopped', 'broadcast cancelled epoch']);
    expect(w.phone.heard()).toHaveLength(before);
  });

  test('mutant: a gate that compares no epochs lets it leave', async () => {
    const w = await world({
      prepare: withoutPiece('open_for_send', "when m.epoch <> v_epoch then 'epoch'"),
    });
    await joins(w.phone);
    await w.phone.texts('STOP');
    await w.clock.advance({ minutes: 1 });
    for (const text of ['START', '1', '1', '1', '2']) await w.phone.texts(text);
    await queueMessage(w, { epoch: 0, purpose: 'check_ins' });
    await w.clock.settle();
    expect((await outbox(w)).filter((row) => row.startsWith('broadcast'))).toEqual([
      'broadcast sent',
    ]);
  });
});

describe('the operator or gateway', () => {
  test('says it by the opt-out callback: stopped, without a text [rel P9]', async () => {
    const w = await world();
    await isAsked(w);
    const heard = w.phone.heard().length;
    await w.phone.raw.optsOut();
    await w.clock.advance({ hours: 24 * 9 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await ledger(w)).toContain('withdrawn check_ins');
  });

  test('says it by code 406: stopped, and never tried again [rel P9]', async () => {
    const w = await world();
    await joins(w.phone);
    w.standIn.faults.set({ outcomes: [{ code: 406 }] });
    await w.clock.advance({ hours: 24 });
    const tried = w.standIn.arrivals.whole;
    await w.clock.advance({ hours: 24 * 9 });
    expect(w.standIn.arrivals.whole).toBe(tried);
    expect(await ledger(w)).toContain('withdrawn check_ins');
    expect((await outbox(w)).at(-1)).toBe('timer failed');
  });

  test.each(['UserInBlackList', 'UserInBlacklist'])(
    'says it by the failure reason %s of a report: stopped [rel P9]',
    async (failureReason) => {
      const w = await world();
      await joins(w.phone);
      const id = w.standIn.messages.at(-1)?.providerId ?? '';
      const report = { id, status: 'Failed', failureReason, phoneNumber: w.phone.number };
      expect((await callBack(w, 'delivery', report)).status).toBe(200);
      await w.clock.settle();
      expect(await ledger(w)).toContain('withdrawn check_ins');
    },
  );
});

function acknowledgements({ phone }: World): number {
  return phone.heard().filter((text) => text === ACK).length;
}

function start({ phone, clock }: World, id: string): Record<string, string> {
  const date = new Date(clock.now().getTime() + 60_000).toISOString();
  return { from: phone.number, to: '22340', id, text: 'START', date };
}

/** Waits until the STOP is asked. */
async function asked({ db }: World): Promise<void> {
  for (;;) {
    const rows = await db.run((sql) => sql`select from stop_request`);
    if (rows.length > 0) return;
  }
}
