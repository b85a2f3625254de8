import { newId } from '../../src/base/ids.ts';
import { createKeyring } from '../../src/base/keyring.ts';
import { seal } from '../../src/base/seal.ts';
import type { MessageClass } from '../../src/store/turn-rows.ts';
import type { World } from './world.ts';

const RANK: Readonly<Record<MessageClass, number>> = {
  acknowledgement: 1,
  safety: 2,
  reply: 3,
  timer: 4,
  invitation: 5,
  broadcast: 6,
};
const WORTH_MS = 48 * 3_600_000;

type Queued = {
  to?: string | undefined;
  kind?: MessageClass;
  purpose?: string | null;
  epoch?: number;
  text?: string;
  thrift?: number | null;
  heardAt?: Date | null;
  sendAfter?: Date;
  sendBy?: Date;
  segments?: number;
};

/** Queues a message for a phone that is known, as a writer of the outbox does. Returns its id. */
export async function queueMessage(
  w: Pick<World, 'db' | 'secrets' | 'clock' | 'phone' | 'service'>,
  queued: Queued,
): Promise<string> {
  const now = w.clock.now();
  const keyring = createKeyring(w.secrets);
  const numberIndex = keyring.numberIndex(queued.to ?? w.phone.number);
  const id = newId();
  const { kind = 'broadcast', text = 'A test' } = queued;
  await w.db.run(async (sql) => {
    const [row] = await sql<{ id: string; wrappedKey: Buffer; epoch: number }[]>`
      select id, wrapped_key, epoch from phone join gate on gate.phone_id = phone.id
      where number_index = ${numberIndex}`;
    if (row === undefined) throw new Error('no such phone');
    const sealed = seal(keyring.openKey(row.id, row.wrappedKey), `message.text:${id}`, text);
    await sql`
      insert into message (id, phone_id, class, rank, purpose, thrift, epoch, text_sealed, segments,
        heard_at, created_at, send_after, send_by)
      values (${id}, ${row.id}, ${kind}, ${RANK[kind]}, ${queued.purpose ?? null}, ${queued.thrift ?? null},
        ${queued.epoch ?? row.epoch}, ${sealed}, ${queued.segments ?? 1}, ${queued.heardAt ?? null}, ${now},
        ${queued.sendAfter ?? now}, ${queued.sendBy ?? new Date(now.getTime() + WORTH_MS)})`;
  });
  w.service.wake();
  return id;
}
