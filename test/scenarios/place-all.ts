import type { World, WorldPhone } from '../world/world.ts';
import type { StopState } from './stop-states.ts';

type Placed = StopState & { phone: WorldPhone; heard: number };

/** Brings one phone into each state. */
export async function placeAll(w: World, states: readonly StopState[]): Promise<Placed[]> {
  const placed = states.map((state, index) => ({
    ...state,
    phone: w.phoneOf(`+2547110${String(20_000 + index)}`),
    heard: 0,
  }));
  await someAtOnce(w, placed, ({ early, phone }) => early?.(phone, w));
  await w.clock.jump({ hours: 24, minutes: 1 });
  for (const { early, phone, name } of placed)
    if (early !== undefined && phone.heard().length < 6) throw new Error(`not asked: ${name}`);
  await someAtOnce(w, placed, ({ late, phone }) => late?.(phone, w));
  await w.clock.advance({ minutes: 1 });
  return placed.map((each) => ({ ...each, heard: each.phone.heard().length }));
}

/** So many phones at once: the queue of all of them would take a busy machine longer than a world may rest. */
const AT_ONCE = 16;

async function someAtOnce(
  w: World,
  placed: readonly Placed[],
  act: (each: Placed) => Promise<unknown> | undefined,
): Promise<void> {
  for (let at = 0; at < placed.length; at += AT_ONCE) {
    await Promise.all(placed.slice(at, at + AT_ONCE).map(async (each) => act(each)));
    await w.clock.settle();
  }
}
