import { expect, test, vi } from 'vitest';
import { giveCode } from '../../src/followup/home/give-code.ts';
import * as pins from '../../src/followup/home/pin-by-text.ts';
import { worker } from '../followup/staffed.ts';
import { world } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';

vi.mock('../../src/followup/home/pin-by-text.ts', { spy: true });

const PIN = '7031';
const flowsFolder = flowsWith({
  'programmes/demo-kenya.yaml': (before) =>
    before.replace('channels: sms+ussd', 'channels: sms_only').replace(/^service_code:.*\n/mu, ''),
});

test('mutant: where any digits are taken for her PIN, whoever has her phone texts a stranger', async () => {
  const w = await world({ flowsFolder });
  const { id, phone } = await worker(w, '+254711000901');
  const { setting, pools } = w.service;
  await phone.texts(`${(await giveCode({ setting, pool: pools.web }, id)) ?? ''} ${PIN}`);
  const stranger = w.phoneOf('+254711000555');
  const tries = async () => {
    for (const text of ['0031 0711000555', '6172', '0032']) await phone.texts(text);
    return stranger.heard().length;
  };
  expect(await tries()).toBe(0);
  vi.mocked(pins.gavePin).mockImplementation(
    async ({ counsellor, now }, what, digits) =>
      digits === '6172' && pins.isAsked(counsellor, what, now),
  );
  expect(await tries()).toBe(1);
});
