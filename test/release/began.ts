import { randomBytes } from 'node:crypto';
import { newId } from '../../src/base/ids.ts';
import type { Pool } from '../../src/store/connect.ts';

export type Began = {
  version: number;
  people: number;
  /** Of these, how many sent STOP an hour later, and how many were not understood once. */
  stops?: number;
  notUnderstood?: number;
  at: Date;
};

const HOUR_MS = 3_600_000;

/** Rows of the log as they are after so many people began the check-in; nothing else reads them. */
export async function began(pool: Pool, one: Began): Promise<void> {
  const { version, people, stops = 0, notUnderstood = 0, at } = one;
  const later = new Date(at.getTime() + HOUR_MS);
  const phones = Array.from({ length: people }, () => newId());
  const first = phones.map((id) => turnOf(id, 1, version, at, 'start'));
  const second = phones
    .slice(0, notUnderstood)
    .map((id) => turnOf(id, 2, version, later, 'not_understood'));
  const asks = phones.slice(0, stops).map((id) => ({ phone_id: id, asked_at: later }));
  await pool.run(async (db) => {
    await db`
      insert into turn (phone_id, turn, at, channel, event, flow, version, step, mac)
      select phone_id, turn, at, 'sms', event, 'check-in', version, 'how_did_it_go', ${randomBytes(32)}
      from json_to_recordset(${JSON.stringify([...first, ...second])}::text::json) as r(
        phone_id uuid, turn int, at timestamptz, event text, version int)`;
    await db`
      insert into stop_request (phone_id, provider, provider_id, channel, asked_at, acknowledge, withdrawn_at, stopped_at)
      select phone_id, 'test', phone_id::text, 'sms', asked_at, false, asked_at, asked_at
      from json_to_recordset(${JSON.stringify(asks)}::text::json) as r(phone_id uuid, asked_at timestamptz)`;
  });
}

function turnOf(id: string, turn: number, version: number, at: Date, event: string) {
  return { phone_id: id, turn, version, at, event };
}
