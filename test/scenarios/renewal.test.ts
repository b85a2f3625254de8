import { describe, expect, test } from 'vitest';
import { world, type World } from '../world/world.ts';
import { isAsked, ledger, outbox } from './joined.ts';

const WEEK = { hours: 24 * 7 };

/** A member who answers every week, in a programme whose yes counts for 30 days; the question of the third week has come. */
async function inThirdWeek(): Promise<World> {
  const w = await world();
  await w.db.run((sql) => sql`update sending set consent_days = 30`);
  await isAsked(w);
  for (let week = 1; week <= 3; week += 1) {
    expect(w.phone.lastHeard()).toContain('How is your small step');
    if (week === 3) return w;
    await w.phone.texts('1');
    await w.clock.advance(WEEK);
  }
  return w;
}

/** The fourth week has come, in which a yes is asked for anew. */
async function inFourthWeek(): Promise<World> {
  const w = await inThirdWeek();
  await w.phone.texts('1');
  await w.clock.advance(WEEK);
  return w;
}

describe('before a yes is over it is asked for again [req C12]', () => {
  test('in place of the weekly question, and a fresh yes goes on', async () => {
    const w = await inFourthWeek();
    expect(w.phone.lastHeard()).toContain('Which language');
    for (const text of ['1', '1', '1', '2']) await w.phone.texts(text);
    expect(await ledger(w)).toEqual(['given check_ins', 'given check_ins']);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step');
    await w.phone.texts('1');
    await w.clock.advance(WEEK);
    expect(w.phone.lastHeard()).toContain('How is your small step');
  });

  test('silence is no yes: it is asked once, and then nothing comes', async () => {
    const w = await inFourthWeek();
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 40 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await ledger(w)).toEqual(['given check_ins']);
    expect((await outbox(w)).filter((row) => row.startsWith('timer queued'))).toEqual([]);
  });

  test('once more where that text could not leave in time; asked so, it waits for no other', async () => {
    const w = await inThirdWeek();
    await w.db.run((sql) => sql`update sending set quiet = true`);
    await w.phone.texts('1');
    await w.clock.advance(WEEK);
    expect((await outbox(w)).at(-1)).toBe('timer queued');
    await w.clock.advance({ hours: 24 * 5 });
    expect((await outbox(w)).at(-1)).toBe('timer expired late');
    await w.db.run((sql) => sql`update sending set quiet = false`);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 3 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(w.phone.lastHeard()).toContain('Which language');
    await w.clock.advance({ hours: 24 * 30 });
    expect(w.phone.heard()).toHaveLength(heard + 1);
    expect(await ledger(w)).toEqual(['given check_ins']);
  });

  test('no is a no: what was agreed to ends with its time', async () => {
    const w = await inFourthWeek();
    for (const text of ['1', '1', '2']) await w.phone.texts(text);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 40 });
    expect(w.phone.heard()).toHaveLength(heard);
  });
});
