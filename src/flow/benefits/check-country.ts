import { closest, type Finding, type Findings, findingsOf, inOrder } from '../finding.ts';
import { list } from '../read-object.ts';
import type { Country, Placed } from './country.ts';
import { NEEDS } from './facts.ts';
import { GUIDE_CHOICES, type SchemeFile } from './scheme.ts';

/** What one file alone cannot show: names, countries and languages that agree, and a way in for each need. */
export function checkCountry(country: Country): Finding[] {
  const { own, code, schemes, words } = country;
  const all: Finding[] = [];
  const findings = findingsOf(own.file, own.spotOf);
  if (own.value.country !== code.toUpperCase())
    findings.add(['country'], 'value', {
      code: 'other_country',
      found: `\`${own.value.country}\` stands in the folder \`${code}\``,
      mend: 'Correct `country`, or move the file.',
    });
  for (const language of Object.keys(own.value.stopped))
    if (!words.has(language))
      findings.add(['stopped', language], 'key', {
        code: 'untranslated',
        found: `\`benefits/words\` has no \`${language}.yaml\``,
        meant: closest(language, words.keys()),
        mend: 'Add it, or leave the language out.',
      });
  if (!schemes.some(({ value }) => value.needs.some((need) => NEEDS.includes(need))))
    findings.add(['country'], 'value', {
      code: 'no_scheme',
      found: 'this country has no scheme yet',
      mend: 'Add a file beside it, named for the scheme.',
    });
  all.push(...findings.all);
  for (const scheme of schemes) all.push(...checkScheme(country, scheme));
  return inOrder(all);
}

function checkScheme(country: Country, { value, file, spotOf }: Placed<SchemeFile>): Finding[] {
  const findings = findingsOf(file, spotOf);
  const { scheme, superseded_by: next } = value;
  const name = file.slice(file.lastIndexOf('/') + 1).replace('.yaml', '');
  if (scheme !== name)
    findings.add(['scheme'], 'value', {
      code: 'misnamed',
      found: `the file is called \`${name}\` and the scheme is not`,
      meant: name,
      mend: 'Rename the file, or correct `scheme`.',
    });
  if (GUIDE_CHOICES.some((one) => one === scheme))
    findings.add(['scheme'], 'value', {
      code: 'reserved',
      found: `\`${scheme}\` is what an answer means everywhere`,
      mend: 'Give the scheme another name, and its file too.',
    });
  if (value.country !== country.own.value.country)
    findings.add(['country'], 'value', {
      code: 'other_country',
      found: `this is a scheme of \`${value.country}\` among those of \`${country.own.value.country}\``,
      mend: 'Move the file: nobody is told of what another country has.',
    });
  checkLanguages(findings, country, value);
  const ids = country.schemes.map((one) => one.value.scheme);
  if (next !== undefined && !ids.includes(next))
    findings.add(['superseded_by'], 'value', {
      code: 'no_such_scheme',
      found: `there is no scheme \`${next}\` in this country`,
      meant: closest(next, ids),
      mend: 'Add it, or leave this out.',
    });
  if ((value.verified_on === null) !== (value.verified_by === null))
    findings.add(['verified_on'], 'value', {
      code: 'half_verified',
      found: 'one of `verified_on` and `verified_by` is missing',
      mend: 'Write who checked it and when, or `null` in both.',
    });
  return findings.all;
}

function checkLanguages(findings: Findings, { own }: Country, { texts }: SchemeFile): void {
  const wanted = Object.keys(own.value.stopped);
  const missing = wanted.filter((language) => !Object.hasOwn(texts, language));
  if (missing.length > 0)
    findings.add(['texts'], 'key', {
      code: 'untranslated',
      found: `there are no texts in ${list(missing)}`,
      mend: `Every scheme of a country speaks ${list(wanted)}, as its \`country.yaml\` does.`,
    });
  for (const language of Object.keys(texts))
    if (!wanted.includes(language))
      findings.add(['texts', language], 'key', {
        code: 'not_spoken_here',
        found: `\`${language}\` is not among the languages of this country`,
        meant: closest(language, wanted),
        mend: 'Add it to `stopped` in `country.yaml` and to each scheme, or leave it out.',
      });
}
