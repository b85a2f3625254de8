import type { PhoneNumber } from '../base/phone-number.ts';
import type { InboundSms } from '../engine/arrivals.ts';

/** The port that an SMS gateway fills. One number a call: a mistake then touches one person. */
export type SmsGateway = {
  /**
   * Hands one message over. Ends within `SEND_LIMIT_MS`, or at once when `signal` aborts; in both cases the connection
   * has been reset, so that no byte of the request can arrive later. Never rejects.
   */
  send(message: OutgoingSms, signal: AbortSignal): Promise<SendOutcome>;
  /** Messages received since the id given, for the catch-up after a gap. @throws GatewayUnavailable */
  fetchMessages(lastReceivedId: string): Promise<FetchedMessages>;
  /** What is left on the account. @throws GatewayUnavailable */
  balance(): Promise<Balance>;
};

export type OutgoingSms = { to: PhoneNumber; text: string };
export type FetchedMessages = { messages: InboundSms[]; lastReceivedId: string };
/** Money as the provider counts it: a three-letter currency and a decimal amount. */
export type Balance = { currency: string; amount: number };

/** Longest a call may last, in milliseconds (ARCHITECTURE.md: gate, then call, both inside a lease of 10 s). */
export const SEND_LIMIT_MS = 8_000;

/** How a call ended. The kinds say whether anything can have been accepted, so that nobody guesses. */
export type SendOutcome =
  | {
      kind: 'accepted';
      providerId: string | undefined;
      cost: string | undefined;
      parts: number | undefined;
    }
  /** Nothing was accepted; the same message may be tried again. `attention` asks staff to act. */
  | { kind: 'later'; reason: LaterReason; attention: boolean }
  /** Nothing was accepted and never will be for this message. */
  | { kind: 'rejected'; reason: RejectReason; attention: boolean }
  /** The person opted out at the operator or gateway: a STOP. */
  | { kind: 'opted_out' }
  /** It may have gone out. Final: never sent again blindly. */
  | { kind: 'unknown'; reason: UnknownReason };

export type LaterReason =
  | 'not_called' // the database connection was lost before the call
  | 'unreachable' // connection refused, name not found, TLS failed before the request
  | 'throttled' // HTTP 429
  | 'no_credit' // code 405
  | 'bad_key' // HTTP 401
  | 'daytime_only' // code or HTTP 409
  | 'gateway_busy' // codes 500, 501, 502: the gateway says it did not take it
  | 'no_route'; // code 407

type RejectReason =
  | 'bad_number' // codes 403, 404, or refused by our or the SDK's own check
  | 'bad_sender' // code 402, InvalidSenderId
  | 'account_held' // code 401
  | 'defect'; // HTTP 400, 415, an empty text: ours to mend

type UnknownReason =
  | 'limit' // the call took too long and was reset
  | 'aborted' // the caller withdrew it
  | 'cut' // the connection broke after the request had begun
  | 'server_error' // HTTP 5xx
  | 'unreadable' // an answer that says nothing
  | 'unlisted'; // our number is not among the results, or an unlisted code

/** The gateway could not be asked. Holds no key, number or text. */
export class GatewayUnavailable extends Error {
  override readonly name = 'GatewayUnavailable';
}
