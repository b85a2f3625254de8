import { describe, expect, test } from 'vitest';
import { takeFormAct } from '../../src/console/try/take-act.ts';
import { type Input, type Script } from '../../src/console/try/script.ts';

const begun = (...inputs: Input[]): Script => ({
  setup: {
    channel: 'sms',
    language: 'en',
    today: '2027-01-04',
    remembers: {},
    traits: [],
    silences: 0,
    values: {},
  },
  inputs,
});
const text: Input = { type: 'text', text: '1' };
const swahili: Input = { type: 'language', language: 'sw' };
const press = (script: Script, fields: Record<string, string>) =>
  takeFormAct(script, new URLSearchParams(fields), undefined);

describe('what is pressed beside the phone of a try', () => {
  test('what begins again begins in the language and by the channel that were chosen last', () => {
    const dialled: Input = { type: 'channel', channel: 'ussd' };
    expect(press(begun(text, swahili, dialled, text), { act: 'again' })).toMatchObject({
      script: { setup: { language: 'sw', channel: 'ussd' }, inputs: [] },
    });
  });

  test('a language that is chosen in the list and pressed once more goes on in it once', () => {
    const once = begun(text, swahili);
    expect(press(once, { act: 'language', language: 'sw' })).toEqual({ script: once });
    expect(press(once, { act: 'language', language: 'en' })).toMatchObject({
      script: { inputs: [text, swahili, { type: 'language', language: 'en' }] },
    });
  });
});
