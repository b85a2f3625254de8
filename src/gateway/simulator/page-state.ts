import type { Phone, PhoneText } from './phone.ts';
import type { Callbacks } from './post-callback.ts';
import type { Workings } from './workings.ts';

/** Where and when the programme is, for the clock on the page. */
export type Place = {
  /** Such as "Nairobi". */
  name: string;
  /** An IANA zone, such as `Africa/Nairobi`. */
  timeZone: string;
  /** When the programme texts, as `HH:MM`. */
  textingHours?: { from: string; until: string };
};

/** Somebody works from this phone too. */
export type PhoneRole = { number: string; role: 'counsellor' | 'supervisor'; pin: string };

/** Whether the service sends, and if not, what somebody of the staff has pressed. */
export type Held = 'open' | 'quiet' | 'paused';

export type PageSetup = {
  shortCode: string;
  serviceCode: string | undefined;
  currency: string;
  place: Place;
  phones: readonly string[];
  roles: readonly PhoneRole[];
  /** Codes of the languages whose texts no native speaker has signed. */
  drafts: readonly string[];
  canMoveClock: boolean;
  /** Whether Africa's Talking itself could call the service. */
  reachable: boolean;
  /** Where the staff work; null while the service does not listen. */
  console: string | null;
};

/** As many as a person scrolls back through; the page's total counts these. */
const TEXTS_SHOWN = 200;

/** What the page draws of one phone. */
export function showPhone(phone: Phone) {
  const { number, screen, threads } = phone;
  return { number, screen, texts: threads.slice(-TEXTS_SHOWN).map(showText) };
}

function showText({ measure, ...text }: PhoneText) {
  return { ...text, ...measure, characters: Array.from(text.text).length };
}

export function pageSetup(
  { account }: Workings,
  options: Pick<PageSetup, 'place' | 'phones' | 'roles' | 'drafts' | 'canMoveClock'> & {
    callbacks: Callbacks;
  },
): PageSetup {
  const { place, phones, roles, drafts, callbacks, canMoveClock } = options;
  const { shortCode, serviceCode, currency } = account;
  const base = callbacks()?.base;
  return {
    shortCode,
    serviceCode,
    currency,
    place,
    phones,
    roles,
    drafts,
    canMoveClock,
    reachable: isOutside(base),
    console: base === undefined ? null : new URL('/console', base).href,
  };
}

/** Addresses that only this machine or its own network knows (RFC 1122, RFC 1918, RFC 4193). */
const INSIDE =
  /^(localhost|.*\.local|127\..*|10\..*|192\.168\..*|172\.(1[6-9]|2\d|3[01])\..*|\[(::1|f[cd].*)\])$/i;

function isOutside(base: string | undefined): boolean {
  return base !== undefined && !INSIDE.test(new URL(base).hostname);
}
