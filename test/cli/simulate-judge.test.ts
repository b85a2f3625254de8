import { describe, expect, test } from 'vitest';
import { createAgenda } from '../../src/cli/simulate/agenda.ts';
import { chanceOf } from '../../src/cli/simulate/chance.ts';
import { joinsAfter } from '../../src/cli/simulate/joins-after.ts';
import { createJudge, type Faults } from '../../src/cli/simulate/judge.ts';
import { createPerson } from '../../src/cli/simulate/person.ts';
import { stillClock } from '../../src/cli/simulate/still-clock.ts';
import { toNextStep } from '../../src/cli/simulate/to-next-step.ts';
import type { Shown } from '../../src/cli/simulate/read-message.ts';

const HOUR_MS = 3_600_000;
const NOON_MS = 12 * HOUR_MS;
const NO_FAULT: Faults = {
  outsideHours: 0,
  doubles: 0,
  afterStop: 0,
  withoutConsent: 0,
  unwanted: 0,
};

function shown(place: string, ...means: string[]): Shown {
  const digits = new Map(means.map((one, index) => [one, String(index + 1)]));
  return { place, digits, lines: new Map(), more: false, text: place };
}
const QUESTION = shown('check-in.small_step', 'done');
const YES = shown('welcome.may_we_text', 'yes', 'no');

/** A judge in a place where each day has hours from 8 to 19, without noon to two on the seventh day. */
function court() {
  const judge = createJudge({
    hoursOn: (day) => ({
      from: '08:00',
      to: '19:00',
      without: day === 6 ? [{ from: '12:00', to: '14:00' }] : [],
    }),
    local: (atMs) => ({
      day: Math.floor(atMs / (24 * HOUR_MS)) % 7,
      time: new Date(atMs).toISOString().slice(11, 16),
    }),
    purposeOf: (flow) => (flow === 'check-in' ? 'check_ins' : undefined),
  });
  const says = (text: string, atMs: number, of = shown('')) =>
    judge.says(0, { text, shown: of, sms: true, atMs });
  const sent = (text: string, atMs: number, of = QUESTION) => judge.sent(0, text, of, atMs);
  /** Agrees to a question a week, and reads the thanks. */
  const agrees = () => {
    says('1', NOON_MS, YES);
    sent('thanks', NOON_MS, shown('welcome.joined'));
  };
  return { judge, says, sent, agrees };
}

