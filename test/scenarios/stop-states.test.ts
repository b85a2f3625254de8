import { afterAll, describe, expect, test } from 'vitest';
import { setPaused } from '../../src/store/sending-state.ts';
import { openWorld, type World, type WorldPhone } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { placeAll } from './place-all.ts';
import { STOP_STATES } from './stop-states.ts';

const flowsFolder = flowsWith(AT_FULL_RATE);
const BUSY_MS = 300_000;
const ACKS = [
  'OK. No more texts. To come back, text START.',
  'Zvakanaka. Hapachina mameseji amuchatumirwa. Kudzoka, nyorai START.',
];

/** How many phones are stopped, and how many consents still stand. */
async function standing({ db }: World) {
  const [row] = await db.run(
    (sql) => sql<{ stopped: number; consents: number; open: number; queued: number }[]>`
      select count(*) filter (where is_stopped(id))::int as stopped,
        count(*) filter (where has_consent(id, 'check_ins'))::int as consents,
        (select count(*)::int from conversation where flow is not null and closed_by is null
          and phone_id in (select phone_id from stop_request)) as open,
        (select count(*)::int from message where state = 'queued') as queued
      from phone where id in (select phone_id from stop_request)`,
  );
  return row;
}

describe('STOP', () => {
  const worlds: World[] = [];
  afterAll(async () => void (await Promise.all(worlds.map((w) => w.close()))));
  const opened = async () => {
    const w = await openWorld({ flowsFolder });
    worlds.push(w);
    return w;
  };

  test(
    `by SMS works in each of ${STOP_STATES.length} states, and nothing but its acknowledgement follows [req C2][rel P4]`,
    async () => {
      const w = await opened();
      const placed = await placeAll(w, STOP_STATES);
      await Promise.all(placed.map(({ phone }) => phone.raw.texts('Stop!')));
      await w.clock.settle();
      expect(await standing(w)).toEqual({
        stopped: STOP_STATES.length,
        consents: 0,
        open: 0,
        queued: 0,
      });
      await w.clock.jump({ hours: 24 * 3 });
      await w.clock.jump({ hours: 24 * 7 });
      for (const { name, phone, heard, stoppedBefore } of placed) {
        const after = phone.heard().slice(heard);
        if (stoppedBefore === true) expect([name, ...after]).toEqual([name]);
        else expect(ACKS.map((text) => [name, text])).toContainEqual([name, ...after]);
      }
    },
    BUSY_MS,
  );

  test(
    'by 88 on USSD works in every state that can be dialled, and no text follows [req C2][rel P4]',
    async () => {
      const w = await opened();
      const placed = await placeAll(w, STOP_STATES);
      const screens = await Promise.all(placed.map(({ phone }) => presses88(phone)));
      await w.clock.settle();
      expect(await standing(w)).toMatchObject({
        stopped: STOP_STATES.length,
        consents: 0,
        open: 0,
        queued: 0,
      });
      for (const [index, { name }] of placed.entries())
        expect([name, screens[index]]).toEqual([
          name,
          expect.stringMatching(/No more texts|Hapachina mameseji/u),
        ]);
      await w.clock.jump({ hours: 24 * 3 });
      await w.clock.jump({ hours: 24 * 7 });
      for (const { name, phone, heard } of placed)
        expect([name, phone.heard().length]).toEqual([name, heard]);
    },
    BUSY_MS,
  );

  test(
    'works at night, while sending is paused, while money is short and while it is closed',
    async () => {
      const w = await opened();
      const states = STOP_STATES.slice(0, 4);
      const [quiet, ...others] = await placeAll(w, states);
      await w.clock.advance({ hours: 10 });
      await quiet?.phone.texts('STOP');
      expect(ACKS).toContain(quiet?.phone.lastHeard());
      await w.db.run((sql) => sql`update sending set saving = 3`);
      await others[0]?.phone.texts('STOP');
      expect(ACKS).toContain(others[0]?.phone.lastHeard());
      await w.db.run((sql) => setPaused(sql, true));
      await others[1]?.phone.texts('STOP');
      expect((await standing(w))?.stopped).toBe(3);
      w.standIn.faults.set({ answers: [{ answer: 'server_error', status: 503, accepts: false }] });
      await others[2]?.phone.texts('STOP');
      expect((await standing(w))?.stopped).toBe(4);
    },
    BUSY_MS,
  );
});

/** In the open session, or in a new one. */
async function presses88({ raw }: WorldPhone): Promise<string> {
  if (raw.screen?.state !== 'open') await raw.dials();
  return (await raw.replies('88')).text;
}
