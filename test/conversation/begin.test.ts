import { describe, expect, test } from 'vitest';
import { advance } from './advance-plainly.ts';
import { begin } from '../../src/conversation/begin.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts } from '../../src/flow/parse-texts.ts';
import { makeRelease, type Release } from '../../src/flow/release.ts';
import type { Facts } from '../../src/flow/vocabulary.ts';
import { factsOf } from '../flow/shipped.ts';

const now = new Date('2027-01-04T08:00:00Z');

/** Says which guard held, for each kind of guard, in a release of its own. */
function branching(): Release {
  const flow = parseFlow(
    `
spec: 1
flow: branching
version: 1
start: which
expires: 1d
memory: { mood: [good, low] }
steps:
  which:
    branch:
      - { when: { memory: mood, is: low }, to: low, do: { record: was_low } }
      - { when: { channel: ussd }, to: ussd }
      - { when: { language: sn }, to: shona }
      - { when: { consented: benefit_info }, to: consented }
    else: otherwise
  low: { say: low, to: ask, do: [{ record: second }, { follow_up: low_mood, record: third }] }
  ussd: { say: ussd, to: ask }
  shona: { say: shona, to: ask }
  consented: { say: consented, to: ask }
  otherwise: { say: otherwise, to: ask }
  ask: { ask: ask, choices: { 1: { means: low, save: mood, to: which }, 2: { means: good, to: end } } }
`,
    'flow.yaml',
  );
  const texts = parseTexts(
    `{ spec: 1, language: en, name: English, reviewed: null,
       texts: { low: a, ussd: b, shona: c, consented: d, otherwise: e, ask: f }, choices: { low: L, good: G } }`,
    'en.yaml',
    'en',
  );
  if (!flow.ok || !texts.ok) throw new Error('both are right');
  const made = makeRelease(flow.flow, { en: texts.texts });
  if (!made.ok) throw new Error('it is complete');
  return made.release;
}

const release = branching();
const said = (facts: Partial<Facts>, memory = {}) =>
  begin(release, memory, factsOf(facts), now).effects[0];

describe('a conversation begins', () => {
  test('at the first guard that holds, else at `else`', () => {
    // One release decides all of them, so that nothing remembered of one may answer another.
    expect(said({})).toEqual({ type: 'say', text: 'otherwise' });
    expect(said({ purposes: ['check_ins'] })).toEqual({ type: 'say', text: 'otherwise' });
    expect(said({ purposes: ['check_ins', 'benefit_info'] })).toEqual({
      type: 'say',
      text: 'consented',
    });
    expect(said({ language: 'sn' })).toEqual({ type: 'say', text: 'shona' });
    expect(said({ channel: 'ussd', language: 'sn' })).toEqual({ type: 'say', text: 'ussd' });
    expect(said({ channel: 'ussd' }, { mood: 'low' })).toEqual({
      type: 'record',
      outcome: 'was_low',
    });
    expect(said({ channel: 'ussd' }, { mood: 'good' })).toEqual({ type: 'say', text: 'ussd' });
  });

  test('and goes through what asks nothing in the same turn, effects in the order they are written', () => {
    const first = begin(release, {}, factsOf(), now);
    expect(first).toMatchObject({
      place: { step: 'ask', memory: {} },
      done: false,
      understood: true,
    });
    const event = { type: 'REPLY', text: '1', late: false, now } as const;
    const turn = advance(release, first.place, event, factsOf());
    expect(turn.place).toEqual({ step: 'ask', memory: { mood: 'low' } });
    expect(turn.effects).toEqual([
      { type: 'record', outcome: 'was_low' },
      { type: 'say', text: 'low' },
      { type: 'record', outcome: 'second' },
      { type: 'record', outcome: 'third' },
      { type: 'follow_up', reason: 'low_mood' },
      { type: 'say', text: 'ask' },
    ]);
    expect(turn.expiresAfterMs).toBe(86_400_000);
    expect(turn.silenceAfterMs).toBeUndefined();
  });

  test('once: a resumed step says itself and repeats no effect', () => {
    const turn = advance(
      release,
      { step: 'ask', memory: { mood: 'low' } },
      { type: 'RESUMED', now },
      factsOf(),
    );
    expect(turn.effects).toEqual([{ type: 'say', text: 'ask' }]);
    expect(turn.place.memory).toEqual({ mood: 'low' });
  });
});
