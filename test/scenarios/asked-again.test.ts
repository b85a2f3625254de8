import { expect, test } from 'vitest';
import { world } from '../world/world.ts';
import { joins } from './joined.ts';
import { wishFlows } from './wish-flows.ts';

const flowsFolder = wishFlows();
const NUMBERS = 'Thank you. Please answer with one of the numbers.';
const WORDS = 'Thank you. Please write it again, in a few words.';

test('a question for a value is never asked again for a number to choose, by SMS', async () => {
  const { phone } = await world({ flowsFolder });
  await joins(phone);
  for (const text of ['00', '4', 'some day or other']) await phone.texts(text);
  expect(phone.lastHeard()).toMatch(`${WORDS}\nWhich day?`);
  await phone.texts('tomorrow');
  await phone.texts('when it suits');
  expect(phone.lastHeard()).toMatch(`${WORDS}\nWhat time?`);
  await phone.texts('18:30');
  await phone.texts('purple');
  expect(phone.lastHeard()).toMatch(`${NUMBERS}\nWhen shall we remind you?`);
});

test('nor by USSD', async () => {
  const { phone } = await world({ flowsFolder });
  await phone.dials();
  expect(await phone.replies('purple')).toMatch(new RegExp(`^${NUMBERS}`, 'u'));
  await phone.replies('4');
  expect(await phone.replies('some day or other')).toMatch(`${WORDS}\nWhich day?`);
});
