import { describe, expect, test } from 'vitest';
import { newId } from '../../src/base/ids.ts';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { world, type World } from '../world/world.ts';
import { ledger } from './joined.ts';

/** Hands a text to a process that has just started and knows nothing but the database. */
async function textsToNewProcess(w: World, text: string): Promise<void> {
  const from = parsePhoneNumber(w.phone.number);
  if (from === undefined) throw new Error('not a number');
  const arrival = { provider: 'africastalking', providerId: newId(), from, to: '22340', text };
  await w.inNewProcess((made) => made.receiver.sms({ ...arrival, sentAt: w.clock.now() }));
}

async function pressesInNewProcess(w: World, input: string): Promise<string> {
  const from = parsePhoneNumber(w.phone.number);
  if (from === undefined) throw new Error('not a number');
  let screen = '';
  const hop = { provider: 'africastalking', sessionId: 'S1', from, input, dialSuffix: undefined };
  await w.inNewProcess(async (made) => {
    screen = (await made.receiver.ussd(hop)).text;
  });
  return screen;
}

describe('a flow goes on from the database alone', () => {
  test('by SMS: every text meets a new process [rel P23]', async () => {
    const w = await world();
    for (const text of ['JOIN', '1', '1', '1', '2']) await textsToNewProcess(w, text);
    expect(w.phone.lastHeard()).toContain('The first question comes tomorrow');
    await w.clock.advance({ hours: 24 });
    for (const text of ['3', '1']) await textsToNewProcess(w, text);
    expect(w.phone.lastHeard()).toContain('Take only the first small bit of it');
    await textsToNewProcess(w, 'STOP');
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });

  test('by USSD: every hop of one session meets a new process', async () => {
    const w = await world();
    const screens: string[] = [];
    for (const input of ['', '1', '1*1', '1*1*1', '1*1*1*1', '1*1*1*1*88', '1*1*1*1*88*1'])
      screens.push(await pressesInNewProcess(w, input));
    expect(screens.at(-2)).toContain('1 I pressed by mistake');
    expect(screens.at(-1)).toContain('Nothing was changed');
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins', 'given check_ins']);
  });
});

describe('a programme that has SMS only', () => {
  test('is played from JOIN to STOP by text, and knows no code to dial', async () => {
    const w = await world({ programme: 'demo-zimbabwe' });
    await w.phone.texts('JOIN');
    expect(w.phone.lastHeard()).toContain('Mutauro upi?');
    for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('Danho renyu diki');
    await w.phone.texts('88');
    expect(w.phone.lastHeard()).toContain('Hapachina mameseji');
    expect(w.phone.heard().join('\n')).not.toMatch(/\*\d+/u);
    expect(await ledger(w)).toEqual(['given check_ins', 'withdrawn check_ins']);
  });
});
