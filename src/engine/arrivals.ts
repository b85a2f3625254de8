import type { PhoneNumber } from '../base/phone-number.ts';

/** What comes in from outside, in our words. A gateway fills these; nothing of a provider's own form goes further. */

/** A text from a phone. `providerId` makes it one message however often it is delivered. */
export type InboundSms = {
  provider: string;
  providerId: string;
  from: PhoneNumber;
  /** The short code or number it was sent to. */
  to: string;
  /** Any characters at all, NUL and lone surrogates included, at most `INBOUND_TEXT_MAX`. */
  text: string;
  /** The gateway's own date of the text, where it gave one that can be read. */
  sentAt: Date | undefined;
};

/** One step of a USSD session. */
export type UssdHop = {
  provider: string;
  sessionId: string;
  from: PhoneNumber;
  /** The whole history of replies joined with `*`, as Africa's Talking sends it; empty when a session opens. */
  input: string;
  /** What was dialled behind the service code (`1` of *384*123*1#), in whichever of the three forms it came. */
  dialSuffix: string | undefined;
};

/** The answer to a hop: `more` keeps the session open. */
export type UssdAnswer = { more: boolean; text: string };

export type DeliveryStatus = 'on_its_way' | 'delivered' | 'failed' | 'absent';

/** A report on a message of ours. Any order, any number of times, for any id. */
export type DeliveryReport = {
  provider: string;
  providerId: string;
  /** Undefined for a status we do not know: it changes nothing and is counted. */
  status: DeliveryStatus | undefined;
  reason: string | undefined;
  phoneNumber: PhoneNumber | undefined;
};

/** The operator or gateway says that this number wants no more texts: a STOP. */
export type OptOut = { provider: string; from: PhoneNumber };

/** A session is over, says the gateway. Its input and last answer are never kept. */
export type UssdEnd = { provider: string; sessionId: string };

/** Longest text that is kept of an inbound message, in characters: 10 segments and a margin; the rest is cut. */
export const INBOUND_TEXT_MAX = 2_000;

/** What the webhooks hand arrivals to. */
export type Receiver = {
  /** Resolves once committed (answer 200); `retry` when it could not be (answer 503). */
  sms(arrival: InboundSms): Promise<'done' | 'retry'>;
  /** Always resolves, within 2.2 s, whatever the database does. */
  ussd(arrival: UssdHop): Promise<UssdAnswer>;
  delivery(report: DeliveryReport): Promise<'done' | 'retry'>;
  optOut(optOut: OptOut): Promise<'done' | 'retry'>;
  ussdEnd(end: UssdEnd): Promise<'done' | 'retry'>;
};
