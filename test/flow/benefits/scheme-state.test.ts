import { expect, test } from 'vitest';
import { nearTheirEnd, schemesBy, schemeState } from '../../../src/flow/benefits/scheme-state.ts';
import { answerGuide, someFacts } from './answer-guide.ts';
import { countryOf, shipped } from './shipped-countries.ts';

test.each([
  ['2027-06-30', '2027-06-30', 'valid'],
  ['2027-07-01', '2027-06-30', 'gone'],
  ['2027-06-30', null, 'unchecked'],
])('on %s a scheme to be reviewed by 30 June is seen as it is', (today, checked, state) => {
  const scheme = { review_by: '2027-06-30', verified_on: checked };
  expect(schemeState(scheme, today)).toBe(state);
});

test('staff hear 30 days before its last day of a scheme, and not 31', () => {
  const india = countryOf('in');
  expect(nearTheirEnd(india, '2026-12-02')).toEqual(['village_work (2027-01-01)']);
  expect(nearTheirEnd(india, '2026-12-01')).toEqual([]);
  expect(nearTheirEnd(india, '2027-01-02')).toEqual([]);
});

test('[req B16] on its last day a scheme is shown, and on the next day neither its name nor its card', () => {
  const release = shipped.flows.find(({ name }) => name === 'benefits-in')?.release;
  if (release === undefined) throw new Error('the guide of India is built');
  const person = { need: 'work', facts: { age: 30, village: 'yes', disability_paper: 'yes' } };
  const on = (day: string) =>
    [...answerGuide(release, person, someFacts('en', day)).shown].toSorted();
  expect(on('2027-01-01')).toEqual(['village_work', 'village_work_new']);
  expect(on('2027-01-02')).toEqual(['village_work_new']);
  expect(on('2028-01-01')).toEqual([]);
});

test('[req B16] all that ships is unchecked, with a source and a day of review', () => {
  for (const country of shipped.countries) {
    expect([...schemesBy(country, '2026-11-23').keys()], country.code).toEqual(['unchecked']);
    for (const { value } of country.schemes) expect(value.source.length).toBeGreaterThan(0);
  }
});
