import { expect, test } from 'vitest';
import { isAsked } from '../scenarios/joined.ts';
import { holdGate } from '../world/hold-gate.ts';
import { queueMessage } from '../world/queue-message.ts';
import { until } from '../world/until.ts';
import { world, type World } from '../world/world.ts';

/** Longest look, in milliseconds: a busy machine's. */
const LOOKED_MS = 8_000;

test('a connection lost before the call began costs no message: it is sent, once', async () => {
  const w = await world();
  await isAsked(w);
  const gate = await holdGate(w, 'alone');
  const id = await queueMessage(w, { kind: 'broadcast', purpose: 'check_ins', text: 'News' });
  await until('a sender waits at the gate', async () => (await terminateSlots(w)) > 0, LOOKED_MS);
  await gate.release();
  await until('the message is sent', async () => (await stateOf(w, id)) === 'sent', LOOKED_MS);
  expect(w.phone.heard().filter((text) => text === 'News')).toHaveLength(1);
});

/** Ends the connections of senders that wait for a lock. Returns how many there were. */
async function terminateSlots(w: World): Promise<number> {
  const rows = await w.db.run(
    (sql) => sql`
      select pg_terminate_backend(pid) from pg_stat_activity
      where application_name like 'mazano slot%' and wait_event_type = 'Lock' and datname = current_database()`,
  );
  return rows.length;
}

async function stateOf(w: World, id: string): Promise<string | undefined> {
  const [row] = await w.db.run(
    (sql) => sql<{ state: string }[]>`select state from message where id = ${id}`,
  );
  return row?.state;
}

test('what was not called goes back to no queue once a STOP has withdrawn it [rel P1]', async () => {
  const w = await world();
  await isAsked(w);
  await queueMessage(w, { kind: 'broadcast', purpose: 'check_ins', text: 'News' });
  await w.clock.settle();
  const left = await w.db.transact(async (tx) => {
    await tx`update message set state = 'sending' where class = 'broadcast'`;
    await tx`update attempt set ended_at = null, outcome = null`;
    await tx`update gate set epoch = epoch + 1`;
    await tx`
      select finish_attempt(a.id, a.token, now(), 'queued', 'later', 'not_called', null, null, null, null, now())
      from attempt a join message m on m.id = a.message_id where m.class = 'broadcast'`;
    return tx<{ state: string }[]>`select state from message where class = 'broadcast'`;
  });
  expect(left).toEqual([{ state: 'cancelled' }]);
});
