import { describe, expect, test } from 'vitest';
import { render, tellsMemory } from '../../src/conversation/render.ts';
import { loadRelease } from '../../src/flow/release.ts';
import { shippedFormats } from './shipped-formats.ts';

const formats = await shippedFormats();
const same = (text: string) => ({ sms: text, ussd: text });
const released = loadRelease(
  JSON.stringify({
    flow: {
      spec: 1,
      flow: 'plan',
      version: 1,
      start: 'when',
      expiresAfterMs: 86_400_000,
      foot: 'ways_out',
      footValues: 'words_out',
      memory: {
        step: { kind: 'text', max: 40, coded: 'my_step' },
        day: { kind: 'date' },
        wake: { kind: 'time' },
        outcome: ['done', 'not_yet'],
      },
      steps: {
        when: {
          kind: 'ask_value',
          text: 'when',
          answer: { kind: 'time' },
          save: 'wake',
          to: 'own',
          do: [],
        },
        own: {
          kind: 'ask_value',
          text: 'own',
          answer: { kind: 'text', max: 40 },
          save: 'step',
          to: 'told',
          do: [],
        },
        told: { kind: 'say', text: 'told', to: 'end', do: [] },
      },
    },
    texts: {
      en: {
        name: 'English',
        texts: {
          when: same('At what time?'),
          own: same('Which step?'),
          told: same('{outcome}: {step}. {day}, {wake}. {programme}'),
          my_step: same('my step with {programme}'),
          ways_out: same('9 a person 88 stop'),
          words_out: same('99 a person, STOP ends'),
        },
        choices: { done: 'Done', not_yet: 'Not yet' },
        answers: {},
      },
    },
  }),
);
const options = {
  language: 'en',
  channel: 'sms' as const,
  languages: ['en'],
  variables: { programme: 'Mazano' },
  memory: { step: 'sweep {day} $&', day: '2027-01-04', wake: '18:30', outcome: 'not_yet' },
  formats,
};

describe('what a conversation remembers', () => {
  test('is told in the words of the language; own words only in open mode', () => {
    expect(render(released, ['told'], { ...options, openTexts: true })).toBe(
      'Not yet: sweep {day} $&. Monday 4 January, 6:30 pm. Mazano',
    );
  });

  test('stays unsaid in coded mode: the coded text stands for own words', () => {
    const text = render(released, ['told'], options);
    expect(text).toBe('Not yet: my step with Mazano. Monday 4 January, 6:30 pm. Mazano');
    expect(text).not.toContain('sweep');
  });

  test('is refused where it is not known, except own words, for which the coded text stands', () => {
    const { day, wake, outcome } = options.memory;
    expect(
      render(released, ['told'], { ...options, openTexts: true, memory: { day, wake, outcome } }),
    ).toContain('my step');
    expect(() => render(released, ['told'], { ...options, memory: { wake, outcome } })).toThrow(
      /impossible/u,
    );
  });

  test('has the coded text in place of own words that were emptied', () => {
    const memory = { ...options.memory, step: '' };
    expect(render(released, ['told'], { ...options, openTexts: true, memory })).toContain(
      'Not yet: my step with Mazano.',
    );
  });

  test('makes a text of one person, which is not kept for others', () => {
    expect(['told', 'when', 'own', 'my_step'].map((id) => tellsMemory(released, id))).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

test('below a question whose answer is digits no digit is offered that would be an answer', () => {
  expect(render(released, ['when'], options)).toBe('At what time?\n99 a person, STOP ends');
  expect(render(released, ['own'], options)).toBe('Which step?\n9 a person 88 stop');
});
