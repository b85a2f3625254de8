import { describe, expect, test } from 'vitest';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import { invite } from '../../src/engine/invite.ts';
import { world } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';

const [accented, plain] = ['Olá, não sei. ', 'Ola, nao sei. '];
const folding = (before: string) => `${before}fold_accents: [en]\n`;
const texts = {
  'welcome/en.yaml': (before: string) => before.replace('Which language?', `${accented}$&`),
  'phrases/en.yaml': (before: string) =>
    before.replaceAll(/(?<=acknowledged: |invitation: "|help: )/gu, accented),
};

describe.each([
  ['leave a text where the programme says so', { 'programmes/demo-kenya.yaml': folding }, plain],
  ['stay where it does not', {}, accented],
])('accents %s', (_, programme, expected) => {
  const flowsFolder = flowsWith({ ...texts, ...programme });

  test('in flows, in help and in the one text after a STOP', async () => {
    const { phone } = await world({ flowsFolder });
    await phone.texts('JOIN');
    expect(phone.lastHeard()).toContain(`${expected}Which language?`);
    await phone.texts('HELP');
    expect(phone.lastHeard()).toContain(`${expected}To talk`);
    await phone.texts('STOP');
    expect(phone.lastHeard()).toContain(`${expected}OK. No more`);
  });

  test('in an invitation', async () => {
    const { service, phone, clock } = await world({ flowsFolder });
    const number = parsePhoneNumber(phone.number);
    if (number === undefined) throw new Error('phones have numbers');
    await invite(service.setting, service.pools.web, number, 'test');
    await clock.settle();
    expect(phone.heard()).toEqual([expect.stringContaining(`${expected}Hello`)]);
  });
});
