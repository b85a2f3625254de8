import { expect, test } from 'vitest';
import { joins } from '../scenarios/joined.ts';
import { world, type World } from '../world/world.ts';
import { acts, asks, requests, team } from './staffed.ts';

/** A busy machine's time, not the service's. */
const BUSY = { timeout: 60_000 };

/** Days in which nobody of the team answers. */
async function toTheTop(w: World): Promise<void> {
  for (let half = 0; half < 6; half += 1) await w.clock.advance({ hours: 12 });
  const [first] = await requests(w);
  expect([first?.state, first?.stage]).toEqual(['open', 'top']);
}

test(
  'whoever is promised a call again is asked for again, though everybody had been asked [req K5]',
  BUSY,
  async () => {
    const w = await world();
    const { counsellor } = await team(w);
    await joins(w.phone);
    await w.phone.texts('9');
    await toTheTop(w);
    expect(w.phone.heard().join('\n')).toContain('Still want a call?');
    const told = () => w.phone.heard().filter((text) => text.includes('Still want a call?'));
    expect(told()).toHaveLength(1);
    const prompts = () =>
      counsellor.phone.heard().filter((text) => text.includes('asks for a call'));
    expect(prompts()).toHaveLength(1);

    await w.phone.texts('1');
    expect(w.phone.lastHeard()).toMatch(/calls you by/u);
    await w.clock.advance({ hours: 12 });
    expect(prompts()).toHaveLength(2);
    await toTheTop(w);
    // She hears the truth once more, and not day by day.
    expect(told()).toHaveLength(2);
    await w.clock.advance({ hours: 24 * 7 });
    expect(told()).toHaveLength(2);

    await w.phone.texts('9');
    expect(w.phone.heard().join('\n')).toMatch(/calls you by/u);
    await w.clock.advance({ hours: 12 });
    expect(prompts()).toHaveLength(3);
    await toTheTop(w);

    // Another request of hers, which is the same call.
    await asks(w, w.phone, 'asked_to_talk');
    await w.clock.advance({ hours: 12 });
    expect(prompts()).toHaveLength(4);
    expect((await acts(w)).filter((act) => act === 'begun_again')).toHaveLength(3);
    expect((await requests(w)).filter(({ state }) => state === 'open')).toHaveLength(1);
  },
);

test('a second 9 hurries nobody who has just been asked', async () => {
  const w = await world();
  const { counsellor } = await team(w);
  await joins(w.phone);
  await w.phone.texts('9');
  await w.clock.advance({ minutes: 3 });
  expect(counsellor.phone.lastHeard()).toContain('asks for a call');
  const before = await requests(w);
  await w.phone.texts('9');
  await w.clock.advance({ minutes: 3 });
  expect(await requests(w)).toEqual(before);
});
