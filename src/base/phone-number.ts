/** A number in international form: `+`, then 7 to 15 digits (ITU-T E.164). Only `parsePhoneNumber` makes one. */
export type PhoneNumber = string & { readonly brand: 'PhoneNumber' };

const INTERNATIONAL = /^\+[1-9]\d{6,14}$/;

/** Reads a number as a gateway or a person writes it. Spaces, dots, hyphens and brackets are dropped; a `+` must stand. */
export function parsePhoneNumber(text: string): PhoneNumber | undefined {
  if (text.length > 40) return undefined;
  const bare = text.replace(/[\s().-]/gu, '');
  return isPhoneNumber(bare) ? bare : undefined;
}

function isPhoneNumber(text: string): text is PhoneNumber {
  return INTERNATIONAL.test(text);
}
