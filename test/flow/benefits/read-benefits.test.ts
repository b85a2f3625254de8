import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findingLine } from '../../../src/flow/finding.ts';
import { type BenefitSources, readBenefits } from '../../../src/flow/benefits/read-benefits.ts';

const read = (file: string) => ({ file, source: readFileSync(`flows/${file}`, 'utf8') });
const words = [read('benefits/words/en.yaml'), read('benefits/words/sw.yaml')];
const files = [
  read('benefits/ke/country.yaml'),
  read('benefits/ke/register.yaml'),
  read('benefits/ke/older_persons.yaml'),
];

function withChange(change: (source: string) => string): BenefitSources {
  const changed = files.map((one) =>
    one.file.endsWith('older_persons.yaml') ? { ...one, source: change(one.source) } : one,
  );
  return { countries: [{ code: 'ke', files: changed, transcripts: [] }], words };
}

const findingsOf = (sources: BenefitSources) => readBenefits(sources).findings.map(findingLine);

describe('a file of a scheme', () => {
  test('that is right has no finding, and its country a guide', () => {
    const { findings, flows } = readBenefits(withChange((source) => source));
    expect(findings).toEqual([]);
    expect(flows.map(({ name, release }) => [name, release?.version])).toEqual([
      ['benefits-ke', 2],
    ]);
  });

  test('tells every mistake at once, each with its line, and how to mend it', () => {
    const sources = withChange((source) =>
      source
        .replace('kind: public', 'kind: pulbic')
        .replace('pension: no', 'pensoin: no')
        .replace('age: { from: 70 }', 'age: { from: 70, to: 18 }')
        .replace(/ {4}appeal: .*\n/u, '')
        .replace('review_by:', 'reviewed_by:'),
    );
    expect(findingsOf(sources)).toMatchInlineSnapshot(`
      [
        "benefits/ke/older_persons.yaml:3:1 \`review_by\` is missing. Add \`review_by:\` with a date such as 2027-01-31.",
        "benefits/ke/older_persons.yaml:6:7 \`kind\` is \`pulbic\`. Write one of \`gateway\`, \`public\`, \`disability\`.",
        "benefits/ke/older_persons.yaml:9:8 \`age\` is \`{"from":70,"to":18}\`. Put the smaller number in \`from\`.",
        "benefits/ke/older_persons.yaml:10:3 \`pensoin\` is not known here. Did you mean \`pension\`? Here may stand: \`age\`, \`income_month\`, \`disability_paper\`, \`poor_list\`, \`pension\`, \`widow\`, \`orphan\`, \`children\`, \`day_and_night\`, \`village\`.",
        "benefits/ke/older_persons.yaml:15:5 \`appeal\` is missing. Add \`appeal:\` with what can be done when they say no or it stops, at most 130 characters, or \`unknown\`.",
        "benefits/ke/older_persons.yaml:41:1 \`reviewed_by\` is not known here. Did you mean \`review_by\`? Here may stand: \`spec\`, \`scheme\`, \`country\`, \`kind\`, \`needs\`, \`conditions\`, \`means_test\`, \`assessment\`, \`texts\`, \`source\`, \`source_date\`, \`verified_on\`, \`verified_by\`, \`review_by\`, \`confidence\`, \`superseded_by\`.",
      ]
    `);
  });

  test.each([
    ['another country', /country: KE/u, 'country: ZA', /`ZA`.*`KE`/u],
    ['another name', /scheme: older_persons/u, 'scheme: elders', /Did you mean `older_persons`/u],
    ['no Swahili', / {2}sw:\n(?: {4}.*\n)+/u, '', /no texts in `sw`/u],
    ['a language nobody has', / {2}sw:\n/u, '  zu:\n', /`zu` is not among/u],
    ['a check without a name', /verified_on: null/u, "verified_on: '2026-11-01'", /`verified_by`/u],
    [
      'a heir that is not there',
      /confidence:/u,
      'superseded_by: registr\nconfidence:',
      /Did you mean `register`/u,
    ],
  ])('with %s is refused in words', (_, piece, by, said) => {
    const findings = findingsOf(withChange((source) => source.replace(piece, by)));
    expect(findings.join('\n')).toMatch(said);
    expect(findings.every((line) => /older_persons\.yaml:\d+:\d+ /u.test(line))).toBe(true);
  });

  test('[req B3] a document that opens others is refused without what its record may mean', () => {
    const gateway = files.map((one) =>
      one.file.endsWith('register.yaml')
        ? { ...one, source: one.source.replaceAll(/ {4}record: .*\n/gu, '') }
        : one,
    );
    const sources = { countries: [{ code: 'ke', files: gateway, transcripts: [] }], words };
    expect(findingsOf(sources).join('\n')).toMatch(/who sees it and what it may mean/u);
  });

  test('a folder without its own file is told', () => {
    const sources = { countries: [{ code: 'ke', files: files.slice(1), transcripts: [] }], words };
    expect(findingsOf(sources).join('\n')).toMatch(/no `country\.yaml`/u);
  });
});

test('[req B4] nothing asks for an illness, for what somebody can do, for money or for a number', () => {
  for (const language of ['en', 'sw', 'sn', 'nd', 'pt', 'es', 'gu']) {
    const { source } = read(`benefits/words/${language}.yaml`);
    const asked = source.slice(source.indexOf('questions:'), source.indexOf('choices:'));
    expect(asked).not.toMatch(
      /diagnos|illness|disease|able to work|capacity|PIN|ID number|account|enferm|doen/iu,
    );
  }
});
