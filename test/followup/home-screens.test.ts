import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fitUssd } from '../../src/conversation/fit-ussd.ts';
import { parsePrompts, promptText } from '../../src/conversation/prompts.ts';
import { SCREEN_MAX, ussdPages } from '../../src/conversation/ussd-pages.ts';
import { hearHome, type Needs } from '../../src/followup/home/hear-home.ts';
import { numberTyped } from '../../src/followup/home/invite-member.ts';
import type { HomePlace, Who } from '../../src/followup/home/place.ts';
import { screenAt } from '../../src/followup/home/screen-at.ts';
import type { Home, Listed } from '../../src/followup/home/screen.ts';
import { typedDay } from '../../src/followup/home/typed-day.ts';
import { byDue, type Why, whyDue, whyQuiet } from '../../src/followup/home/why-due.ts';
import type { DueRequest, OwnPerson } from '../../src/store/home-people.ts';

const FOLDER = 'flows/prompts';
const parsed = parsePrompts(
  readdirSync(FOLDER).map((file) => ({ file, source: readFileSync(`${FOLDER}/${file}`, 'utf8') })),
);
if (!parsed.ok) throw new Error('the shipped prompts are read');
const prompts = parsed.value;

const AT = new Date('2026-11-23T09:00:00Z');
const who = (number: number, asks = true): Who => ({
  number,
  followUpId: asks ? `f${number}` : null,
  memberId: `m${number}`,
});

function request(change: Partial<DueRequest> = {}): DueRequest {
  return {
    id: 'f12',
    memberId: 'm12',
    phoneId: 'p12',
    kind: 'talk',
    reason: 'asked',
    stage: 'offered',
    isWithHer: true,
    windowFrom: null,
    windowTo: null,
    openedAt: AT,
    tries: 0,
    number: 12,
    ...change,
  };
}

const member: OwnPerson = {
  memberId: 'm12',
  phoneId: 'p12',
  numberSealed: Buffer.alloc(0),
  wrappedKey: Buffer.alloc(0),
  traits: [],
  coverTopic: null,
  ringBack: false,
  callFrom: null,
  callTo: null,
  answeredBy: null,
  stopped: false,
};

function listed(number: number, change: Partial<Listed> = {}): Listed {
  return { who: who(number), why: 'talk', request: request(), member, ...change };
}

function homeOf(people: readonly Listed[] = [], language = 'en'): Home {
  return {
    say: (id, variables) => promptText(prompts, language, id, variables),
    window: () => '14:00-16:00',
    day: (date) => date,
    today: '2026-11-23',
    callingCode: '254',
    people,
    leads: false,
    leadsOnly: false,
    groupPage: '',
    awayUntil: undefined,
    duty: { from: '08:00', to: '17:00' },
    dutyHours: { from: '08:00', to: '17:00' },
    topic: (name) => name,
    care: (quiet) => `care ${quiet ? 'quiet' : 'open'}`,
    afterCare: () => 'noted',
  };
}

/** Where a reply leads: a place, or what it was heard as. */
function leads(home: Home, place: HomePlace, text: string, needs?: Needs) {
  const heard = hearHome(home, place, text, needs);
  return heard.kind === 'move' ? [heard.move.to.at, heard.move.act?.act] : heard.kind;
}

