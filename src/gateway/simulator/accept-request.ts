import { parsePhoneNumber } from '../../base/phone-number.ts';
import type { Accepted } from './ledger.ts';
import { type Measure, measureText } from './measure-text.ts';
import type { Workings } from './workings.ts';

/** A send request whose every byte has arrived. */
export type SendRequest = { to: string[]; text: string; from: string; enqueue: boolean };

/** One line of `Recipients`. A refused one has the id `None` and the cost `0`. */
export type RecipientResult = {
  statusCode: number;
  number: string;
  status: string;
  cost: string;
  messageId: string;
  messageParts: number | undefined;
};

export type Acceptance = {
  results: RecipientResult[];
  accepted: Accepted[];
  total: number;
  measure: Measure;
};

/** docs/africastalking.md section 2.3. */
const PROCESSED = 100;
const SENT = 101;
const QUEUED = 102;
const INVALID_NUMBER = 403;
const NO_BALANCE = 405;
const OPTED_OUT = 406;

const STATUS: Readonly<Record<number, string>> = {
  [PROCESSED]: 'Success',
  [SENT]: 'Success',
  [QUEUED]: 'Success',
  401: 'RiskHold',
  402: 'InvalidSenderId',
  [INVALID_NUMBER]: 'InvalidPhoneNumber',
  404: 'UnsupportedNumberType',
  [NO_BALANCE]: 'InsufficientBalance',
  [OPTED_OUT]: 'UserInBlacklist',
  407: 'CouldNotRoute',
  409: 'DoNotDisturbRejection',
  500: 'InternalServerError',
  501: 'GatewayError',
  502: 'RejectedByGateway',
};

/** Decides on each recipient and numbers what is taken. Runs at once, so the order is the order of arrival. */
export function acceptRequest(workings: Workings, request: SendRequest): Acceptance {
  const measure = measureText(request.text);
  const price = workings.account.pricePerSegment * measure.segments;
  const accepted: Accepted[] = [];
  const results = request.to.map((number) => {
    const statusCode = outcome(workings, request, number, price);
    const message = isAccepted(statusCode)
      ? workings.ledger.accept({
          to: number,
          text: request.text,
          from: request.from,
          atMs: workings.clock.monotonicMs(),
          providerId: workings.ids.message(),
          measure,
          price,
        })
      : undefined;
    if (message !== undefined) accepted.push(message);
    workings.note('send', message?.providerId ?? 'None', String(statusCode));
    return recipient(workings, number, statusCode, message);
  });
  return { results, accepted, total: accepted.length * price, measure };
}

function outcome(workings: Workings, request: SendRequest, number: string, price: number): number {
  if (parsePhoneNumber(number) === undefined) return INVALID_NUMBER;
  if (workings.optOuts.has(number, request.from)) return OPTED_OUT;
  const scripted = workings.faults.outcomeFor(number);
  const code = scripted ?? (request.enqueue ? QUEUED : SENT);
  return isAccepted(code) && !workings.faults.pay(price) ? NO_BALANCE : code;
}

function isAccepted(code: number): boolean {
  return code === PROCESSED || code === SENT || code === QUEUED;
}

function recipient(
  { account }: Workings,
  number: string,
  statusCode: number,
  message: Accepted | undefined,
): RecipientResult {
  const status = STATUS[statusCode] ?? 'Unknown';
  if (message === undefined)
    return { statusCode, number, status, cost: '0', messageId: 'None', messageParts: undefined };
  // The recorded sandbox answers have no `messageParts`; the live ones do (section 2.3).
  const messageParts = account.username === 'sandbox' ? undefined : message.measure.segments;
  const cost = `${account.currency} ${message.price.toFixed(4)}`;
  return { statusCode, number, status, cost, messageId: message.providerId, messageParts };
}

/** The body of the answer, as recorded (section 2.3). */
export function answerBody(
  { account }: Workings,
  { results, accepted, total, measure }: Acceptance,
) {
  const counted = `Sent to ${accepted.length}/${results.length} Total Cost:`;
  const Message =
    accepted.length === 0
      ? `${counted} 0`
      : `${counted} ${account.currency} ${total.toFixed(4)} Message parts: ${measure.segments}`;
  return { SMSMessageData: { Message, Recipients: results } };
}
