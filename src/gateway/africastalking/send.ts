import { assert, never } from '../../base/assert.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import {
  GatewayUnavailable,
  type OutgoingSms,
  SEND_LIMIT_MS,
  type SendOutcome,
  type SmsGateway,
} from '../../outbox/port.ts';
import { checkedBaseUrl } from './base-url.ts';
import { outcomeOfNetworkError } from './outcomes.ts';
import type { TlsTrust } from './own-connection.ts';
import { PROVIDER } from './provider.ts';
import { isFetchId, readBalance, readMessages } from './read-account.ts';
import { readSendAnswer } from './read-send-answer.ts';
import { type SdkCaller, type SdkEnd, openSdk } from './sdk.ts';

/** Longest answers that are read, in bytes: results for one number are under 1 kB; a day's messages are a few MB. */
const SEND_ANSWER_MAX = 64 * 1024;
const ASK_ANSWER_MAX = 8 * 1024 * 1024;

export type AfricasTalkingOptions = {
  username: string;
  apiKey: string;
  /** See `checkedBaseUrl`. */
  baseUrl: string;
  /** A short code or registered name; without one the gateway's own name is used. */
  sender: string | undefined;
  now: () => Date;
  /** Only for tests: a shorter limit, an authority of their own. */
  limitMs?: number;
  tls?: TlsTrust;
};

/** Africa's Talking as our SMS gateway. @throws Refusal for an address, username or key that cannot be right */
export async function createAfricasTalking(options: AfricasTalkingOptions): Promise<SmsGateway> {
  const { username, apiKey, sender, now, tls = {}, limitMs = SEND_LIMIT_MS } = options;
  const base = checkedBaseUrl(options.baseUrl, username);
  assert(limitMs <= SEND_LIMIT_MS, 'the limit of a send is a promise to the outbox');
  const call = openSdk({ username, apiKey }, tls);
  const from = sender === undefined ? {} : { from: sender };

  return {
    async send({ to, text }: OutgoingSms, signal: AbortSignal): Promise<SendOutcome> {
      if (parsePhoneNumber(to) !== to)
        return { kind: 'rejected', reason: 'bad_number', attention: false };
      if (text.trim() === '') return { kind: 'rejected', reason: 'defect', attention: true };
      const url = new URL('/version1/messaging', base);
      const request = { method: 'post', url, limitMs, answerMax: SEND_ANSWER_MAX, signal } as const;
      const end = await call(request, (sdk) => sdk.SMS.send({ to, message: text, ...from }));
      return end.kind === 'answered' ? readSendAnswer(end.status, end.body, to) : outcomeOfEnd(end);
    },
    async fetchMessages(lastReceivedId) {
      assert(isFetchId(lastReceivedId), 'an id of fetched messages is a whole number');
      const url = new URL('/version1/messaging', base);
      url.search = new URLSearchParams({ username, lastReceivedId }).toString();
      const body = await ask(call, { url, limitMs }, (sdk) =>
        sdk.SMS.fetchMessages({ lastReceivedId }),
      );
      return (
        readMessages(body, { provider: PROVIDER, after: lastReceivedId, now: now() }) ??
        unavailable('the answer is not a list of messages')
      );
    },
    async balance() {
      const url = new URL('/version1/user', base);
      url.search = new URLSearchParams({ username }).toString();
      const body = await ask(call, { url, limitMs }, (sdk) =>
        sdk.APPLICATION.fetchApplicationData(),
      );
      return readBalance(body) ?? unavailable('the answer is not a balance');
    },
  };
}

function outcomeOfEnd(end: Exclude<SdkEnd, { kind: 'answered' }>): SendOutcome {
  switch (end.kind) {
    case 'failed':
      return outcomeOfNetworkError(end.code, end.begun);
    case 'cut':
      // Cut before the request began, nothing was written: that is as if it had never been tried.
      return end.begun
        ? { kind: 'unknown', reason: end.why }
        : { kind: 'later', reason: 'unreachable', attention: false };
    case 'refused':
      return { kind: 'rejected', reason: 'bad_number', attention: false };
    case 'misdirected':
      return { kind: 'rejected', reason: 'defect', attention: true };
    default:
      return never(end, 'end of a call');
  }
}

async function ask(
  call: SdkCaller,
  where: { url: URL; limitMs: number },
  work: Parameters<SdkCaller>[1],
): Promise<unknown> {
  const end = await call({ method: 'get', answerMax: ASK_ANSWER_MAX, ...where }, work);
  if (end.kind !== 'answered') return unavailable(`the call ended: ${end.kind}`);
  if (end.status !== 200) return unavailable(`HTTP status ${end.status}`);
  try {
    const body: unknown = JSON.parse(end.body);
    return body;
  } catch {
    return unavailable('the answer is not JSON');
  }
}

/** @throws GatewayUnavailable always; `why` is of our own making and holds nothing of the call */
function unavailable(why: string): never {
  throw new GatewayUnavailable(`africastalking: ${why}`);
}