describe('where each key leads', () => {
  const people = [
    listed(12),
    listed(31, { why: undefined, request: undefined, who: who(31, false) }),
  ];
  const offered = { at: 'person', who: who(12) } as const;
  const cases: readonly [string, HomePlace, string, unknown][] = [
    ['menu', { at: 'menu' }, '1', ['due', undefined]],
    ['menu', { at: 'menu' }, '3', ['invite', undefined]],
    ['menu', { at: 'menu' }, '12', ['person', undefined]],
    ['menu', { at: 'menu' }, '13', 'again'],
    ['menu', { at: 'menu' }, '0', 'leave'],
    ['menu', { at: 'menu' }, '7', 'more'],
    ['menu', { at: 'menu' }, '9', ['support', undefined]],
    ['list', { at: 'due' }, '12', ['person', undefined]],
    ['list', { at: 'due' }, '00', ['menu', undefined]],
    ['her members', { at: 'mine' }, '31', ['person', undefined]],
    ['asked', offered, '1', ['details', 'accept']],
    ['asked', offered, '2', ['due', 'pass']],
    ['asked', offered, '3', ['due', 'later']],
    ['asked', offered, '4', ['due', 'no_airtime']],
    ['asked', offered, '5', ['due', 'knows_family']],
    ['before a call', { at: 'details', who: who(12) }, '1', ['details', 'show_number']],
    ['before a call', { at: 'details', who: who(12) }, '2', 'again'],
    ['after a talk', { at: 'step', who: who(31, false) }, '1', ['day', undefined]],
    ['after a talk', { at: 'step', who: who(31, false) }, '4', 'again'],
    ['after a request', { at: 'step', who: who(12) }, '4', ['due', 'refer']],
    ['next day', { at: 'day', who: who(31, false), newStep: true }, '2', ['due', 'next_day']],
    ['next day', { at: 'day', who: who(31, false), newStep: true }, '5', ['due', undefined]],
    ['invite', { at: 'invite' }, '2', 'again'],
    ['invite', { at: 'invite' }, '1', ['invite_number', undefined]],
    ['invite', { at: 'invite_number' }, '0712345678', ['invite_sure', undefined]],
    ['invite', { at: 'invite_number' }, '071', 'again'],
    ['away', { at: 'away_sure', until: '2026-11-25' }, '2', ['menu', undefined]],
    ['away', { at: 'away_sure', until: '2026-11-25' }, '1', ['menu', 'away']],
    ['PIN', { at: 'pin', tries: 3 }, '7031', ['over', undefined]],
    ['PIN', { at: 'pin', tries: 0 }, '1234', ['pin', undefined]],
    ['PIN', { at: 'pin_again', pin: '7031', tries: 0 }, '7031', ['pin', 'set_pin']],
    ['PIN', { at: 'pin_again', pin: '7031', tries: 0 }, '7032', ['pin', undefined]],
    ['a number shown', { at: 'number', phone: '+254711000201' }, '1', 'leave'],
  ];
  test.each(cases)('%s: %j and %s', (_, place, text, where) => {
    expect(leads(homeOf(people), place, text)).toEqual(where);
  });

  test('help in words leads to her own supervisor from everywhere; danger to care, and from there to her', () => {
    for (const place of [{ at: 'menu' }, { at: 'pin', tries: 0 }, offered] as const) {
      expect(leads(homeOf(people), place, 'help', 'help')).toEqual(['support', undefined]);
      for (const needs of ['danger', 'quiet_danger'] as const)
        expect(leads(homeOf(people), place, 'words', needs)).toEqual(['care', undefined]);
    }
    for (const quiet of [true, false]) {
      const place = { at: 'care', quiet } as const;
      expect(leads(homeOf(people), place, '1')).toEqual(['cared', 'support']);
      expect(leads(homeOf(people), place, '2')).toEqual(['menu', undefined]);
      expect(screenAt(homeOf(people), place).text).toBe(quiet ? 'care quiet' : 'care open');
    }
  });

  test('the number is asked for only behind "I am alone", and never of somebody who wants no calls', () => {
    const noCalls = listed(12, { member: { ...member, answeredBy: 'no_calls' } });
    expect(leads(homeOf([noCalls]), { at: 'details', who: who(12) }, '1')).toBe('again');
    for (const [, place, text] of cases)
      if (place.at !== 'details')
        expect(leads(homeOf(people), place, text)).not.toContain('show_number');
  });
});

describe('before a call she reads', () => {
  const details = (change: Partial<OwnPerson>) =>
    screenAt(homeOf([listed(12, { member: { ...member, ...change } })]), {
      at: 'details',
      who: who(12),
    }).text;

  test('not to ring back and "wrong number", unless the member said otherwise', () => {
    expect(details({})).toBe(
      'If somebody else answers: wrong number.\nIf it is cut off: do not ring back.\n1 I am alone and can talk',
    );
    expect(
      details({ ringBack: true, coverTopic: 'market', callFrom: '14:00:00', callTo: '16:30:00' }),
    ).toBe(
      'Good time: 14:00-16:30.\nIf somebody else answers: it is about market.\nIf it is cut off: ring back.\n1 I am alone and can talk',
    );
  });

  test('of a plan only where it is shared, and what the law says of it', () => {
    expect(details({})).not.toContain('plan');
    expect(details({ traits: ['plan_shared'] })).toContain('the law may not bind others');
  });
});

