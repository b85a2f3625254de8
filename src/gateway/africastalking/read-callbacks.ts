import { type PhoneNumber, parsePhoneNumber } from '../../base/phone-number.ts';
import type { DeliveryReport, InboundSms, OptOut, UssdEnd } from '../../engine/arrivals.ts';
import { DELIVERY_STATUSES, FAILURE_REASONS } from './delivery-words.ts';
import { parseGatewayDate } from './gateway-date.ts';
import { cutInboundText } from './inbound-text.ts';
import { PROVIDER } from './provider.ts';

/**
 * The callbacks of docs/africastalking.md section 3, in our words. Only what is needed is required. Undefined is "cannot
 * be used": it is answered 200 all the same, since the gateway would repeat it for 12 hours and it would not get better.
 */
type Fields = ReadonlyMap<string, string>;

/** Ids are printable ASCII, so that none can hold what a database column refuses (NUL). */
const ID = /^[!-~]{1,128}$/;
const SHORT_CODE = /^[ -~]{0,40}$/;

/** Needs `from` and `id`. A text that is empty or missing is one; its NULs stay, and the store seals them as bytes. */
export function readSms(fields: Fields, now: Date): InboundSms | undefined {
  const from = readNumber(fields.get('from'));
  const providerId = readId(fields.get('id'));
  if (from === undefined || providerId === undefined) return undefined;
  const to = fields.get('to') ?? '';
  return {
    provider: PROVIDER,
    providerId,
    from,
    to: SHORT_CODE.test(to) ? to : '',
    text: cutInboundText(fields.get('text') ?? ''),
    sentAt: parseGatewayDate(fields.get('date'), now),
  };
}

/** Needs `id` and `status`. */
export function readDelivery(fields: Fields): DeliveryReport | undefined {
  const providerId = readId(fields.get('id'));
  const word = fields.get('status');
  if (providerId === undefined || providerId === 'None' || word === undefined) return undefined;
  const status = DELIVERY_STATUSES.get(word.toLowerCase());
  const given = fields.get('failureReason')?.toLowerCase() ?? '';
  const implied = word.toLowerCase() === 'expired' ? 'expired' : undefined;
  const reason = given === '' ? implied : (FAILURE_REASONS.get(given) ?? 'unlisted');
  const phoneNumber = readNumber(fields.get('phoneNumber'));
  return { provider: PROVIDER, providerId, status, reason, phoneNumber };
}

/** Fields of other callbacks: with one of them this is not an opt-out, but a dashboard with its addresses mixed up. */
const NOT_OF_AN_OPT_OUT = ['updateType', 'status', 'sessionId', 'text', 'id'];

/** Needs `phoneNumber` only, since a STOP must not be lost; whose sender it was does not matter, STOP stops all. */
export function readOptOut(fields: Fields): OptOut | undefined {
  if (NOT_OF_AN_OPT_OUT.some((name) => fields.has(name))) return undefined;
  const from = readNumber(fields.get('phoneNumber'));
  return from === undefined ? undefined : { provider: PROVIDER, from };
}

/** Of the end event only the session is read: its input and last answer are never kept. */
export function readUssdEnd(fields: Fields): UssdEnd | undefined {
  const sessionId = readId(fields.get('sessionId'));
  return sessionId === undefined ? undefined : { provider: PROVIDER, sessionId };
}

/** A plus that was not encoded arrives as a space. */
export function readNumber(text: string | undefined): PhoneNumber | undefined {
  return text === undefined ? undefined : parsePhoneNumber(text.replace(/^ (?=\d)/, '+'));
}

export function readId(text: string | undefined): string | undefined {
  return text !== undefined && ID.test(text) ? text : undefined;
}