describe('the judge at the port', () => {
  test('finds no fault in a question of the week, its answer, a STOP and its acknowledgement', () => {
    const { judge, says, sent, agrees } = court();
    agrees();
    sent('how is it?', NOON_MS + 24 * HOUR_MS);
    says('1', NOON_MS + 25 * HOUR_MS, QUESTION);
    sent('well done', NOON_MS + 25 * HOUR_MS, shown('check-in.thanks'));
    sent('how is it?', NOON_MS + 49 * HOUR_MS);
    says('STOP', NOON_MS + 50 * HOUR_MS);
    judge.stopped(0, { text: true, atMs: NOON_MS + 50 * HOUR_MS });
    sent('OK. No more texts.', NOON_MS + 50 * HOUR_MS, shown(''));
    expect(judge.faults).toEqual(NO_FAULT);
  });

  test.each<[keyof Faults, (of: ReturnType<typeof court>) => void]>([
    ['outsideHours', ({ sent }) => sent('how is it?', 20 * HOUR_MS)],
    ['outsideHours', ({ sent }) => sent('how is it?', 6 * 24 * HOUR_MS + NOON_MS)],
    [
      'outsideHours',
      ({ judge, says, sent }) => {
        says('1', NOON_MS, shown('hours.when', 'morning'));
        judge.shows(0, 'hours.kept', NOON_MS);
        sent('kept', NOON_MS, shown('hours.kept'));
        sent('how is it?', NOON_MS + 25 * HOUR_MS);
      },
    ],
    [
      'doubles',
      ({ sent }) => {
        sent('how is it?', NOON_MS);
        sent('how is it?', NOON_MS + HOUR_MS);
      },
    ],
    [
      'afterStop',
      ({ judge, sent }) => {
        judge.stopped(0, { text: true, atMs: NOON_MS });
        sent('OK. No more texts.', NOON_MS);
        sent('how is it?', NOON_MS + HOUR_MS);
      },
    ],
    ['withoutConsent', ({ judge }) => judge.sent(1, 'how is it?', QUESTION, NOON_MS)],
    [
      'withoutConsent',
      ({ judge }) => {
        judge.says(1, { text: '2', shown: YES, sms: true, atMs: NOON_MS });
        judge.sent(1, 'fine', shown('welcome.not_now'), NOON_MS);
        judge.sent(1, 'how is it?', QUESTION, NOON_MS + HOUR_MS);
      },
    ],
    [
      'unwanted',
      ({ judge, says, sent }) => {
        says('1', NOON_MS, shown('pause.how_long', 'a_week'));
        judge.shows(0, 'pause.rested', NOON_MS);
        sent('rested', NOON_MS, shown('pause.rested'));
        sent('how is it?', NOON_MS + 24 * HOUR_MS);
      },
    ],
  ])('sees one that is %s, and nothing else in it', (fault, act) => {
    const made = court();
    made.agrees();
    act(made);
    expect(made.judge.faults).toEqual({ ...NO_FAULT, [fault]: 1 });
  });

  test('takes one text for an answer to one text, and only at the moment in which it was said', () => {
    const { judge, says, sent } = court();
    says('hello', 3 * HOUR_MS);
    sent('who we are', 3 * HOUR_MS, shown(''));
    sent('and more', 3 * HOUR_MS, shown(''));
    expect(judge.faults).toMatchObject({ outsideHours: 1, withoutConsent: 1 });
    says('hello again', 4 * HOUR_MS);
    sent('how is it?', 4 * HOUR_MS + 1);
    expect(judge.faults).toMatchObject({ outsideHours: 2, withoutConsent: 2 });
  });

  test('takes an answer that a busy gateway refused for ten minutes, in its own words, and once', () => {
    const { judge, says, sent } = court();
    const refused = () => {
      says('hello', 3 * HOUR_MS);
      judge.refused(0, 'who we are', 3 * HOUR_MS);
    };
    refused();
    sent('who we are', 3 * HOUR_MS + HOUR_MS / 6, shown(''));
    expect(judge.faults).toEqual(NO_FAULT);
    sent('who we are', 3 * HOUR_MS + HOUR_MS / 6, shown(''));
    expect(judge.faults).toMatchObject({ outsideHours: 1, doubles: 1 });
    refused();
    sent('how is it?', 3 * HOUR_MS);
    expect(judge.faults).toMatchObject({ outsideHours: 2 });
    sent('who we are', 3 * HOUR_MS + HOUR_MS / 6 + 1, shown(''));
    expect(judge.faults).toMatchObject({ outsideHours: 3 });
  });

  test('sees one answer twice, though two texts were said, and an answer after a STOP', () => {
    const { judge, says, sent, agrees } = court();
    agrees();
    for (const text of ['one', 'two']) {
      says(text, NOON_MS + HOUR_MS);
      sent('Thank you.', NOON_MS + HOUR_MS, shown(''));
    }
    expect(judge.faults).toEqual(NO_FAULT);
    for (const text of ['three', 'four']) says(text, NOON_MS + 2 * HOUR_MS);
    for (const _ of [1, 2]) sent('Thank you.', NOON_MS + 2 * HOUR_MS, shown(''));
    expect(judge.faults).toEqual({ ...NO_FAULT, doubles: 1 });
    says('five', NOON_MS + 3 * HOUR_MS);
    judge.refused(0, 'Thank you.', NOON_MS + 3 * HOUR_MS);
    judge.stopped(0, { text: true, atMs: NOON_MS + 3 * HOUR_MS });
    sent('OK. No more texts.', NOON_MS + 3 * HOUR_MS, shown(''));
    sent('Thank you.', NOON_MS + 3 * HOUR_MS + 1, shown(''));
    expect(judge.faults).toEqual({ ...NO_FAULT, doubles: 1, afterStop: 1 });
  });

  const OWN_WORDS = shown('welcome.own_words', 'yes', 'no');
  test.each<[string, number, string, string, number]>([
    ['within a day, as it was', 23, '1', 'check-in.small_step', 0],
    ['after a day', 25, '1', 'check-in.small_step', 1],
    ['where texts say little', 23, '2', 'check-in.small_step', 1],
    ['that begins anew', 23, '1', 'welcome.language', 1],
  ])('lets a START %s give its yes back, or not', (_, hours, own, answered, faults) => {
    const { judge, says, sent, agrees } = court();
    agrees();
    says(own, NOON_MS, OWN_WORDS);
    says('STOP', NOON_MS + HOUR_MS);
    judge.stopped(0, { text: true, atMs: NOON_MS + HOUR_MS });
    sent('OK. No more texts.', NOON_MS + HOUR_MS, shown(''));
    const backMs = NOON_MS + (1 + hours) * HOUR_MS;
    says('START', backMs);
    judge.returns(0, backMs);
    sent('Welcome back', backMs, shown(answered));
    sent('how is it?', NOON_MS + 48 * HOUR_MS);
    expect(judge.faults).toEqual({ ...NO_FAULT, withoutConsent: faults });
  });
});