describe('who is due', () => {
  test('first who waits for her call, then danger, talk, not well, not seen, no answer', () => {
    const at = (reason: string, change: Partial<DueRequest> = {}) =>
      whyDue(request({ reason, kind: 'digest', ...change }));
    const whys: Why[] = [
      at('asked', { stage: 'accepted' }),
      at('not_safe', { kind: 'urgent' }),
      at('asked', { kind: 'talk' }),
      at('not_going_well'),
      at('missed_twice'),
      at('silent'),
      at('wrote'),
    ];
    const rows = whys.map((why) => ({ why, windowFrom: null, openedAt: AT }));
    expect(rows.toReversed().toSorted(byDue)).toEqual(rows);
    const soon = { why: 'talk' as const, windowFrom: new Date(AT.getTime() + 1), openedAt: AT };
    const late = { ...soon, windowFrom: new Date(AT.getTime() + 2) };
    expect([late, soon].toSorted(byDue)).toEqual([soon, late]);
  });

  test('silence is at the end of the list and opens nothing', () => {
    expect([0, 1, 3].map(whyQuiet)).toEqual([undefined, 'no_answer', 'no_answer']);
  });
});

describe('in every language', () => {
  const places: readonly Exclude<HomePlace, { at: 'over' }>[] = [
    { at: 'menu' },
    { at: 'person', who: who(999) },
    { at: 'step', who: who(999) },
    { at: 'day', who: who(999, false), newStep: true },
    { at: 'other_day', who: who(999, false), newStep: true },
    { at: 'invite' },
    { at: 'invite_sure', phone: '+254711000201' },
    { at: 'number', phone: '+254711000201' },
    { at: 'me' },
    { at: 'hours' },
    { at: 'away' },
    { at: 'away_sure', until: 'Wed 25/11' },
    { at: 'refresher', page: 1 },
    { at: 'refresher', page: 2 },
    { at: 'refresher', page: 3 },
    { at: 'support' },
    { at: 'pin', tries: 0 },
  ];
  const latin = [...prompts.keys()].filter((language) => language !== 'gu');
  const longest = (stage: DueRequest['stage']) =>
    listed(999, { request: request({ stage, windowFrom: AT, windowTo: AT }) });

  test.each(latin)(
    '%s: each screen with choices is one page, of at most five, and shows no phone number but one',
    (language) => {
      for (const stage of ['offered', 'accepted'] as const)
        for (const place of places) {
          const { text } = screenAt(homeOf([longest(stage)], language), place);
          const pages = ussdPages(fitUssd(text), { limit: SCREEN_MAX, more: '7 ..........' });
          expect([place.at, pages.length, text]).toEqual([place.at, 1, text]);
          expect(
            text.split('\n').filter((line) => /^[1-5] /u.test(line)).length,
          ).toBeLessThanOrEqual(5);
          if (place.at !== 'number' && place.at !== 'invite_sure')
            expect(text).not.toContain('254');
        }
    },
  );
});

describe('what is typed', () => {
  test.each([
    ['0712345678', '254', '+254712345678'],
    ['712345678', '254', '+254712345678'],
    ['254712345678', '254', '+254712345678'],
    ['0712 345-678', '254', '+254712345678'],
    ['9123456789', '91', '+919123456789'],
    ['912345678', '51', '+51912345678'],
    ['12345', '254', undefined],
    ['abc', '254', undefined],
  ])('%s is read as a number of the country %s', (text, code, number) => {
    expect(numberTyped(text, code)).toBe(number);
  });

  test.each([
    ['2411', '2026-11-24'],
    ['512', '2026-12-05'],
    ['0101', '2027-01-01'],
    ['2311', undefined],
    ['3002', undefined],
    ['2206', undefined],
    ['7', undefined],
  ])('%s is a day', (text, date) => {
    expect(typedDay(text, '2026-11-23')).toBe(date);
  });
});
