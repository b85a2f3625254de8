import { describe, expect, test } from 'vitest';
import { isAsked, joins } from '../scenarios/joined.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';

const asked = ({ phone }: World) =>
  phone.heard().filter((text) => text.includes('How is your small step')).length;
const HOURS_A_YEAR = 24 * 365;

describe('a clock that jumps', () => {
  test('an hour back sends nothing early and nothing twice [rel P27]', async () => {
    const w = await world();
    await joins(w.phone);
    await w.clock.advance({ hours: 23, minutes: 30 });
    await w.clock.jump({ hours: -1 });
    await w.clock.advance({ hours: 1, minutes: 20 });
    expect(asked(w)).toBe(0);
    await w.clock.advance({ minutes: 20 });
    expect(asked(w)).toBe(1);
    await w.clock.jump({ hours: -1 });
    await w.clock.advance({ hours: 3 });
    expect(asked(w)).toBe(1);
    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toContain('Well done');
  });

  test('an hour on sends what fell due in it once, and what is due later at its time', async () => {
    const w = await world();
    await joins(w.phone);
    await queueMessage(w, {
      purpose: 'check_ins',
      text: 'later',
      sendAfter: new Date(w.clock.now().getTime() + 25 * 3_600_000),
    });
    await w.clock.advance({ hours: 23, minutes: 30 });
    await w.clock.jump({ hours: 1 });
    expect(asked(w)).toBe(1);
    expect(w.phone.heard()).not.toContain('later');
    await w.clock.jump({ hours: -1 });
    await w.clock.advance({ hours: 1, minutes: 20 });
    expect(w.phone.heard()).not.toContain('later');
    await w.clock.advance({ minutes: 20 });
    expect(w.phone.heard().filter((text) => text === 'later')).toHaveLength(1);
    expect(asked(w)).toBe(1);
  });

  test('a year on sends nothing of what was due in it: it is dropped at its send_by, and no yes is left', async () => {
    const w = await world();
    await isAsked(w);
    await queueMessage(w, { purpose: 'check_ins', text: 'too late', sendAfter: inHours(w, 12) });
    const heard = w.phone.heard().length;
    await w.clock.jump({ hours: HOURS_A_YEAR });
    await w.clock.advance({ hours: 24 * 8 });
    expect(w.phone.heard()).toHaveLength(heard);
    const states = await w.db.run(
      (sql) =>
        sql<{ state: string }[]>`select distinct state from message where class = 'broadcast'`,
    );
    expect(states.map(({ state }) => state)).toEqual(['expired']);
  });

  test('with two processes and a restart between, each timer fires once [rel P27]', async () => {
    const w = await world();
    const phones = Array.from({ length: 6 }, (_, index) => w.phoneOf(`+25471400020${index}`));
    for (const phone of phones) await joins(phone);
    await w.replica();
    await w.clock.jump({ hours: 23, minutes: 59 });
    await w.clock.jump({ hours: -1 });
    await w.inNewProcess(async (made) => made.wake());
    await w.clock.jump({ hours: 1, minutes: 2 });
    await w.clock.jump({ hours: -1 });
    await w.clock.jump({ hours: 2 });
    for (const phone of phones)
      expect(phone.heard().filter((text) => text.includes('How is your small step'))).toHaveLength(
        1,
      );
  });
});

function inHours(w: World, hours: number): Date {
  return new Date(w.clock.now().getTime() + hours * 3_600_000);
}
