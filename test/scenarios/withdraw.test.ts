import { describe, expect, test } from 'vitest';
import { holdGate } from '../world/hold-gate.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World, type WorldOptions } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';
import { isAsked, ledger, outbox } from './joined.ts';

const MENU = `
spec: 1
flow: menu
version: 2
start: home
expires: 1d
steps:
  home:
    ask: home
    choices:
      1: { means: groups, to: end, do: { subscribe: group_reminders } }
      2: { means: no_questions, to: end, do: { unsubscribe: check_ins } }
`;
const texts = (language: string, name: string) => `
spec: 1
language: ${language}
name: ${name}
reviewed: null
texts: { home: Please choose }
choices: { groups: Groups, no_questions: No more questions }
`;
/** A menu that gives one purpose and takes another back. */
const flowsFolder = flowsWith({
  'menu/flow.yaml': MENU,
  'menu/en.yaml': texts('en', 'English'),
  'menu/sn.yaml': texts('sn', 'ChiShona'),
});

async function member(options: WorldOptions = {}): Promise<World> {
  const w = await world({ flowsFolder, ...options });
  await isAsked(w);
  for (const text of ['00', '1']) await w.phone.texts(text);
  expect(await ledger(w)).toEqual(['given check_ins', 'given group_reminders']);
  return w;
}

describe('taking one purpose back', () => {
  test('ends its texts and timers for good; the other purpose goes on [req C4]', async () => {
    const w = await member();
    await w.phone.texts('00');
    await queueMessage(w, { purpose: 'check_ins', sendAfter: inAnHour(w) });
    await queueMessage(w, { purpose: 'group_reminders', sendAfter: inAnHour(w) });
    await w.phone.texts('2');
    await finished(w);
    expect(await ledger(w)).toEqual([
      'given check_ins',
      'given group_reminders',
      'withdrawn check_ins',
    ]);
    await w.clock.advance({ hours: 2 });
    expect((await outbox(w)).filter((row) => row.startsWith('broadcast'))).toEqual([
      'broadcast cancelled withdrawn',
      'broadcast sent',
    ]);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 15 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('holds from the commit of the turn on, before it is finished', async () => {
    const w = await member();
    await w.phone.texts('00');
    const gate = await holdGate(w);
    await w.phone.texts('2');
    await queueMessage(w, { purpose: 'check_ins' });
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('broadcast cancelled no_consent');
    await gate.release();
    await finished(w);
    expect((await ledger(w)).at(-1)).toBe('withdrawn check_ins');
  });

  test('mutant: a gate that does not know of open withdrawals lets a text leave', async () => {
    const w = await member({
      prepare: withoutPiece('has_consent', 'and w.finished_at is null', 'and false'),
    });
    await w.phone.texts('00');
    const gate = await holdGate(w);
    await w.phone.texts('2');
    await queueMessage(w, { purpose: 'check_ins' });
    await w.clock.settle();
    expect((await outbox(w)).at(-1)).toBe('broadcast sent');
    await gate.release();
    await finished(w);
  });

  test('leaves a reply that is on its way to this person alone', async () => {
    const w = await member();
    await w.phone.texts('00');
    await w.phone.texts('2');
    await w.phone.texts('HELP');
    await finished(w);
    expect(w.phone.lastHeard()).toContain('To talk with somebody');
    expect((await outbox(w)).filter((row) => row.startsWith('reply cancelled'))).toEqual([]);
  });
});

function inAnHour({ clock }: World): Date {
  return new Date(clock.now().getTime() + 3_600_000);
}

async function finished({ db, clock }: World): Promise<void> {
  for (;;) {
    const open = await db.run((sql) => sql`select from withdrawal where finished_at is null`);
    if (open.length === 0) return clock.settle();
  }
}
