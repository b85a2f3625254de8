import { describe, expect, test } from 'vitest';
import { dutyAfter, dutyNow } from '../../src/flow/duty-hours.ts';
import { askFrom, dueOf, kindOf } from '../../src/followup/ladder.ts';
import { nextStep } from '../../src/followup/next-step.ts';
import type { LadderPerson } from '../../src/store/ladder-people.ts';

const times = (timeZone = 'Africa/Nairobi') => ({
  timeZone,
  escalation: {
    duty: { from: '08:00', to: '17:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const },
    urgentWithinMs: 30 * 60_000,
    callWithinMs: 4 * 3_600_000,
    ladder: ['counsellor', 'supervisor', 'lead'] as const,
    dutyList: undefined,
    complaintsTo: 'lead' as const,
  },
});
type Times = Parameters<typeof dueOf>[0];
const nairobi: Times = mutable(times());
const at = (text: string) => new Date(text);
/** Nairobi is three hours ahead. */
const NOON = at('2026-11-23T09:00:00Z');
const EVENING = at('2026-11-23T15:00:00Z');
const FRIDAY_LATE = at('2026-11-27T13:30:00Z');

describe('times are counted in hours of duty', () => {
  test.each([
    ['noon, urgent', 'urgent', NOON, '2026-11-23T09:30:00Z'],
    ['noon, a call', 'talk', NOON, '2026-11-23T13:00:00Z'],
    [
      'evening, urgent: the first half hour of the next day',
      'urgent',
      EVENING,
      '2026-11-24T05:30:00Z',
    ],
    ['Friday at half past four, a call: Monday', 'talk', FRIDAY_LATE, '2026-11-30T08:30:00Z'],
    [
      'Friday at half past four, urgent: five o\u2019clock',
      'urgent',
      FRIDAY_LATE,
      '2026-11-27T14:00:00Z',
    ],
    ['the digest: before the next', 'digest', NOON, '2026-11-24T05:00:00Z'],
  ] as const)('%s', (_, kind, now, due) => {
    expect(dueOf(nairobi, kind, 0, now).toISOString()).toBe(at(due).toISOString());
  });

  test('a call is accepted before its window begins, and no later than four hours', () => {
    const due = (from: string) =>
      dueOf(nairobi, 'talk', 0, NOON, { from: at(from), to: at('2026-11-23T13:00:00Z') });
    expect(due('2026-11-23T11:00:00Z')).toEqual(at('2026-11-23T11:00:00Z'));
    expect(due('2026-11-23T12:59:00Z')).toEqual(at('2026-11-23T12:59:00Z'));
    // Nobody has less than half an hour to answer.
    expect(due('2026-11-23T09:05:00Z')).toEqual(at('2026-11-23T09:30:00Z'));
    const tomorrow = { from: at('2026-11-24T11:00:00Z'), to: at('2026-11-24T13:00:00Z') };
    expect(dueOf(nairobi, 'talk', 0, NOON, tomorrow)).toEqual(at('2026-11-23T13:00:00Z'));
  });

  test('on later rungs what is left of the window is shared', () => {
    const window = { from: at('2026-11-23T10:00:00Z'), to: at('2026-11-23T13:00:00Z') };
    const due = (rung: number, now: string) => dueOf(nairobi, 'talk', rung, at(now), window);
    expect(due(1, '2026-11-23T10:00:00Z')).toEqual(at('2026-11-23T11:00:00Z'));
    expect(due(3, '2026-11-23T12:20:00Z')).toEqual(at('2026-11-23T13:00:00Z'));
  });

  test('nobody is asked out of duty hours, and the digest waits for a morning', () => {
    expect(askFrom(nairobi, 'urgent', NOON)).toEqual(NOON);
    expect(askFrom(nairobi, 'urgent', EVENING)).toEqual(at('2026-11-24T05:00:00Z'));
    expect(askFrom(nairobi, 'digest', NOON)).toEqual(at('2026-11-24T05:00:00Z'));
    expect(askFrom(nairobi, 'digest', FRIDAY_LATE)).toEqual(at('2026-11-30T05:00:00Z'));
  });

  test.each([
    ['Africa/Harare', '2025-11-24T06:00:00Z'],
    ['Asia/Kolkata', '2025-11-24T02:30:00Z'],
    ['America/Lima', '2025-11-24T13:00:00Z'],
    ['Africa/Cairo', '2025-11-24T06:00:00Z'],
    ['Africa/Casablanca', '2025-11-24T07:00:00Z'],
    ['Europe/London', '2025-11-24T08:00:00Z'],
  ])('in %s duty begins at eight there', (zone, opens) => {
    // A day that every release of the time zones knows.
    const midnight = at('2025-11-23T22:00:00Z');
    const now = dutyNow(mutable(times(zone)), midnight);
    expect(now).toEqual({ open: false, opensAt: at(opens) });
  });

  test('a night in which the clock changes takes nothing from a duty day, and gives nothing', () => {
    const london: Times = mutable(times('Europe/London'));
    // Summer time begins on Sunday 29 March 2026, ends on 25 October.
    expect(dutyAfter(london, at('2026-03-27T16:30:00Z'), 3_600_000)).toEqual(
      at('2026-03-30T07:30:00Z'),
    );
    expect(dutyAfter(london, at('2026-10-23T15:30:00Z'), 3_600_000)).toEqual(
      at('2026-10-26T08:30:00Z'),
    );
  });
});

test('a reason that nobody has listed asks for a call: too early is better than never', () => {
  expect([kindOf('risk_words'), kindOf('not_going_well'), kindOf('anything_else')]).toEqual([
    'urgent',
    'digest',
    'talk',
  ]);
});

describe('who is asked next', () => {
  const person = (relation: LadderPerson['relation'], more: Partial<LadderPerson> = {}) => ({
    id: relation,
    relation,
    available: true,
    refused: false,
    asked: false,
    load: 0,
    ...more,
  });
  const request = (more: Partial<Parameters<typeof nextStep>[0]> = {}) => ({
    reason: 'asked',
    kind: 'talk' as const,
    stage: 'new' as const,
    rung: 0,
    tries: 0,
    counsellorId: null,
    openedAt: NOON,
    ...more,
  });
  const step = (
    more: Partial<Parameters<typeof nextStep>[0]>,
    people: LadderPerson[],
    { now = NOON, outcomeAsked = false } = {},
  ) => {
    const next = nextStep(request(more), people, nairobi, { now, outcomeAsked });
    return next.act === 'ask' ? `${next.prompt} ${next.rung} ${next.person.id}` : next.act;
  };
  const all = (more: Partial<Record<LadderPerson['relation'], Partial<LadderPerson>>> = {}) =>
    (['own', 'backup', 'duty', 'supervisor', 'lead'] as const).map((one) =>
      person(one, more[one] ?? {}),
    );

  const REFERRED = { reason: 'referral' };
  test.each([
    ['her own counsellor first', {}, all(), 'talk 0 own'],
    ['the backup where hers is away', {}, all({ own: { available: false } }), 'talk 0 backup'],
    ['the duty list for a number nobody knows', {}, all().slice(2), 'talk 0 duty'],
    [
      'the backup after a silence',
      { stage: 'offered' },
      all({ own: { asked: true } }),
      'next 1 backup',
    ],
    [
      'the supervisor after two',
      { stage: 'offered', rung: 1 },
      all({ own: { asked: true }, backup: { asked: true } }),
      'escalated 2 supervisor',
    ],
    ['the lead after the supervisor', { stage: 'offered', rung: 2 }, all(), 'escalated 3 lead'],
    ['nobody above the lead', { stage: 'offered', rung: 3 }, all({ lead: { asked: true } }), 'top'],
    [
      'nobody who has refused',
      { stage: 'waiting' },
      all({ own: { refused: true } }),
      'talk 0 backup',
    ],
    ['somebody to look where nobody works', {}, [], 'nobody'],
    ['urgent in words of its own', { kind: 'urgent' }, all(), 'urgent 0 own'],
    [
      'who said yes to the clinic: the clinic',
      REFERRED,
      [...all(), person('clinic')],
      'talk 0 clinic',
    ],
    ['her own counsellor where nobody of the clinic is on duty', REFERRED, all(), 'talk 0 own'],
    [
      'her own after a silence of the clinic',
      { ...REFERRED, stage: 'offered' },
      [...all(), person('clinic', { asked: true })],
      'next 1 own',
    ],
    ['nobody of the clinic for anything else', {}, [...all(), person('clinic')], 'talk 0 own'],
    [
      'who chose a volunteer for the morning: a volunteer',
      { reason: 'morning_call' },
      [...all(), person('volunteer')],
      'talk 0 volunteer',
    ],
    [
      'who chose the person who meets her: that person',
      { reason: 'morning_call_mine' },
      [...all(), person('volunteer')],
      'talk 0 own',
    ],
  ] as const)('%s', (_, more, people, expected) => {
    expect(step(more, [...people])).toBe(expected);
  });

  test('nobody at night, however urgent', () => {
    for (const kind of ['urgent', 'talk', 'digest'] as const)
      for (const stage of ['new', 'waiting', 'offered', 'accepted'] as const)
        expect(step({ kind, stage }, all(), { now: EVENING })).toBe('wait');
  });

  test('what was asked before duty began and is seen only then still comes into the text of that morning', () => {
    const [seven, eight, ten] = ['04:00', '05:01', '07:01'].map((time) =>
      at(`2026-11-23T${time}:00Z`),
    );
    const until = (openedAt: Date | undefined, now: Date | undefined) => {
      const asked = request({ reason: 'not_going_well', kind: null, openedAt: openedAt ?? NOON });
      const next = nextStep(asked, all(), nairobi, { now: now ?? NOON, outcomeAsked: false });
      return next.act === 'wait' ? next.until : next.act;
    };
    // The moment at which duty began, so that processes whose clocks differ write the same one.
    expect(until(seven, eight)).toEqual(at('2026-11-23T05:00:00Z'));
    // Asked in the morning itself, or seen too late in it: the next.
    expect(until(eight, eight)).toEqual(at('2026-11-24T05:00:00Z'));
    expect(until(seven, ten)).toEqual(at('2026-11-24T05:00:00Z'));
  });

  test('whoever accepted it is asked how it went; after silence the next; after three calls it rests', () => {
    const accepted = { stage: 'accepted', counsellorId: 'own' } as const;
    const people = all({ own: { asked: true } });
    expect(step(accepted, people)).toBe('ask_outcome');
    expect(step(accepted, people, { outcomeAsked: true })).toBe('next 1 backup');
    expect(step({ ...accepted, tries: 3 }, people)).toBe('rest');
    expect(step({ ...accepted, kind: 'digest' }, people, { outcomeAsked: true })).toBe('put_off');
  });
});

/** The programme file's own type has lists that may be changed. */
function mutable(from: ReturnType<typeof times>): Times {
  const { duty, ladder } = from.escalation;
  return {
    ...from,
    escalation: {
      ...from.escalation,
      duty: { ...duty, days: [...duty.days] },
      ladder: [...ladder],
    },
  };
}
