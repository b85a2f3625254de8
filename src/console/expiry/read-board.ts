import { parseDataFile } from '../../flow/data-file.ts';
import { CountryFile, SchemeFile } from '../../flow/benefits/scheme.ts';
import { isNearItsEnd, schemeState } from '../../flow/benefits/scheme-state.ts';
import { type Helpline, type Helplines, lastDayOf } from '../../flow/helplines.ts';
import type { BenefitSources } from '../../flow/benefits/read-benefits.ts';

export const EXPIRY_STATES = ['expired', 'never', 'soon', 'fine'] as const;
export type ExpiryState = (typeof EXPIRY_STATES)[number];
export const EXPIRY_KINDS = ['helpline', 'scheme', 'country'] as const;

/** Something that somebody in the country has to look at again by a day. */
export type Dated = {
  kind: (typeof EXPIRY_KINDS)[number];
  id: string;
  name: string;
  /** Two capitals. */
  country: string;
  file: string;
  verifiedOn: string | null;
  verifiedBy: string | null;
  /** The last day on which members are told of it. */
  lastDay: string | undefined;
  state: ExpiryState;
};

/** Days before its last in which a helpline is called again. */
const SOON_DAYS = 30;

/** Every scheme, every country's own file and every helpline, what presses first, and of that what is of the programme's own country (`home`). Pure: the files come as text. */
export function datedThings(
  { benefits, helplines }: { benefits: BenefitSources; helplines: Helplines },
  { today, language, home }: { today: string; language: string; home: string },
): Dated[] {
  const schemes = benefits.countries.flatMap(({ files }) =>
    files.flatMap((source) => {
      const scheme = parseDataFile(source, SchemeFile);
      if (scheme.ok) return [schemeRow(scheme.value, `flows/${source.file}`, today, language)];
      const own = parseDataFile(source, CountryFile);
      return own.ok ? [countryRow(own.value, `flows/${source.file}`, today)] : [];
    }),
  );
  const lines = [...helplines.values()].map((line) => helplineRow(line, today, language));
  return [...lines, ...schemes].toSorted(
    (a, b) =>
      EXPIRY_STATES.indexOf(a.state) - EXPIRY_STATES.indexOf(b.state) ||
      Number(b.country === home) - Number(a.country === home) ||
      a.country.localeCompare(b.country) ||
      (a.lastDay ?? '').localeCompare(b.lastDay ?? '') ||
      a.id.localeCompare(b.id),
  );
}

type Checked = Pick<SchemeFile, 'review_by' | 'verified_on' | 'verified_by'>;

function stateOf(file: Checked, today: string): ExpiryState {
  const state = schemeState(file, today);
  if (state === 'gone') return 'expired';
  if (state === 'unchecked') return 'never';
  return isNearItsEnd(file, today) ? 'soon' : 'fine';
}

function schemeRow(scheme: SchemeFile, file: string, today: string, language: string): Dated {
  const { texts } = scheme;
  const words = texts[language] ?? texts['en'] ?? Object.values(texts)[0];
  return {
    kind: 'scheme',
    id: scheme.scheme,
    name: words?.name ?? scheme.scheme,
    country: scheme.country,
    file,
    ...checkedOf(scheme, today),
  };
}

function countryRow(own: CountryFile, file: string, today: string): Dated {
  const { country } = own;
  return { kind: 'country', id: country, name: country, country, file, ...checkedOf(own, today) };
}

function checkedOf(file: Checked, today: string) {
  const { verified_on: verifiedOn, verified_by: verifiedBy, review_by: lastDay } = file;
  return { verifiedOn, verifiedBy, lastDay, state: stateOf(file, today) };
}

function helplineRow(line: Helpline, today: string, language: string): Dated {
  const { id, country, label, verified_on: verifiedOn, verified_by: verifiedBy } = line;
  const lastDay = lastDayOf(line, today);
  return {
    kind: 'helpline',
    id,
    name: label[language] ?? label['en'] ?? id,
    country,
    file: `flows/helplines/${country.toLowerCase()}.yaml`,
    verifiedOn,
    verifiedBy,
    lastDay,
    state: lineState(lastDay, today),
  };
}

function lineState(lastDay: string | undefined, today: string): ExpiryState {
  if (lastDay === undefined) return 'never';
  if (today > lastDay) return 'expired';
  const soon = Temporal.PlainDate.from(today).add({ days: SOON_DAYS }).toString();
  return lastDay <= soon ? 'soon' : 'fine';
}
