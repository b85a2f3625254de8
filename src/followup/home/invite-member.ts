import { parsePhoneNumber, type PhoneNumber } from '../../base/phone-number.ts';
import type { PlaceAt } from './place.ts';
import { choices, type Home, type Screen } from './screen.ts';

/** Nobody is invited who is not there, with her own phone. */
export function invite({ say }: Home): Screen {
  return { text: say('home_invite', {}), hear: choices({ 1: { to: { at: 'invite_number' } } }) };
}

export function inviteNumber({ say, callingCode }: Home): Screen {
  return {
    text: say('home_invite_number', {}),
    hear(text) {
      const phone = numberTyped(text, callingCode);
      return phone === undefined ? undefined : { to: { at: 'invite_sure', phone } };
    },
  };
}

/** A mistyped number would text a stranger, so it is read back. What is said then is the same whoever it is. */
export function inviteSure({ say }: Home, { phone }: PlaceAt<'invite_sure'>): Screen {
  return {
    text: say('home_invite_sure', { phone }),
    hear: choices({
      1: { to: { at: 'menu' }, act: { act: 'invite', phone } },
      2: { to: { at: 'invite_number' } },
    }),
  };
}

/** No number of a country that ships has more digits without its calling code. */
const NATIONAL_MAX = 10;

/** As people of the country write it, `0712345678`, or with the calling code and no sign before it. */
export function numberTyped(text: string, callingCode: string): PhoneNumber | undefined {
  const digits = text.replaceAll(/[\s+().-]/gu, '');
  if (!/^\d{9,15}$/u.test(digits)) return undefined;
  const isWhole = digits.length > NATIONAL_MAX && digits.startsWith(callingCode);
  return parsePhoneNumber(isWhole ? `+${digits}` : `+${callingCode}${digits.replace(/^0/u, '')}`);
}
