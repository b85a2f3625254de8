import type { Country } from './country.ts';
import type { SchemeFile } from './scheme.ts';

/** So many days before the last on which a scheme is shown, staff are told to look it up again. */
const AGEING_DAYS = 30;

/** `gone`: shown no more. `unchecked`: nobody in the country has looked at it. */
export type SchemeState = 'gone' | 'unchecked' | 'valid';

/** How far a scheme can be trusted on a day, written `2027-01-31`. A check that lies ahead is none. */
export function schemeState(
  scheme: Pick<SchemeFile, 'review_by' | 'verified_on'>,
  today: string,
): SchemeState {
  const { review_by: last, verified_on: checked } = scheme;
  if (today > last) return 'gone';
  if (checked === null || checked > today) return 'unchecked';
  return 'valid';
}

/** The schemes of a country, and what its own file says of a no, which ages as they do. */
function dated(country: Country | undefined) {
  if (country === undefined) return [];
  const all = country.schemes.map(({ value }) => value);
  return [{ ...country.own.value, scheme: 'country' }, ...all];
}

/** The schemes of a country in each state, by their names; its own file is `country`. */
export function schemesBy(
  country: Country | undefined,
  today: string,
): ReadonlyMap<SchemeState, readonly string[]> {
  const states = Map.groupBy(dated(country), (one) => schemeState(one, today));
  return new Map([...states].map(([state, of]) => [state, of.map(({ scheme }) => scheme)]));
}

/** Whether its last day is near, checked or not; one that is over is not. */
export function isNearItsEnd(
  { review_by: last }: Pick<SchemeFile, 'review_by'>,
  today: string,
): boolean {
  const soon = Temporal.PlainDate.from(today).add({ days: AGEING_DAYS }).toString();
  return today <= last && last <= soon;
}

/** Those whose last day is near, checked or not. */
export function nearTheirEnd(country: Country | undefined, today: string): string[] {
  return dated(country)
    .filter((one) => isNearItsEnd(one, today))
    .map(({ scheme, review_by: last }) => `${scheme} (${last})`);
}
