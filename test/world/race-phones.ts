import { createKeyring } from '../../src/base/keyring.ts';
import { newId } from '../../src/base/ids.ts';
import { seal } from '../../src/base/seal.ts';
import type { Pool } from '../../src/store/connect.ts';
import { createPhones, type NewPhone } from '../../src/store/phones.ts';
import { numberOf } from './callbacks.ts';
import { WORLD_SECRETS } from './running-service.ts';

/** A phone that takes part, with texts waiting for it in the outbox. */
export type Racer = { index: number; id: string; number: string };

/** What is in the outbox: texts with a purpose agreed to, or answers to what the person just wrote. */
export type Queued = 'check_in' | 'reply';

/** Rows in one statement: few enough to stay below a turn's deadline. */
const CHUNK = 500;

/** The text names phone and message, so that the gateway's list alone says what arrived. */
const textOf = (index: number, ordinal: number) => `m ${index} ${ordinal}`;
/** @returns the phone's index, or undefined for a text that was not in the outbox before the race. */
export function indexOf(text: string): number | undefined {
  const index = /^m (\d+) \d+$/u.exec(text)?.[1];
  return index === undefined ? undefined : Number(index);
}

/** Makes phones with a member's consent and `each` messages, in the order of the phones, as turns would have left them. */
export async function makeRacers(
  pool: Pool,
  order: { first?: number; count: number; each: number; queued?: Queued },
): Promise<Racer[]> {
  const { first = 0, count, each, queued = 'check_in' } = order;
  const racers: Racer[] = [];
  for (let from = first; from < first + count; from += CHUNK) {
    const upTo = Math.min(from + CHUNK, first + count);
    racers.push(...(await makeChunk(pool, { from, upTo, each, queued })));
  }
  return racers;
}

type Chunk = { from: number; upTo: number; each: number; queued: Queued };

async function makeChunk(pool: Pool, { from, upTo, each, queued }: Chunk): Promise<Racer[]> {
  const keyring = createKeyring(WORLD_SECRETS);
  const now = new Date();
  const racers: Racer[] = [];
  const phones: NewPhone[] = [];
  const messages: { id: string; phone_id: string; sealed: string }[] = [];
  for (let index = from; index < upTo; index += 1) {
    const id = newId();
    const number = numberOf(index);
    const { key, wrapped } = keyring.newKey(id);
    racers.push({ index, id, number });
    phones.push({
      id,
      numberIndex: keyring.numberIndex(number),
      suppressIndex: keyring.suppressionIndex(number),
      numberSealed: seal(key, `phone.number:${id}`, number),
      wrappedKey: wrapped,
    });
    for (let ordinal = 1; ordinal <= each; ordinal += 1) {
      const messageId = newId();
      const sealed = seal(key, `message.text:${messageId}`, textOf(index, ordinal));
      messages.push({ id: messageId, phone_id: id, sealed: `\\x${sealed.toString('hex')}` });
    }
  }
  await pool.run((db) => createPhones(db, phones, now));
  await pool.run(
    (db) => db`
      insert into consent (phone_id, member_id, purpose, act, at, channel, epoch)
      select id, gen_random_uuid(), 'check_ins', 'given', ${now}, 'sms', 0
      from unnest(${racers.map(({ id }) => id)}::uuid[]) as p(id)`,
  );
  await pool.run((db) =>
    queued === 'reply'
      ? db`
        insert into message (id, phone_id, class, rank, epoch, text_sealed, segments, heard_at, created_at,
          send_after, send_by)
        select r.id, r.phone_id, 'reply', 3, 0, r.sealed, 1, ${now}, ${now}, ${now},
          ${now}::timestamptz + interval '10 minutes'
        from json_to_recordset(${JSON.stringify(messages)}::text::json) as r(id uuid, phone_id uuid, sealed bytea)`
      : db`
        insert into message (id, phone_id, class, rank, purpose, epoch, text_sealed, segments, created_at,
          send_after, send_by)
        select r.id, r.phone_id, 'timer', 4, 'check_ins', 0, r.sealed, 1, ${now}, ${now},
          ${now}::timestamptz + interval '1 day'
        from json_to_recordset(${JSON.stringify(messages)}::text::json) as r(id uuid, phone_id uuid, sealed bytea)`,
  );
  return racers;
}
