import { describe, expect, test } from 'vitest';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { invite } from '../../src/engine/invite.ts';
import { world, type World } from '../world/world.ts';
import { joins, ledger } from './joined.ts';

describe('joining', () => {
  test('JOIN by SMS takes five texts to a yes, and the first question comes next day [req C4]', async () => {
    const w = await world();
    await w.phone.texts('JOIN');
    expect(w.phone.lastHeard()).toContain('Which language?');
    for (const text of ['1', '1', '1']) await w.phone.texts(text);
    expect(await ledger(w)).toEqual(['given check_ins']);
    await w.phone.texts('2');
    expect(w.phone.lastHeard()).toContain('The first question comes tomorrow');
    expect(w.phone.heard()).toHaveLength(5);
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('How is your small step going?');
  });

  test('dialling leads to the same yes in at most five hops behind the menu', async () => {
    const w = await world();
    expect(await w.phone.dials()).toContain('Please choose:');
    expect(await w.phone.replies('1')).toContain('Which language?');
    await w.phone.replies('1');
    await w.phone.replies('1');
    await w.phone.replies('1');
    const last = await w.phone.replies('1');
    expect(last).toContain('The first text comes tomorrow');
    expect(w.phone.raw.screen?.state).toBe('ended');
    expect(await ledger(w)).toEqual(['given check_ins']);
    expect(await sharedPhone(w)).toBe(true);
    expect(w.phone.heard()).toEqual([]);
  });

  test('whoever chooses Shona is spoken to in Shona from then on', async () => {
    const w = await world();
    await w.phone.texts('JOIN');
    await w.phone.texts('2');
    expect(w.phone.lastHeard()).toContain('Kupinda mahara');
    for (const text of ['1', 'hongu', 'kwete']) await w.phone.texts(text);
    expect(w.phone.lastHeard()).toContain('Maita basa');
    await w.clock.advance({ hours: 24 });
    expect(w.phone.lastHeard()).toContain('Danho renyu diki');
    await w.phone.texts('STOP');
    expect(w.phone.lastHeard()).toContain('Hapachina mameseji');
  });

  test('JOIN a second time changes nothing and sets no second question', async () => {
    const w = await world();
    await joins(w.phone);
    await w.phone.texts('JOIN');
    expect(w.phone.heard().join('\n')).toContain('You already take part');
    expect(await ledger(w)).toEqual(['given check_ins']);
    await w.clock.advance({ hours: 25 });
    const asked = w.phone.heard().filter((text) => text.includes('How is your small step'));
    expect(asked.length).toBeLessThanOrEqual(1);
  });

  test('"no" subscribes nothing, and nothing is ever sent unasked [req C1]', async () => {
    const w = await world();
    for (const text of ['JOIN', '1', '1', 'no']) await w.phone.texts(text);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 15 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await ledger(w)).toEqual([]);
  });

  test('an unfinished enrolment never becomes a member by waiting [req C6]', async () => {
    const w = await world();
    for (const text of ['JOIN', '1', '1']) await w.phone.texts(text);
    const heard = w.phone.heard().length;
    await w.clock.advance({ hours: 24 * 20 });
    expect(w.phone.heard()).toHaveLength(heard);
    expect(await ledger(w)).toEqual([]);
  });
});

describe('a number that somebody else entered', () => {
  test('gets one neutral invitation, ever; only its own JOIN and yes enrol it [req C5]', async () => {
    const w = await world();
    expect(await invites(w, w.phone.number)).toBe('invited');
    expect(await invites(w, w.phone.number)).toBe('already');
    await w.clock.advance({ hours: 24 * 8 });
    expect(w.phone.heard()).toHaveLength(1);
    expect(w.phone.lastHeard()).toContain('If you do nothing, we will not text again');
    expect(await ledger(w)).toEqual([]);
    await joins(w.phone);
    expect(await ledger(w)).toEqual(['given check_ins']);
  });

  test('is not invited once it has said STOP, now or later [req C2]', async () => {
    const w = await world();
    await w.phone.texts('STOP');
    const heard = w.phone.heard().length;
    expect(await invites(w, w.phone.number)).toBe('stopped');
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toHaveLength(heard);
  });

  test('is invited within contact hours only, and a STOP before then wins', async () => {
    const w = await world();
    await w.clock.advance({ hours: 12 });
    expect(await invites(w, w.phone.number)).toBe('invited');
    await w.clock.settle();
    expect(w.phone.heard()).toEqual([]);
    await w.phone.texts('STOP');
    await w.clock.advance({ hours: 24 });
    expect(w.phone.heard()).toEqual([expect.stringContaining('No more texts')]);
  });
});

describe('a stranger', () => {
  test('gets one neutral answer a day, whatever is written', async () => {
    const w = await world();
    for (const text of ['hello', 'good evening', '12345']) await w.phone.texts(text);
    expect(w.phone.heard()).toEqual([expect.stringContaining('community news and information')]);
    await w.clock.advance({ hours: 24 });
    await w.phone.texts('hello?');
    expect(w.phone.heard()).toHaveLength(2);
  });
});

async function sharedPhone({ db }: World): Promise<boolean | null | undefined> {
  const [row] = await db.run(
    (sql) => sql<{ sharedPhone: boolean | null }[]>`select shared_phone from member`,
  );
  return row?.sharedPhone;
}

async function invites({ service }: World, number: string): Promise<string> {
  const parsed = parsePhoneNumber(number);
  if (parsed === undefined) throw new Error('not a number');
  return invite(service.setting, service.pools.web, parsed, 'test');
}
