import { expect, test } from 'vitest';
import { world } from '../world/world.ts';
import { flowsWith } from './flows-with.ts';
import { joins } from './joined.ts';

const MENU = `
spec: 1
flow: menu
version: 2
start: home
expires: 1d
memory: { day: date, hour: time }
steps:
  home:
    ask: home
    choices:
      1:
        means: too_late
        save: { day: today, hour: '00:01' }
        to: end
        do: { remind: { flow: check-in, on: day, at: hour, send_within: 2h } }
      2:
        means: in_time
        save: { day: in_2_days, hour: '12:00' }
        to: end
        do: { remind: { flow: check-in, on: day, at: hour, send_within: 2h } }
`;
const texts = (language: string, name: string) => `
spec: 1
language: ${language}
name: ${name}
reviewed: null
texts: { home: Please choose }
choices: { too_late: Too late, in_time: In time }
`;
/** A menu that sets a reminder where a first question is due already. */
const flowsFolder = flowsWith({
  'menu/flow.yaml': MENU,
  'menu/en.yaml': texts('en', 'English'),
  'menu/sn.yaml': texts('sn', 'ChiShona'),
});

test('a reminder whose time has passed takes the place of nothing: the question that is due still comes', async () => {
  const { phone, clock } = await world({ flowsFolder });
  await joins(phone);
  for (const text of ['00', '1']) await phone.texts(text);
  const before = phone.heard().length;
  await clock.advance({ hours: 24 });
  expect(phone.heard()).toHaveLength(before + 1);
});

test('a reminder in time takes the place of what was due: one question, on the chosen day', async () => {
  const { phone, clock } = await world({ flowsFolder });
  await joins(phone);
  for (const text of ['00', '2']) await phone.texts(text);
  const before = phone.heard().length;
  await clock.advance({ hours: 30 });
  expect(phone.heard()).toHaveLength(before);
  await clock.advance({ hours: 24 });
  expect(phone.heard()).toHaveLength(before + 1);
});
