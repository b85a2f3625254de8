import { afterAll, describe, expect, test } from 'vitest';
import { openWorld, type World, type WorldPhone } from '../world/world.ts';
import { STOP_WISHES } from './stop-wishes.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const BUSY_MS = 300_000;
const JOINS = ['JOIN', '1', '1', '1', '2'];
const ACK = 'OK. No more texts. To come back, text START.';

type Placed = (typeof STOP_WISHES)[number] & { phone: WorldPhone; heard: number };

/** Brings one member into each state. */
async function placeAll(w: World): Promise<Placed[]> {
  const placed = STOP_WISHES.map((state, index) => ({
    ...state,
    phone: w.phoneOf(`+2547110${String(30_000 + index)}`),
  }));
  await Promise.all(
    placed.map(async ({ phone, late }) => {
      for (const text of JOINS) await phone.raw.texts(text);
      await late?.(phone, w);
    }),
  );
  await w.clock.settle();
  await w.clock.advance({ minutes: 1 });
  return placed.map((each) => ({ ...each, heard: each.phone.heard().length }));
}

async function standing({ db }: World) {
  const [row] = await db.run(
    (sql) => sql<{ stopped: number; consents: number; open: number; queued: number }[]>`
      select count(*) filter (where is_stopped(id))::int as stopped,
        count(*) filter (where has_consent(id, 'check_ins'))::int as consents,
        (select count(*)::int from conversation where flow is not null and closed_by is null) as open,
        (select count(*)::int from message where state = 'queued') as queued,
        (select count(*)::int from timer where stopped_by is null) as timers
      from phone`,
  );
  return row;
}

const STOPPED = { stopped: STOP_WISHES.length, consents: 0, open: 0, queued: 0, timers: 0 };

describe('STOP', () => {
  const worlds: World[] = [];
  afterAll(async () => void (await Promise.all(worlds.map((w) => w.close()))));
  const opened = async () => {
    const w = await openWorld({ flowsFolder });
    worlds.push(w);
    return w;
  };
  const months = async (w: World) => {
    for (const hours of [6, 24, 24 * 3, 24 * 7, 24 * 30]) await w.clock.jump({ hours });
  };

  test(
    `by SMS works whatever was wished: ${STOP_WISHES.length} states; then START brings each back [req C2][rel P4][rel P7]`,
    async () => {
      const w = await opened();
      const placed = await placeAll(w);
      await Promise.all(placed.map(({ phone }) => phone.raw.texts('Stop!')));
      await w.clock.settle();
      expect(await standing(w)).toEqual(STOPPED);
      await months(w);
      for (const { name, phone, heard, stoppedBefore } of placed)
        expect([name, phone.heard().slice(heard)]).toEqual([
          name,
          stoppedBefore === true ? [] : [ACK],
        ]);
      await Promise.all(placed.map(({ phone }) => comesBack(phone)));
      await w.clock.advance({ hours: 45 });
      for (const { name, phone, dialsOnly } of placed) {
        const asked = phone.lastHeard().includes('How is your small step');
        expect([name, asked]).toEqual([name, dialsOnly !== true]);
        if (dialsOnly === true) expect(await phone.dials()).toContain('1 Go on');
      }
    },
    BUSY_MS,
  );

  test(
    'by 88 on USSD does too, also where digits are answers, and no text follows [req C2][rel P4]',
    async () => {
      const w = await opened();
      const placed = await placeAll(w);
      const screens = await Promise.all(placed.map(({ phone }) => presses88(phone)));
      await w.clock.settle();
      expect(await standing(w)).toMatchObject(STOPPED);
      for (const [index, { name }] of placed.entries())
        expect([name, screens[index]]).toEqual([name, expect.stringContaining('No more texts')]);
      await months(w);
      for (const { name, phone, heard } of placed)
        expect([name, phone.heard().length]).toEqual([name, heard]);
    },
    BUSY_MS,
  );
});

async function comesBack({ raw }: WorldPhone): Promise<void> {
  for (const text of ['START', ...JOINS]) await raw.texts(text);
}

/** In the open session, or in a new one. */
async function presses88({ raw }: WorldPhone): Promise<string> {
  if (raw.screen?.state !== 'open') await raw.dials();
  return (await raw.replies('88')).text;
}
