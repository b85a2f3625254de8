import { expect, test } from 'vitest';
import { createLog } from '../src/base/log.ts';
import { Refusal } from '../src/base/refusal.ts';
import { helplineState, isSendable, type Helpline } from '../src/flow/helplines.ts';
import {
  assertMayGoLive,
  isLive,
  missingForLive,
  type Readiness,
  toDoSoon,
} from '../src/live-start.ts';
import { loadProgrammes } from '../src/store/word-files.ts';
import { tellToDo } from '../src/tell-to-do.ts';
import { shipped as shippedBenefits } from './flow/benefits/shipped-countries.ts';

const loaded = await loadProgrammes('test/flows');
const programme = loaded.ok ? loaded.value.get('demo-kenya') : undefined;
if (programme === undefined) throw new Error('the programme of the tests is there');

const TODAY = '2027-06-30';
const helpline: Helpline = {
  id: 'ke_line',
  country: 'KE',
  number: '1190',
  label: { en: 'Line' },
  kind: 'emotional',
  languages: ['en'],
  answered_by: 'lay',
  free: 'yes',
  calls_police: 'no',
  source: 'a call',
  source_date: null,
  verified_on: '2027-06-01',
  verified_by: 'desk',
};
const called = (verified_on: string | null, verified_by: string | null = 'desk') =>
  new Map([['ke_line', { ...helpline, verified_on, verified_by }]]);
const ready = {
  ...programme,
  fieldTest: '2027-01-31',
  helplines: ['ke_line'],
  escalation: { ...programme.escalation, dutyList: { people: 3, checked_on: '2027-06-01' } },
  legal: {
    controller: 'A society',
    dataProtectionOfficer: 'the desk',
    licence: 'DP 12',
    hostingCountry: 'KE',
    processors: [{ name: 'A gateway', sees: 'each text' }],
    breachContact: 'the head',
    advancePlans: 'Respected by us, not binding in law.',
  },
  complaints: { reader: 'the head', urgent: 'a judge', outsideBody: 'Ombudsman 112' },
};
const facts: Readiness = {
  unreviewed: [],
  helplines: called('2027-06-01'),
  watched: new Set(['en', 'sn']),
  benefits: undefined,
  today: TODAY,
  staffing: { places: [{ place: 'main', names: 2 }], hearers: 1 },
};

test('texts that no native reader signed do not go to people, and the refusal names them', () => {
  const unreviewed = [
    { flow: 'welcome', language: 'sn' },
    { flow: 'menu', language: 'sn' },
  ];
  const start = () => assertMayGoLive(ready, { ...facts, unreviewed });
  expect(start).toThrow(Refusal);
  expect(start).toThrow(/sn: no native reader has signed menu, welcome/u);
});

test('flows that nobody tried with people do not go to people', () => {
  const start = () => assertMayGoLive({ ...ready, fieldTest: undefined }, facts);
  expect(start).toThrow(/docs\/field-test\.md/u);
});

test('signed, tried, with a number that is answered, a duty list and somebody who answers for the data, they do', () => {
  expect(missingForLive(ready, facts)).toEqual([]);
  expect(() => assertMayGoLive(ready, facts)).not.toThrow();
});

test('without a duty list nobody goes live: a 9 that nobody hears is worse than none [req K1]', () => {
  const escalation = { ...ready.escalation, dutyList: undefined };
  expect(missingForLive({ ...ready, escalation }, facts)).toEqual([
    expect.stringContaining('duty_list'),
  ]);
});

test.each([
  'controller',
  'data_protection_officer',
  'licence',
  'hosting_country',
  'processors',
  'breach_contact',
  'advance_plans',
])('a live start refuses a blank legal.%s', (key) => {
  const field = key.replaceAll(/_([a-z])/gu, (_, letter: string) => letter.toUpperCase());
  const blank = key === 'processors' ? [] : undefined;
  const missing = missingForLive({ ...ready, legal: { ...ready.legal, [field]: blank } }, facts);
  expect(missing).toEqual([expect.stringContaining(`legal.${key} is blank`)]);
});

test.each([
  ['valid', '2027-06-30', true, false],
  ['valid', '2027-04-01', true, false],
  ['ageing', '2027-03-31', true, true],
  ['ageing', '2027-01-01', true, true],
  ['stale', '2026-12-31', false, false],
  ['off', null, false, false],
  ['off', '2027-07-01', false, false],
] as const)(
  'a helpline is %s when it was last called on %s: sent %s, to be called again %s [req K4]',
  (state, verified, isSent, soon) => {
    const helplines = called(verified);
    expect(helplineState({ ...helpline, verified_on: verified }, TODAY)).toBe(state);
    expect(isSendable({ ...helpline, verified_on: verified }, TODAY)).toBe(isSent);
    expect(missingForLive(ready, { ...facts, helplines }).length).toBe(isSent ? 0 : 1);
    expect(toDoSoon(ready, { ...facts, helplines }).length).toBe(soon ? 1 : 0);
  },
);

test('a number that nobody signed for is never sent, whatever its date', () => {
  expect(isSendable({ ...helpline, verified_by: null }, TODAY)).toBe(false);
});

