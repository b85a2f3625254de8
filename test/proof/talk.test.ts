import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findingLine } from '../../src/flow/finding.ts';
import type { Release } from '../../src/flow/release.ts';
import { switchOn } from '../../src/proof/talk/follow-flow.ts';
import type { Act, Shown, Step } from '../../src/proof/talk/phone.ts';
import { takeAct } from '../../src/proof/talk/take-act.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { printTranscript } from '../../src/proof/transcripts/print-transcript.ts';
import { factsOf } from '../flow/shipped.ts';
import { trialWorld } from './trial-world.ts';

const world = await trialWorld();
const flows = [...world.releases.values()];
const RUNS = 60;

function talkOf(release: Release, channel: 'sms' | 'ussd', language: string): Step {
  const purposes = release.purpose === undefined ? [] : [release.purpose];
  const facts = factsOf({ channel, language, purposes, traits: ['open_texts'] });
  return switchOn(world, release, { facts, remembers: {}, programme: undefined });
}

const ACTS = fc.oneof(
  {
    weight: 12,
    arbitrary: fc
      .constantFrom(
        ...'1 2 3 4 5 0 7 9 00 88 STOP HELP START yes tomorrow 7:30 3'.split(' '),
        'hm?',
        '🙂',
      )
      .map((text): Act => ({ type: 'text', text })),
  },
  { weight: 2, arbitrary: fc.constant<Act>({ type: 'silence' }) },
  { weight: 1, arbitrary: fc.constantFrom<Act>({ type: 'drop' }, { type: 'dial' }) },
  {
    weight: 1,
    arbitrary: fc.integer({ min: 1, max: 15 }).map((days): Act => ({ type: 'days', days })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('sms', 'ussd').map((channel): Act => ({ type: 'channel', channel })),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('en', 'sn').map((language): Act => ({ type: 'language', language })),
  },
);

describe.each(flows.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  test('whatever is done with the phone, the talk is a transcript that its flow plays', () => {
    const talks = fc.tuple(
      fc.constantFrom('sms' as const, 'ussd' as const),
      fc.constantFrom(...release.languages),
      fc.array(ACTS, { maxLength: 14 }),
    );
    fc.assert(
      fc.property(talks, ([channel, language, acts]) => {
        let step = talkOf(release, channel, language);
        for (const act of acts) step = takeAct(world, step.phone, act);
        const { before, lines } = step.phone.record;
        const source = printTranscript('A talk', before, lines);
        const parsed = parseTranscript({ file: 'a.txt', source });
        const findings = parsed.ok
          ? proveTranscript(release, parsed.value, world.stage, { warm: true })
          : parsed.findings;
        expect(findings.map(findingLine)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a phone', () => {
  const start = (flow: string, channel: 'sms' | 'ussd') => {
    const release = world.releases.get(flow);
    if (release === undefined) throw new Error(`${flow} ships`);
    return talkOf(release, channel, 'en');
  };
  const after = (step: Step, ...acts: (string | Act)[]) =>
    acts.reduce(
      (last, act) =>
        takeAct(world, last.phone, typeof act === 'string' ? { type: 'text', text: act } : act),
      step,
    );
  const words = ({ shown }: Step) =>
    shown.flatMap((one: Shown) => ('text' in one ? [one.text] : [])).join('\n');

  test('shows a session page by page, each within what an operator shows', () => {
    let step = start('start-welcome', 'ussd');
    let pages = 0;
    for (const text of ['1', '1', '7', '1', '7', '1']) {
      for (const one of step.shown)
        if (one.kind === 'screen') {
          expect(one.units).toBeLessThanOrEqual(160);
          pages += 1;
        }
      step = after(step, text);
    }
    expect(pages).toBeGreaterThan(3);
  });

  test('offers to go on after a lost session, and goes on there', () => {
    const asked = after(start('pause', 'ussd'), { type: 'drop' });
    expect(words(asked)).toBe('1 Go on\n2 Start again');
    expect(words(after(asked, '1'))).toContain('send nothing');
    expect(words(after(asked, '2'))).toContain('Please choose');
    const other = after(asked, '8');
    expect(words(other)).toBe('1 Go on\n2 Start again');
    expect(other.shown).toContainEqual({ kind: 'note', note: { type: 'offer_open' } });
  });

  test('stops, says so once, and is answered no more but for the words that bring back', () => {
    const stopped = after(start('check-in', 'sms'), 'stop!');
    expect(words(stopped)).toBe('OK. No more texts. To come back, text START.');
    expect(stopped.phone.due).toEqual([]);
    expect(stopped.phone.scene.facts.purposes).toEqual([]);
    expect(words(after(stopped, 'hello'))).toBe('');
    expect(words(after(stopped, { type: 'days', days: 60 }))).toBe('');
    expect(words(after(stopped, 'START'))).toContain('Welcome back');
  });

  test('hears a complaint after a STOP, by its word, and is answered no more after it', () => {
    const asked = after(start('check-in', 'sms'), 'STOP', 'complain');
    expect(words(asked)).toContain('What is it about?');
    const told = after(asked, '1', '2', 'Nobody came');
    expect(told.shown).toContainEqual({
      kind: 'effect',
      effect: { type: 'complain', words: 'Nobody came', named: false, about: 'rude' },
    });
    expect(words(told)).toContain('Thank you');
    expect(words(after(told, 'hello'))).toBe('');
    expect(words(after(asked, 'stop'))).toContain('No more texts');
  });

  test('takes 88 back in the session in which it was pressed', () => {
    const first = start('pause', 'ussd');
    const stopped = after(first, '88');
    expect(words(stopped)).toContain('1 I pressed by mistake');
    const undone = after(stopped, '1', { type: 'dial' }, '1');
    expect(words(undone)).toBe(words(first));
    expect(after(stopped, '2').phone.stopped).toBeDefined();
  });

  test('asks again once by SMS, then tells a person and sends nothing', () => {
    const again = after(start('pause', 'sms'), 'what?');
    expect(words(again)).toContain('Please answer with one of the numbers');
    const silent = after(again, 'what?');
    expect(words(silent)).toBe('');
    expect(silent.shown).toContainEqual({
      kind: 'effect',
      effect: { type: 'follow_up', reason: 'wrote' },
    });
  });

  test('asks for words again where words were asked for, not for a number', () => {
    const code = after(start('group', 'sms'), '1');
    expect(code.phone.scene.turn.place.step).toBe('which_code');
    const again = after(code, 'the code that is on the wall of the hall');
    expect(words(again)).toContain('Please write it again, in a few words');
    expect(words(again)).not.toContain('numbers');
  });

  test('shows a text with accents, or as it is sent where the programme leaves them out', () => {
    const release = world.releases.get('start-welcome');
    if (release === undefined) throw new Error('start-welcome ships');
    const before = { facts: factsOf({ language: 'pt' }), remembers: {}, programme: undefined };
    const folding = { ...world, folds: (language: string) => language === 'pt' };
    const costs = [world, folding].map((one) => {
      const { phone, shown } = switchOn(one, release, before);
      const stopped = takeAct(one, phone, { type: 'text', text: 'STOP' });
      return [...shown, ...stopped.shown].flatMap((bubble) =>
        bubble.kind === 'sms' ? [bubble.encoding] : [],
      );
    });
    expect(new Set(costs[0])).toContain('ucs2');
    expect(new Set(costs[1])).toEqual(new Set(['gsm7']));
  });

  test('lets what is due happen in its order while days pass', () => {
    const step = after(start('start-check-in', 'sms'), { type: 'days', days: 8 });
    expect(step.phone.effects.map(({ line }) => line)).toContain('quiet');
    const again = after(start('start-check-in', 'sms'), '1', { type: 'days', days: 8 });
    expect(again.shown).toContainEqual({
      kind: 'note',
      note: { type: 'begins', flow: 'start-check-in' },
    });
  });

  test('goes on with the flow that another hands over to, in the same message', () => {
    const step = after(start('menu', 'sms'), '2');
    expect(step.phone.scene.release.flow).toBe('self-referral');
    expect(step.shown.filter(({ kind }) => kind === 'sms').length).toBe(1);
  });
});
