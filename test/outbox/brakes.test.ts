import { describe, expect, test } from 'vitest';
import { outbox } from '../scenarios/joined.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';
import { isAsked } from '../scenarios/joined.ts';

const LOOP = "    when is_looped(m, p_now) then 'looped'\n";
const SPENT = "    when is_spent(m, p_now) then 'spent'\n";

/** How many texts came for so many of hers. */
async function hears({ phone }: World, texts: readonly string[]): Promise<number> {
  const before = phone.heard().length;
  for (const text of texts) await phone.texts(text);
  return phone.heard().length - before;
}

const alarms = ({ lines }: World, event: string) => lines.filter((line) => line.includes(event));

describe('a loop', () => {
  test('the same text gets the same answer twice in ten minutes, the brake is told once, and a STOP is acknowledged [rel P19]', async () => {
    const w = await world();
    expect(await hears(w, ['HELP', 'HELP', 'HELP', 'HELP'])).toBe(2);
    expect((await outbox(w)).slice(-2)).toEqual([
      'reply cancelled looped',
      'reply cancelled looped',
    ]);
    expect(alarms(w, '"brake_held"')).toHaveLength(1);
    expect(await hears(w, ['help please', 'INFO', 'JOIN', '1'])).toBe(4);
    await w.clock.advance({ minutes: 11 });
    expect(await hears(w, ['HELP', 'HELP', 'HELP'])).toBe(2);
    expect(await hears(w, ['STOP'])).toBe(1);
    expect(w.phone.lastHeard()).toContain('No more texts');
  });

  test('mutant: without the brake a machine is answered as often as it writes', async () => {
    const w = await world({ prepare: withoutPiece('open_for_send', LOOP) });
    expect(await hears(w, ['HELP', 'HELP', 'HELP', 'HELP'])).toBe(4);
  });
});

describe('texts that nobody asked for', () => {
  test('six in an hour without an answer, and her answer begins the hour anew [rel P19]', async () => {
    const w = await world();
    await isAsked(w);
    expect(await unasked(w, 8)).toBe(5);
    await w.phone.texts('HELP');
    expect(await unasked(w, 8)).toBe(6);
  });

  test('what waited for the morning counts when it leaves', async () => {
    const w = await world();
    await isAsked(w);
    await w.clock.advance({ hours: 10 });
    expect(await unasked(w, 10)).toBe(0);
    await w.clock.advance({ hours: 11 });
    expect(w.phone.heard().filter((text) => text.startsWith('News'))).toHaveLength(6);
  });
});

describe('a budget', () => {
  test('of a number: nothing more is sent that month but an acknowledgement, and safety [rel P19]', async () => {
    const w = await world();
    await isAsked(w);
    await w.db.run(
      (sql) => sql`update sending set number_month_max = (
      select sum(segments) from message where class <> 'acknowledgement') + 2`,
    );
    expect(await unasked(w, 1)).toBe(1);
    expect(await hears(w, ['HELP', 'JOIN'])).toBeLessThan(2);
    expect(await outbox(w)).toContain('reply cancelled spent');
    await queueMessage(w, { kind: 'safety', heardAt: w.clock.now(), text: 'In danger, call' });
    await w.clock.settle();
    expect(w.phone.lastHeard()).toBe('In danger, call');
    expect(await hears(w, ['STOP'])).toBe(1);
  });

  test('mutant: without it the number costs what it wants', async () => {
    const w = await world({ prepare: withoutPiece('open_for_send', SPENT) });
    await isAsked(w);
    await w.db.run((sql) => sql`update sending set number_month_max = 1`);
    expect(await hears(w, ['HELP'])).toBe(1);
  });
});

async function unasked(w: World, count: number): Promise<number> {
  const before = w.phone.heard().length;
  for (let i = 0; i < count; i += 1)
    await queueMessage(w, { kind: 'broadcast', purpose: 'check_ins', text: `News ${i}` });
  await w.clock.settle();
  return w.phone.heard().length - before;
}
