import type { SendOutcome } from '../../outbox/port.ts';

/**
 * What each answer of Africa's Talking means for a message, as data. The gateway documents the codes, not what to do
 * about them; the reading is the cautious one of docs/africastalking.md sections 1.4 and 2.3: where anything may have
 * been accepted, the outcome is `unknown`, since there is no idempotency key and a second try could be a second text.
 */

type Refused = Exclude<SendOutcome, { kind: 'accepted' }>;

const later = (
  reason: Extract<SendOutcome, { kind: 'later' }>['reason'],
  attention = false,
): Refused => ({ kind: 'later', reason, attention });
const rejected = (
  reason: Extract<SendOutcome, { kind: 'rejected' }>['reason'],
  attention = false,
): Refused => ({ kind: 'rejected', reason, attention });
const unknown = (reason: Extract<SendOutcome, { kind: 'unknown' }>['reason']): Refused => ({
  kind: 'unknown',
  reason,
});

export type RecipientCode = { name: string; outcome: Refused | 'accepted' };

/** `statusCode` of a recipient, with the name that stands in its `status`, or in `Message` when the list is empty. */
export const RECIPIENT_CODES: ReadonlyMap<number, RecipientCode> = new Map<number, RecipientCode>([
  [100, { name: 'Processed', outcome: 'accepted' }],
  [101, { name: 'Sent', outcome: 'accepted' }],
  [102, { name: 'Queued', outcome: 'accepted' }],
  [401, { name: 'RiskHold', outcome: rejected('account_held', true) }],
  [402, { name: 'InvalidSenderId', outcome: rejected('bad_sender', true) }],
  [403, { name: 'InvalidPhoneNumber', outcome: rejected('bad_number') }],
  [404, { name: 'UnsupportedNumberType', outcome: rejected('bad_number') }],
  [405, { name: 'InsufficientBalance', outcome: later('no_credit', true) }],
  [406, { name: 'UserInBlacklist', outcome: { kind: 'opted_out' } }],
  [407, { name: 'CouldNotRoute', outcome: later('no_route') }],
  [409, { name: 'DoNotDisturbRejection', outcome: later('daytime_only') }],
  [500, { name: 'InternalServerError', outcome: later('gateway_busy') }],
  [501, { name: 'GatewayError', outcome: later('gateway_busy') }],
  [502, { name: 'RejectedByGateway', outcome: later('gateway_busy') }],
]);

/** A code that is not in the table, or none at all. */
export const UNLISTED = unknown('unlisted');

/**
 * HTTP statuses that say by themselves that nothing was accepted. A body with our recipient in it says it better and
 * goes first (409 comes so). 201 is the only status of a success.
 */
const HTTP_STATUSES: ReadonlyMap<number, Refused> = new Map<number, Refused>([
  [400, rejected('defect', true)],
  [401, later('bad_key', true)],
  [402, later('no_credit', true)],
  [403, later('bad_key', true)],
  [404, rejected('defect', true)],
  [405, rejected('defect', true)],
  [409, later('daytime_only')],
  [411, rejected('defect', true)],
  [413, rejected('defect', true)],
  [414, rejected('defect', true)],
  [415, rejected('defect', true)],
  [422, rejected('defect', true)],
  [429, later('throttled')],
]);

/** Another 2xx and a redirect (never followed) may stand for an accepted message; 5xx may come after it was taken. */
export function outcomeOfHttpStatus(status: number): Refused {
  const listed = HTTP_STATUSES.get(status);
  if (listed !== undefined) return listed;
  if (status >= 500) return unknown('server_error');
  return status < 400 ? unknown('unreadable') : UNLISTED;
}

/** Before the request began nothing can have been accepted; these codes are not cured by waiting and ask for staff. */
const NEEDS_STAFF =
  /^(CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO|HOSTNAME_MISMATCH)/;
/** After it began, these say that an answer came which cannot be read; all others that the line broke. */
const UNREADABLE = /^(HPE_|Z_|ERR_BROTLI|ERR__ERROR_FORMAT|ZSTD_)/;

/** `code` is that of the network error (ECONNREFUSED, ENOTFOUND, ECONNRESET …); what decides is whether it had begun. */
export function outcomeOfNetworkError(code: string, begun: boolean): Refused {
  if (!begun) return later('unreachable', NEEDS_STAFF.test(code));
  return unknown(UNREADABLE.test(code) ? 'unreadable' : 'cut');
}
