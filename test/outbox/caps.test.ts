import { expect, test } from 'vitest';
import { withoutPiece } from '../world/mutant.ts';
import { queueMessage } from '../world/queue-message.ts';
import { world, type World } from '../world/world.ts';
import { isAsked } from '../scenarios/joined.ts';

const HOUR_MAX = 6;
const BRAKE = "    when not m.urgent and is_capped(a.phone_id, m.class, p_now) then 'capped'\n";

async function queuesMany(w: World, count: number): Promise<number> {
  await isAsked(w);
  const before = w.phone.heard().length;
  for (let i = 0; i < count; i += 1)
    await queueMessage(w, { kind: 'broadcast', purpose: 'check_ins', text: `News ${i}` });
  await w.clock.settle();
  return w.phone.heard().length - before;
}

test('a phone gets at most six texts an hour that nobody asked for, its check-in included [rel P19]', async () => {
  const w = await world();
  expect(await queuesMany(w, 10)).toBe(HOUR_MAX - 1);
  const capped = await w.db.run(
    (sql) => sql`select 1 from message where state = 'cancelled' and reason = 'capped'`,
  );
  expect(capped).toHaveLength(10 - HOUR_MAX + 1);
});

test('answers to a person and the acknowledgement of a STOP are not counted against it [rel P19]', async () => {
  const w = await world();
  await queuesMany(w, 10);
  await w.phone.texts('HELP');
  expect(w.phone.lastHeard()).toContain('reply 9');
  await w.phone.texts('STOP');
  expect(w.phone.lastHeard()).toContain('No more texts');
});

test('mutant: without the brake all of them would go out', async () => {
  const w = await world({ prepare: withoutPiece('open_for_send', BRAKE) });
  expect(await queuesMany(w, 10)).toBe(10);
});
