/** Calling codes (ITU-T E.164) of the countries whose programmes ship; elsewhere a number is typed with its code. */
const CODES: Readonly<Record<string, string>> = {
  IN: '91',
  KE: '254',
  MZ: '258',
  PE: '51',
  ZW: '263',
};

export function callingCodeOf(country: string): string {
  return CODES[country] ?? '';
}