test('a language whose risk words nobody signed is told to staff, and holds no start back', () => {
  const unsigned = { ...facts, watched: new Set(['en']) };
  expect(missingForLive(ready, unsigned)).toEqual([]);
  expect(toDoSoon(ready, unsigned)).toEqual([expect.stringContaining('flows/risk/sn.yaml')]);
});

/** A country whose schemes are looked up again by these days; checked on the first of the year, or by nobody. */
function countryWith(days: readonly string[], checked: boolean): Readiness['benefits'] {
  const [own] = shippedBenefits.countries;
  const like = own?.schemes[0];
  if (own === undefined || like === undefined) throw new Error('a country ships');
  const signed = checked ? { verified_on: '2027-01-01', verified_by: 'the office' } : {};
  const schemes = days.map((review_by, index) => ({
    ...like,
    value: { ...like.value, ...signed, scheme: `scheme_${index}`, review_by },
  }));
  const head = { ...own.own, value: { ...own.own.value, ...signed, review_by: '2028-01-31' } };
  return { ...own, own: head, schemes };
}

test('[req B16] a scheme that nobody has checked holds a live start back, and so does what is said of a no', () => {
  const benefits = countryWith(['2028-01-31'], false);
  expect(missingForLive(ready, { ...facts, benefits })).toEqual([
    expect.stringContaining('country, scheme_0'),
  ]);
  const checked = { ...facts, benefits: countryWith(['2028-01-31'], true) };
  expect(missingForLive(ready, checked)).toEqual([]);
});

test.each([
  ['31 days ahead', '2027-07-31', 0],
  ['30 days ahead', '2027-07-30', 1],
  ['the day itself', '2027-06-30', 1],
  ['gone by', '2027-06-29', 1],
])('[req B16] a scheme whose last day is %s (%s): %s lines to be done soon', (_, last, lines) => {
  const benefits = countryWith([last], true);
  const soon = toDoSoon(ready, { ...facts, benefits });
  expect(soon).toHaveLength(lines);
  for (const line of soon) expect(line).toContain('scheme_0');
  // It is not told in a refusal: what is past its day is not shown.
  expect(missingForLive(ready, { ...facts, benefits })).toEqual([]);
});

test('[req B16] whoever lets the service run hears of it on the day it becomes due', () => {
  const lines: string[] = [];
  const noon = new Date('2027-06-30T09:00:00Z');
  const log = createLog(
    (line) => void lines.push(line),
    () => noon,
  );
  const setting = { ...facts, programme: ready, benefits: countryWith(['2027-07-30'], true) };
  const on = (day: string) =>
    tellToDo({ setting, log, clock: { now: () => new Date(`${day}T09:00:00Z`) } });
  on('2027-06-29');
  expect(lines).toEqual([]);
  on('2027-06-30');
  expect(lines).toEqual([expect.stringContaining('to_do_soon')]);
});

test.each([
  [{ demo: true, AT_USERNAME: 'bench', AT_BASE_URL: undefined }, false],
  [{ demo: false, AT_USERNAME: 'sandbox', AT_BASE_URL: undefined }, false],
  [{ demo: false, AT_USERNAME: 'bench', AT_BASE_URL: 'http://127.0.0.1:9' }, false],
  [{ demo: false, AT_USERNAME: 'bench', AT_BASE_URL: undefined }, true],
])('%o goes to people: %s', (config, live) => {
  expect(isLive(config)).toBe(live);
});

test.each([
  ['07:30', '17:00', ['mon']],
  ['08:00', '19:30', ['mon']],
  ['08:00', '17:00', ['sun']],
] as const)(
  'duty from %s to %s on %s, when no text goes out, is told before a start',
  (from, to, days) => {
    const escalation = { ...ready.escalation, duty: { from, to, days: [...days] } };
    const contactHours = { from: '07:00', to: '20:00', days: ['mon' as const] };
    expect(missingForLive({ ...ready, escalation, contactHours }, facts)).toEqual([
      'escalation.duty: texts about the work go out on mon 08:00-19:00 only. Write hours within.',
    ]);
  },
);

test('a place without two names with hours, and a programme in which nobody outside the line hears complaints, do not start', () => {
  const missing = missingForLive(
    { ...ready, complaints: { reader: undefined, urgent: undefined, outsideBody: undefined } },
    {
      ...facts,
      staffing: {
        places: [
          { place: 'hill', names: 0 },
          { place: 'main', names: 1 },
          { place: 'river', names: 2 },
        ],
        hearers: 0,
      },
    },
  );
  expect(missing).toEqual([
    'duty: hill has nobody with hours, and needs two. npm run counsellors -- duty CODE',
    'duty: main has one name with hours, and needs two. npm run counsellors -- duty CODE',
    'duty: nobody outside the line hears of urgent complaints. npm run counsellors -- add --role safeguarding',
    'complaints.reader is blank: docs/counsellors.md says who that has to be.',
    'complaints.urgent is blank: docs/counsellors.md says who that has to be.',
    'complaints.outside_body is blank: docs/counsellors.md says who that has to be.',
  ]);
  expect(missingForLive(ready, { ...facts, staffing: undefined })).toEqual([
    expect.stringContaining('the database was not reached'),
  ]);
});
