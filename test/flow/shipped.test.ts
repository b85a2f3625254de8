import { describe, expect, test } from 'vitest';
import { advance } from '../conversation/advance-plainly.ts';
import { begin } from '../../src/conversation/begin.ts';
import { fitUssd, ussdUnits } from '../../src/conversation/fit-ussd.ts';
import { smsSize } from '../../src/conversation/gsm7.ts';
import type { Turn } from '../../src/conversation/place.ts';
import { render } from '../../src/conversation/render.ts';
import type { Release } from '../../src/flow/release.ts';
import type { Facts, FlowEvent } from '../../src/flow/vocabulary.ts';
import { factsOf, flowNamed, LONGEST_PROGRAMME, shippedFlows } from './shipped.ts';

/** Words that blame, order or name an illness (docs/wording.md section 3), and marks that shout. */
const UNKIND =
  /\b(must|should|failed?|missed|patients?|clients?|cases?|disorder|depress\w*|suicid\w*|mental\w*|symptoms?|treatment|therapy|psych\w*|beneficiar\w*|victims?|mad|HIV|health|clinic|counsell\w*)\b|!|https?:|www\./iu;
const SEGMENTS_MAX = 2;
const USSD_MAX = 160;

const now = new Date('2027-01-04T08:00:00Z');
const events: FlowEvent[] = [
  ...['0', '1', '2', '3', '4', '5'].map((text): FlowEvent => ({
    type: 'REPLY',
    text,
    late: false,
    now,
  })),
  { type: 'SILENCE', now },
  { type: 'RESUMED', now },
];
const releases = await shippedFlows();

/** Every turn that can happen, found by trying every event at every place that is reached. */
function allTurns(release: Release, facts: Facts): Turn[] {
  const turns = [begin(release, {}, facts, now)];
  const seen = new Set<string>();
  for (const { place, done } of turns) {
    const key = JSON.stringify(place);
    if (done || seen.has(key)) continue;
    seen.add(key);
    for (const event of events) {
      const turn = advance(release, place, event, facts);
      if (turn.understood) turns.push(turn);
    }
  }
  return turns;
}

const saysOf = (turn: Turn) =>
  turn.effects.flatMap((effect) => (effect.type === 'say' ? [effect.text] : []));

describe.each(releases.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  const people = (['sms', 'ussd'] as const).flatMap((channel) =>
    release.languages.flatMap((language) => [
      factsOf({ channel, language }),
      factsOf({ channel, language, purposes: ['check_ins'] }),
    ]),
  );

  test('fits one USSD screen and two SMS segments of GSM-7 in every turn and language', () => {
    for (const facts of people)
      for (const turn of allTurns(release, facts)) {
        const variables = { programme: LONGEST_PROGRAMME };
        const text = render(release, saysOf(turn), { ...facts, variables });
        const where = `${facts.language} ${turn.place.step}: ${text}`;
        if (facts.channel === 'ussd') {
          expect(ussdUnits(fitUssd(text)), where).toBeLessThanOrEqual(USSD_MAX);
          continue;
        }
        const size = smsSize(text);
        expect(size.segments, where).toBeLessThanOrEqual(SEGMENTS_MAX);
        if (text !== '') expect(size.encoding, where).toBe('gsm7');
      }
  });

  test('asks at most one question in a turn, and none when it is over', () => {
    for (const facts of people)
      for (const turn of allTurns(release, facts)) {
        const asked = saysOf(turn).filter((id) => release.questions.has(id));
        expect(asked.length).toBe(turn.done ? 0 : 1);
      }
  });

  test('reaches every one of its steps, and says every one of its texts', () => {
    const turns = people.flatMap((facts) => allTurns(release, facts));
    const said = new Set(turns.flatMap(saysOf));
    for (const step of release.steps.values())
      if ('text' in step) expect(said).toContain(step.text);
  });

  test('uses no word that blames, orders or gives an illness away', () => {
    const english = release.texts.get('en');
    const wordings = Object.values(english?.texts ?? {}).flatMap(({ sms, ussd }) => [sms, ussd]);
    const all = [...wordings, ...Object.values(english?.choices ?? {})];
    expect(all.length).toBeGreaterThan(5);
    for (const text of all) expect(text).not.toMatch(UNKIND);
  });
});

describe('consent', () => {
  test('the weekly question needs the consent for check-ins [req C1]', () => {
    expect(flowNamed(releases, 'check-in').purpose).toBe('check_ins');
  });

  test('only a yes subscribes: no other reply, no silence, no default [req C6]', () => {
    const welcome = flowNamed(releases, 'welcome');
    const turns = allTurns(welcome, factsOf());
    const subscribing = turns.filter(({ effects }) =>
      effects.some(({ type }) => type === 'subscribe' || type === 'start'),
    );
    expect(subscribing.length).toBe(1);
    expect(welcome.texts.get('en')?.choices['yes']).toBe('Yes');
  });

  test('joining takes at most five screens', () => {
    const welcome = flowNamed(releases, 'welcome');
    const facts = factsOf({ channel: 'ussd' });
    let turn = begin(welcome, {}, facts, now);
    let screens = 1;
    for (; !turn.done; screens++)
      turn = advance(welcome, turn.place, { type: 'REPLY', text: '1', late: false, now }, facts);
    expect(screens).toBeLessThanOrEqual(5);
  });

  test('the menu shows the same to everybody, enrolled or not', () => {
    const menu = flowNamed(releases, 'menu');
    const stranger = begin(menu, {}, factsOf(), now);
    expect(begin(menu, {}, factsOf({ purposes: ['check_ins'] }), now)).toEqual(stranger);
  });

  test('silence opens no follow-up in any flow [req C6]', () => {
    for (const release of releases)
      for (const turn of allTurns(release, factsOf())) {
        const silent = advance(release, turn.place, { type: 'SILENCE', now }, factsOf());
        expect(silent.effects.map(({ type }) => type)).not.toContain('follow_up');
      }
  });
});
