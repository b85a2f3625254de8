import { describe, expect, test } from 'vitest';
import { buildGuide } from '../../../src/flow/benefits/build-guide.ts';
import type { Country } from '../../../src/flow/benefits/country.ts';
import { answerGuide, someFacts } from './answer-guide.ts';
import { countryOf, shipped } from './shipped-countries.ts';

const FREE = /free|bure|pachena|mahala|grátis|gratis|મફત/iu;
const PAY_NOBODY = /pay nobody|usilipe|musabhadhara|lingabhadali|não pague|no pague|પૈસા ન આપો/iu;
const FOR = /^(?:for|faida|zvakanaka|okuhle|a favor|લાભ):/iu;
const AGAINST = /(?:against|hasara|zvakaipa|okubi|contra|જોખમ):/iu;
const CHECKED = { verified_on: '2026-11-01', verified_by: 'the office' };

describe.each(shipped.countries.map((country) => [country.code, country] as const))(
  'the guide of %s',
  (_, country) => {
    const { flow } = buildGuide(country);
    const texts = flow.texts.map(({ language, definition }) => [language, definition] as const);

    test('[req B3] leads from the card of a gateway to both sides of it before anything else', () => {
      const gateways = country.schemes.filter(({ value }) => value.kind === 'gateway');
      for (const { value } of gateways) {
        const card = flow.release?.steps.get(`card_${value.scheme}`);
        const first = card?.kind === 'ask' ? card.choices[0] : undefined;
        expect(first?.to).toBe(`record_${value.scheme}`);
        for (const [language, { texts: said }] of texts) {
          const sides = said[`record_${value.scheme}`]?.ussd;
          expect(sides, language).toMatch(FOR);
          expect(sides, language).toMatch(AGAINST);
        }
      }
    });

    test('[req B24] says first that asking is free and that nobody is to be paid, and again beside the papers', () => {
      for (const [language, { texts: said }] of texts) {
        for (const channel of ['sms', 'ussd'] as const) {
          expect(said['need']?.[channel], language).toMatch(FREE);
          expect(said['need']?.[channel], language).toMatch(PAY_NOBODY);
        }
        for (const { value } of country.schemes)
          expect(said[`bring_${value.scheme}`]?.sms, language).toMatch(PAY_NOBODY);
      }
    });

    test('[req B7] says of each scheme what earning changes, or that nobody knows and where to ask', () => {
      for (const [language, { texts: said }] of texts)
        for (const { value } of country.schemes) {
          const line = value.texts[language]?.earning ?? '-';
          const unknown = country.words.get(language)?.value.unknown ?? '-';
          expect(said[`know_${value.scheme}`]?.ussd).toContain(line === 'unknown' ? unknown : line);
        }
    });

    test('[req B16] says on the card of each scheme that nobody has checked it, until somebody did', () => {
      const checked: Country = {
        ...country,
        own: { ...country.own, value: { ...country.own.value, ...CHECKED } },
        schemes: country.schemes.map((one) => ({ ...one, value: { ...one.value, ...CHECKED } })),
      };
      const after = buildGuide(checked).flow.texts;
      for (const [index, [language, { texts: said }]] of texts.entries()) {
        const mark = country.words.get(language)?.value.unchecked ?? '-';
        const pages = country.schemes.flatMap(({ value }) =>
          ['card', 'bring', 'know', 'said_no'].map((page) => `${page}_${value.scheme}`),
        );
        for (const page of ['stopped', ...pages]) {
          expect(said[page]?.ussd, `${language} ${page}`).toContain(mark);
          expect(after[index]?.definition.texts[page]?.ussd).not.toContain(mark);
        }
      }
    });
  },
);

test('[req B16] what can be done after a no has a last day too, and then a person is offered', () => {
  const release = shipped.flows.find(({ name }) => name === 'benefits-za')?.release;
  const step = release?.steps.get('when_stopped');
  expect(step).toMatchObject({
    cases: [{ when: { type: 'not_after', date: countryOf('za').own.value.review_by } }],
    otherwise: 'none',
  });
});

test('a country asks in its own words which card and which pension are meant', () => {
  const asked = (code: string, language: string, text: string) =>
    buildGuide(countryOf(code)).flow.texts.find((one) => one.language === language)?.definition
      .texts[text]?.ussd;
  expect(asked('ke', 'en', 'disability_paper')).toMatch(/A hospital paper is not it/u);
  expect(asked('zw', 'en', 'disability_paper')).toMatch(/disability letter/u);
  expect(asked('mz', 'pt', 'pension')).toMatch(/segurança social/u);
  expect(asked('pe', 'es', 'pension')).toMatch(/EsSalud/u);
});

test('who cannot say how old somebody is has an answer for it in India too', () => {
  const release = shipped.flows.find(({ name }) => name === 'benefits-in')?.release;
  if (release === undefined) throw new Error('the guide of India is built');
  const { answers, shown } = answerGuide(release, { need: 'money', facts: {} }, someFacts('en'));
  expect(answers.filter(({ fact }) => fact === 'age')).toEqual([]);
  expect([...shown]).toEqual(expect.arrayContaining(['old_age', 'widow_pension']));
});