test('one seed gives the same people, and another seed others', () => {
  const people = (seed: number) =>
    Array.from({ length: 50 }, (_, who) => {
      const own = chanceOf(seed).fork(who);
      const { habit, joins } = createPerson(own, 1);
      return { habit, first: joins(), atMs: joinsAfter(own, 14 * 24 * HOUR_MS) };
    });
  expect(people(1)).toEqual(people(1));
  expect(people(2)).not.toEqual(people(1));
});

test('half of the people join at a meeting of a working day, all within their time', () => {
  const own = chanceOf(1);
  const all = Array.from({ length: 2_000 }, () => joinsAfter(own, 14 * 24 * HOUR_MS) / HOUR_MS);
  expect(all.every((hour) => hour >= 0 && hour < 14 * 24)).toBe(true);
  const met = all.filter((hour) => [2, 6].some((at) => hour % 24 >= at && hour % 24 < at + 2 / 3));
  // Five days of seven have meetings; whoever joins at any time may do so during one.
  expect(met.length / all.length).toBeGreaterThan(0.3);
  expect(met.length / all.length).toBeLessThan(0.5);
  const onSunday = all.filter((hour) => Math.floor(hour / 24) % 7 === 6).length / all.length;
  expect(onSunday).toBeCloseTo(1 / 7, 1);
});

test('the clock goes a step on at least, over nights in one go, and at once to what was refused', () => {
  const clock = stillClock(new Date(0));
  const at = (ms: number | null) => (ms === null ? null : new Date(ms));
  const goes = (acts: number | undefined, next: number | null, again: number | null) => {
    const due = { next: at(next), again: at(again) };
    const went = toNextStep(clock, { actsMs: acts, due, stepMs: 100, endMs: 2_000 });
    return went ? clock.now().getTime() : 'the end';
  };
  expect(goes(10, 20, null)).toBe(100);
  expect(goes(700, 900, null)).toBe(700);
  expect(goes(undefined, 720, 730)).toBe(730);
  expect(goes(undefined, 1_500, null)).toBe(1_500);
  expect(goes(undefined, null, null)).toBe('the end');
  expect(goes(1_950, null, null)).toBe(1_950);
  expect(goes(1_960, null, null)).toBe('the end');
});

test('an agenda gives what is due by its time, then by whose it is, then as it was added', () => {
  const agenda = createAgenda<string>();
  for (const [atMs, who, what] of [
    [5, 1, 'c'],
    [3, 2, 'b'],
    [5, 0, 'x'],
    [3, 1, 'a'],
    [9, 0, 'd'],
    [3, 2, 'b again'],
  ] as const)
    agenda.add(atMs, who, what);
  expect(agenda.nextMs()).toBe(3);
  expect(agenda.takeUntil(5).map(({ what }) => what)).toEqual(['a', 'b', 'b again', 'x', 'c']);
  expect(agenda.takeUntil(5)).toEqual([]);
  expect(agenda.nextMs()).toBe(9);
});
