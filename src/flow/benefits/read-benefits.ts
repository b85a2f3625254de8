import { keptBy } from '../../base/kept-by.ts';
import { parseDataFile, type SourceFile } from '../data-file.ts';
import { type Finding, findingOfFile } from '../finding.ts';
import type { ReadFlow } from '../read-flows.ts';
import { readYaml } from '../read-yaml.ts';
import { buildGuide } from './build-guide.ts';
import { checkCountry } from './check-country.ts';
import type { Country, Placed } from './country.ts';
import { CountryFile, GuideWordsFile, SchemeFile } from './scheme.ts';
import type { z } from 'zod';

/** The files of flows/benefits: one folder a country, and the words for all of them. */
export type BenefitSources = {
  countries: readonly {
    code: string;
    files: readonly SourceFile[];
    transcripts: readonly SourceFile[];
  }[];
  words: readonly SourceFile[];
};

/** What a country's folder says of itself; every other file there is a scheme. */
const COUNTRY_FILE = 'country.yaml';

export type ReadBenefits = {
  countries: readonly Country[];
  flows: readonly (ReadFlow & { transcripts: readonly SourceFile[] })[];
  findings: readonly Finding[];
};

/** Reads every scheme of every country and builds their conversations. Pure: the files come as text. */
export const readBenefits = keptBy(readSchemes);

function readSchemes(sources: BenefitSources): ReadBenefits {
  const findings: Finding[] = [];
  const take = <Value>(source: SourceFile, schema: z.ZodType<Value>): Placed<Value>[] => {
    const parsed = parseDataFile(source, schema);
    if (!parsed.ok) findings.push(...parsed.findings);
    return parsed.ok ? [placed(source, parsed.value)] : [];
  };
  const words = new Map(
    sources.words
      .flatMap((source) => take(source, GuideWordsFile))
      .map((one) => [one.value.language, one]),
  );
  const countries: Country[] = [];
  const flows: (ReadFlow & { transcripts: readonly SourceFile[] })[] = [];
  for (const { code, files, transcripts } of sources.countries) {
    const head = files.find(({ file }) => file.endsWith(`/${COUNTRY_FILE}`));
    if (head === undefined) {
      findings.push(noHead(code, files));
      continue;
    }
    const before = findings.length;
    const [own] = take(head, CountryFile);
    const schemes = files
      .filter((one) => one !== head)
      .flatMap((source) => take(source, SchemeFile));
    if (own === undefined || findings.length > before) continue;
    const country = { code, own, schemes, words };
    const wrong = checkCountry(country);
    findings.push(...wrong);
    countries.push(country);
    if (wrong.length > 0) continue;
    const built = buildGuide(country);
    findings.push(...built.findings);
    flows.push({ ...built.flow, transcripts });
  }
  return { countries, flows, findings };
}

function placed<Value>({ file, source }: SourceFile, value: Value): Placed<Value> {
  const yaml = readYaml(source, file);
  return { value, file, spotOf: yaml.ok ? yaml.spotOf : () => ({ line: 1, column: 1 }) };
}

function noHead(code: string, files: readonly SourceFile[]): Finding {
  return findingOfFile(files[0]?.file ?? `benefits/${code}/${COUNTRY_FILE}`, {
    code: 'no_country',
    found: `the folder \`${code}\` has no \`${COUNTRY_FILE}\``,
    mend: 'Add it: country, version, currency, what to do when something stopped.',
  });
}
