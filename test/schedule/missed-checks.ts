import { expect } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { joins } from '../scenarios/joined.ts';
import { joinsShipped } from '../scenarios/joins-shipped.ts';
import type { World, WorldPhone } from '../world/world.ts';

/** In hours. */
export const DAY = 24;
export const WEEK = 7 * DAY;
const HOUR_MS = 3_600_000;
const QUESTION = 'How is your small step';

/** As the check-in that ships: the next time is set before anything is asked. */
export const setsFirst = {
  'check-in/flow.yaml': (before: string) =>
    before
      .replace('start: how_did_it_go', 'start: begin')
      .replace(
        'steps:\n',
        'steps:\n  begin: { do: { start: { flow: check-in, in: rhythm, send_within: 48h } }, to: how_did_it_go }\n',
      ),
};
export const asked = (phone: WorldPhone) =>
  phone.heard().filter((text) => text.includes(QUESTION)).length;
export const after = (date: Date, hours: number) => new Date(date.getTime() + hours * HOUR_MS);

export function indexOf(w: World, phone: WorldPhone): Buffer {
  return createKeyring(w.secrets).numberIndex(phone.number);
}

/** When the phone is due to be begun with again; undefined where it never is. */
export async function dueAt(w: World, phone = w.phone): Promise<Date | undefined> {
  const numberIndex = indexOf(w, phone);
  const rows = await w.db.run(
    (sql) => sql<{ dueAt: Date }[]>`
      select due_at from timer join phone on phone.id = phone_id
      where number_index = ${numberIndex} and timer.kind in ('start', 'remind')`,
  );
  expect(rows.length).toBeLessThan(2);
  return rows[0]?.dueAt;
}

export async function dueOf(w: World, phone = w.phone): Promise<Date> {
  const due = await dueAt(w, phone);
  if (due === undefined) throw new Error('nothing is due');
  return due;
}

/** The service is down for longer than her question is worth sending: it comes a week after it was due, and not before. */
export async function expectNextWeek(w: World): Promise<void> {
  await joins(w.phone);
  const due = await dueOf(w);
  await w.clock.jump({ hours: 3 * DAY + 1 });
  expect(await dueOf(w)).toEqual(after(due, WEEK));
  await w.clock.advance({ hours: 4 * DAY });
  expect(asked(w.phone)).toBe(0);
  await w.clock.advance({ hours: DAY });
  expect(asked(w.phone)).toBe(1);
}

export type Act = (w: World) => Promise<unknown>;

/** For three weeks no question reaches her; when one can, it comes. In a world of the flows that ship. */
export async function expectNoSilence(w: World, hinder: Act, free: Act): Promise<void> {
  await joinsShipped(w.phone, 'demo-kenya');
  await hinder(w);
  await w.clock.advance({ hours: 3 * WEEK });
  expect(asked(w.phone)).toBe(0);
  await free(w);
  await w.clock.settle();
  const before = asked(w.phone);
  await w.clock.advance({ hours: WEEK });
  expect(asked(w.phone)).toBeGreaterThan(before);
}

export const sending = (set: string) => (w: World) =>
  w.db.run((sql) => sql.unsafe(`update sending set ${set}`));
