import { describe, expect, test } from 'vitest';
import { render } from '../../src/conversation/render.ts';
import { flowNamed } from '../flow/shipped.ts';
import { testFlows } from './test-flows.ts';

const releases = await testFlows();
const checkIn = flowNamed(releases, 'check-in');
const menu = flowNamed(releases, 'menu');
const options = {
  language: 'en',
  channel: 'sms' as const,
  languages: ['en', 'sn'],
  variables: { programme: 'Mazano' },
};

describe('the words of a turn', () => {
  test('are the text, its choices each on a line, and the foot', () => {
    expect(render(checkIn, ['not_yet'], options).split('\n')).toEqual([
      'That is OK. Many steps need a second try. What would help?',
      '1 A smaller step',
      '2 Another day',
      '3 A call from a person',
      '9 a person 88 stop',
    ]);
  });

  test('stand one below the other, and only questions have a foot', () => {
    const text = render(checkIn, ['smaller', 'nudge'], { ...options, language: 'sn' });
    expect(text.split('\n')[0]).toBe(render(checkIn, ['smaller'], { ...options, language: 'sn' }));
    expect(text.split('88').length).toBe(3);
  });

  test('name the way back where there is one', () => {
    expect(render(menu, ['about'], options)).toContain('\n0 Back\n');
    expect(render(menu, ['home'], options)).not.toContain('\n0 ');
  });

  test('list the languages of the installation in their own names and its order', () => {
    const text = render(menu, ['language'], { ...options, languages: ['sn', 'en'] });
    expect(text).toContain('\n1 ChiShona\n2 English\n');
  });

  test('are those of the channel', () => {
    expect(render(checkIn, ['praise'], options)).toContain('88 to stop');
    expect(render(checkIn, ['praise'], { ...options, channel: 'ussd' })).not.toContain('88');
  });

  test('come in the first language of the installation that the release has, where it lacks the one asked for', () => {
    const asked = { ...options, language: 'sw', languages: ['sw', 'sn', 'en'] };
    expect(render(menu, ['home'], asked)).toContain('Sarudzai');
  });

  test('take a value as it is: braces in it are never read as a variable', () => {
    const variables = { programme: '{programme} $& $1' };
    expect(render(menu, ['home'], { ...options, variables })).toContain('{programme} $& $1.');
  });

  test('have no gap where a variable has nothing to say', () => {
    const variables = { programme: '' };
    expect(render(menu, ['home'], { ...options, variables })).not.toMatch(/^ |  | $/mu);
  });

  test('are refused where a text or a variable is not there', () => {
    expect(() => render(menu, ['home'], { ...options, variables: {} })).toThrow(/impossible/u);
    expect(() => render(menu, ['constructor'], options)).toThrow(/impossible/u);
  });
});
