import { expect, test } from 'vitest';
import { createLog } from '../../src/base/log.ts';
import { runInvite } from '../../src/cli/run-invite.ts';
import { readConfig } from '../../src/config.ts';
import { joins } from '../scenarios/joined.ts';
import { world } from '../world/world.ts';

test('whoever enters a number is told the same, whatever is known of it [req P11][req C5]', async () => {
  const w = await world();
  const { setting } = w.service;
  const at = {
    config: readConfig({}),
    keyring: setting.keyring,
    clock: setting.clock,
    log: createLog(
      () => undefined,
      () => new Date(),
    ),
    pool: w.db,
  };
  const invites = (number: string, typed: readonly string[] = []) =>
    runInvite({ typed, ask: async () => number }, (work) => work(at, setting));
  const member = w.phone;
  const [stopped, strange] = [w.phoneOf('+254711000222'), w.phoneOf('+254711000333')];
  await joins(member);
  await stopped.texts('STOP');
  const heard = [member.heard().length, stopped.heard().length];
  const said = [];
  for (const { number } of [member, stopped, strange, strange]) said.push(await invites(number));
  expect(new Set(said).size).toBe(1);
  await w.clock.advance({ hours: 2 });
  expect([member.heard().length, stopped.heard().length]).toEqual(heard);
  expect(strange.heard()).toHaveLength(1);
  for (const typed of ['', '12', 'her'])
    await expect(invites(typed)).rejects.toThrow('its country');
  const kept = invites(strange.number, [strange.number]);
  await expect(kept).rejects.toThrow('it asks for the number');
  await expect(kept).rejects.not.toThrow(strange.number);
});
