import { readBenefits } from '../../../src/flow/benefits/read-benefits.ts';
import { readBenefitSources } from '../../../src/store/benefit-sources.ts';

/** The countries that ship, each with the flow that is built from its schemes. */
export const shipped = readBenefits(await readBenefitSources('flows'));

/** A country that ships. @throws Error where there is none */
export function countryOf(code: string) {
  const country = shipped.countries.find((one) => one.code === code);
  if (country === undefined) throw new Error(`there is a country ${code}`);
  return country;
}
