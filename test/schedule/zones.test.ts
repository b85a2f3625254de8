import { describe, expect, test } from 'vitest';
import { joins } from '../scenarios/joined.ts';
import { flowsWith } from '../scenarios/flows-with.ts';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';

const inZone = (timeZone: string, hours = `{ from: '08:00', to: '19:00' }`) =>
  flowsWith({
    'programmes/demo-kenya.yaml': (before) =>
      before
        .replace('time_zone: Africa/Nairobi', `time_zone: ${timeZone}`)
        .replace(/contact_hours: .*/u, `contact_hours: ${hours}`),
  });
const asked = ({ phone }: World) =>
  phone.heard().filter((text) => text.includes('How is your small step')).length;

describe('a question that falls due at night comes when the hours open where the programme is, once', () => {
  // Joined at nine in the evening two days before; clocks change in the night before it opens, where they do.
  test.each([
    ['Africa/Nairobi', '2027-01-05T18:00:00Z', '2027-01-07T05:00:00Z'],
    ['Africa/Harare', '2027-01-05T19:00:00Z', '2027-01-07T06:00:00Z'],
    ['Asia/Kolkata', '2027-01-05T15:30:00Z', '2027-01-07T02:30:00Z'],
    ['America/Lima', '2027-01-06T02:00:00Z', '2027-01-07T13:00:00Z'],
    ['Africa/Cairo', '2027-04-28T19:00:00Z', '2027-04-30T05:00:00Z'],
    ['Africa/Cairo', '2027-10-27T18:00:00Z', '2027-10-29T06:00:00Z'],
    ['Africa/Casablanca', '2026-02-13T20:00:00Z', '2026-02-15T08:00:00Z'],
    ['Africa/Casablanca', '2026-03-20T21:00:00Z', '2026-03-22T07:00:00Z'],
    ['Europe/London', '2027-03-26T21:00:00Z', '2027-03-28T07:00:00Z'],
    ['Europe/London', '2027-10-29T20:00:00Z', '2027-10-31T08:00:00Z'],
  ])('in %s: joined %s, asked %s', async (timeZone, joined, opens) => {
    // The demonstration begins within hours: so eight hours before.
    const start = new Date(new Date(joined).getTime() - 8 * 3_600_000);
    const w = await world({ flowsFolder: inZone(timeZone), start });
    await w.clock.jump({ hours: 8 });
    await joins(w.phone);
    const leftMs = new Date(opens).getTime() - w.clock.now().getTime();
    await w.clock.advance({ seconds: leftMs / 1_000 - 60 });
    expect(asked(w)).toBe(0);
    await w.clock.advance({ minutes: 2 });
    expect(asked(w)).toBe(1);
    await w.clock.advance({ hours: 6 });
    expect(asked(w)).toBe(1);
  });
});

describe('a pause in the hours', () => {
  const hours = `{ from: '08:00', to: '19:00', without: [{ from: '12:00', to: '14:00', days: [fri] }] }`;
  /** Eleven on a Friday in Cairo. */
  const start = new Date('2027-01-08T09:00:00Z');
  const unasked = { purpose: 'check_ins', kind: 'timer', text: 'unasked' } as const;

  /** A member with hours of her own, in which the pause lies. */
  async function inThePause(prepare?: Parameters<typeof world>[0]): Promise<World> {
    const w = await world({ flowsFolder: inZone('Africa/Cairo', hours), start, ...prepare });
    await w.clock.jump({ hours: 1, minutes: 30 });
    await joins(w.phone);
    await w.db.run((sql) => sql`update member set hours_from = '09:00', hours_to = '18:00'`);
    return w;
  }

  test('holds at the gate, for hours of her own too; answers come at once', async () => {
    const w = await inThePause();
    await queueMessage(w, unasked);
    await w.clock.settle();
    expect(w.phone.heard()).not.toContain('unasked');
    await w.phone.texts('HELP');
    expect(w.phone.lastHeard()).toContain('To talk with somebody');
    await w.clock.advance({ minutes: 85 });
    expect(w.phone.heard()).not.toContain('unasked');
    await w.clock.advance({ minutes: 10 });
    expect(w.phone.lastHeard()).toBe('unasked');
  });

  test('mutant: a gate that does not look whether the day is open lets it leave', async () => {
    const w = await inThePause({ prepare: withoutPiece('unwanted', 'p_day_open and ') });
    await queueMessage(w, unasked);
    await w.clock.settle();
    expect(w.phone.heard()).toContain('unasked');
  });
});
