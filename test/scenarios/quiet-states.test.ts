import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createKeyring } from '../../src/base/keyring.ts';
import { pressQuiet } from '../../src/engine/quiet-sending.ts';
import { asks, hers, team } from '../followup/staffed.ts';
import { openWorld, type World, type WorldPhone } from '../world/world.ts';
import { AT_FULL_RATE, flowsWith } from './flows-with.ts';
import { joins } from './joined.ts';
import { placeAll } from './place-all.ts';
import { STOP_STATES } from './stop-states.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = flowsWith(AT_FULL_RATE);
const withComplaint = wishFlows();
cpSync('flows/complaint', join(withComplaint, 'complaint'), { recursive: true });
const BUSY_MS = 300_000;
const SAYS = ['HELP', '9', 'I want to kill myself', 'Stop!'];

/** A world for as long as it is needed: four at once would take the connections of other tests. */
async function inWorld<T>(folder: string, then: (w: World) => Promise<T>): Promise<T> {
  const w = await openWorld({ flowsFolder: folder });
  try {
    return await then(w);
  } finally {
    await w.close();
  }
}

/** What each phone hears to each text, in the state in which it stands then. */
async function heardBy(w: World, placed: readonly Placed[], quiet: boolean): Promise<string[][]> {
  const parts = {
    demo: false,
    pool: w.db,
    keyring: createKeyring(w.secrets),
    clock: { now: w.clock.now, monotonicMs: () => performance.now() },
  };
  if (quiet) await pressQuiet(parts, 'anna');
  const heard: string[][] = [];
  for (const text of SAYS) {
    const before = placed.map(({ phone }) => phone.heard().length);
    await Promise.all(placed.map(({ phone }) => phone.raw.texts(text)));
    await w.clock.settle();
    for (const [at, { name, phone }] of placed.entries())
      heard.push([name, text, ...phone.heard().slice(before[at]).map(withoutReceipt)]);
  }
  return heard;
}

/** A receipt is drawn by chance. */
const withoutReceipt = (text: string) => text.replace(/receipt: \d+/u, 'receipt');

type Placed = { name: string; phone: WorldPhone };

async function inEveryState(quiet: boolean): Promise<string[][]> {
  return inWorld(flowsFolder, async (w) => heardBy(w, await placeAll(w, STOP_STATES), quiet));
}

/** Further and further into a complaint, as a member, as a stranger and past a STOP; and who works here and is a member. */
async function amongPeople(w: World, quiet: boolean): Promise<string[][]> {
  const { counsellor, supervisor } = await team(w);
  const placed: Placed[] = [];
  for (const who of ['member', 'stranger', 'stopped'])
    for (const said of [[], ['1'], ['1', '1'], ['1', '1', 'She took my money']]) {
      const phone = w.phoneOf(`+2547110006${10 + placed.length}`);
      if (who === 'member') await joins(phone);
      if (who === 'stopped') await phone.texts('STOP');
      for (const text of ['COMPLAIN', ...said]) await phone.texts(text);
      placed.push({ name: `${who} ${said.join(' ')}`, phone });
    }
  await joins(supervisor.phone);
  await hers(w, counsellor.id);
  await asks(w, placed[0]?.phone ?? w.phone, 'asked');
  placed.push({ name: 'a counsellor who is asked', phone: counsellor.phone });
  placed.push({ name: 'a supervisor who is a member', phone: supervisor.phone });
  return heardBy(w, placed, quiet);
}

test(
  `in each of ${STOP_STATES.length} states HELP, 9, words of danger and STOP are answered while it is quiet as they always are [rel P1]`,
  async () => {
    const always = await inEveryState(false);
    expect(await inEveryState(true)).toEqual(always);
  },
  BUSY_MS,
);

test(
  'so they are in the middle of a complaint, past a STOP, and to whoever works here and takes part herself',
  async () => {
    const among = (quiet: boolean) => inWorld(withComplaint, (w) => amongPeople(w, quiet));
    const always = await among(false);
    expect(always.filter(([, , answer]) => answer === undefined).length).toBeLessThan(8);
    expect(await among(true)).toEqual(always);
  },
  BUSY_MS,
);
