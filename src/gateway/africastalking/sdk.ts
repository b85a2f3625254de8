import { AsyncLocalStorage } from 'node:async_hooks';
import { createRequire } from 'node:module';
import { after } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import { type OwnConnection, type TlsTrust, ownConnection } from './own-connection.ts';

/**
 * The only file that touches the `africastalking` SDK. The SDK has no time limit, follows redirects with the key,
 * takes its host from the username and from a global switch, and throws objects that hold key, number and text. So
 * every request of its own copy of axios passes `throughOurDoor`, and nothing of what it returns or throws leaves.
 */
type OpenSdk = (account: { username: string; apiKey: string }) => Sdk;

/** The few calls of africastalking 0.8.3 that are used; it has no types, and those of @types are wrong. */
type Sdk = {
  SMS: {
    send(sms: { to: string; message: string; from?: string }): Promise<unknown>;
    fetchMessages(options: { lastReceivedId: string }): Promise<unknown>;
  };
  APPLICATION: { fetchApplicationData(): Promise<unknown> };
};

/** The part of axios's request configuration that the door reads and writes (axios 1.18). */
type HttpConfig = { url?: string; baseURL?: string; method?: string; [setting: string]: unknown };
type HttpAnswer = { status: number; data: unknown };
type Send = (config: HttpConfig) => Promise<HttpAnswer>;
type Axios = { defaults: { adapter: unknown }; getAdapter(name: 'http'): Send };

/** One request, as it must be on the wire. */
type SdkRequest = {
  method: 'post' | 'get';
  /** Where it goes; the SDK must want the same path and cannot change the rest. */
  url: URL;
  limitMs: number;
  /** Longest answer that is read, in bytes. */
  answerMax: number;
  signal?: AbortSignal;
};

/** How a request ended, with nothing in it of what was asked. */
export type SdkEnd =
  | { kind: 'answered'; status: number; body: string }
  /** The connection failed; `begun` says whether anything of the request can have left. */
  | { kind: 'failed'; begun: boolean; code: string }
  /** We ended it, and reset the connection. */
  | { kind: 'cut'; begun: boolean; why: 'limit' | 'aborted' }
  /** The SDK's own check refused it; there was no request. */
  | { kind: 'refused' }
  /** The SDK wanted another request than ours; there was none. */
  | { kind: 'misdirected' };

export type SdkCaller = (
  request: SdkRequest,
  work: (sdk: Sdk) => Promise<unknown>,
) => Promise<SdkEnd>;

type Call = {
  request: SdkRequest;
  connection: OwnConnection;
  stop: AbortController;
  end: SdkEnd | undefined;
};

const calls = new AsyncLocalStorage<Call>();
let door: OpenSdk | undefined;

/**
 * Loads the SDK at the first call, not at start, since that takes 170 ms.
 * @throws Refusal when it does not take the account's name or key
 */
export function openSdk(account: { username: string; apiKey: string }, trust: TlsTrust): SdkCaller {
  door ??= installDoor();
  let sdk: Sdk;
  try {
    sdk = door(account);
  } catch {
    throw new Refusal('invalid', 'AT_USERNAME or AT_API_KEY is missing or malformed.');
  }
  return (request, work) => callSdk(sdk, request, trust, work);
}

function installDoor(): OpenSdk {
  const require = createRequire(import.meta.url);
  const axios: Axios = createRequire(require.resolve('africastalking'))('axios');
  const http = axios.getAdapter('http');
  // Instances that the SDK makes with axios.create() inherit this one too; an interceptor would not reach them.
  axios.defaults.adapter = (config: HttpConfig) => throughOurDoor(config, http);
  return require('africastalking');
}

/** Ends when the SDK does, at the limit, or when the caller aborts, whichever is first. Never rejects. */
function callSdk(
  sdk: Sdk,
  request: SdkRequest,
  trust: TlsTrust,
  work: (sdk: Sdk) => Promise<unknown>,
): Promise<SdkEnd> {
  const { signal } = request;
  const connection = ownConnection(request.url, trust);
  const call: Call = {
    request,
    connection,
    stop: new AbortController(),
    end: undefined,
  };
  if (signal?.aborted === true)
    return Promise.resolve({ kind: 'cut', begun: false, why: 'aborted' });
  return new Promise((resolve) => {
    const finish = (end: SdkEnd) => {
      timer.cancel();
      signal?.removeEventListener('abort', withdraw);
      resolve(end);
    };
    const cut = (why: 'limit' | 'aborted') => {
      if (call.end !== undefined) return finish(call.end);
      const end: SdkEnd = { kind: 'cut', begun: connection.begun(), why };
      call.end = end;
      connection.cut();
      call.stop.abort();
      finish(end);
    };
    const withdraw = () => cut('aborted');
    const timer = after(request.limitMs, () => cut('limit'));
    signal?.addEventListener('abort', withdraw, { once: true });
    const settled = () => finish(call.end ?? { kind: 'refused' });
    calls.run(call, async () => work(sdk)).then(settled, settled);
  });
}

async function throughOurDoor(config: HttpConfig, http: Send): Promise<HttpAnswer> {
  const call = calls.getStore();
  if (call === undefined) throw new Error('a request outside of a call');
  const { request, connection } = call;
  if (!wantsTheSame(config, request)) {
    call.end ??= { kind: 'misdirected' };
    throw new Error('not the request of this call');
  }
  Object.assign(config, {
    url: request.url.href,
    params: undefined,
    proxy: false,
    maxRedirects: 0,
    maxContentLength: request.answerMax,
    signal: call.stop.signal,
    httpAgent: connection.agent,
    httpsAgent: connection.agent,
    // Every complete answer resolves, so that what it means is decided in one table of ours.
    validateStatus: () => true,
    responseType: 'text',
  });
  try {
    const answer = await http(config);
    const body = typeof answer.data === 'string' ? answer.data : '';
    call.end ??= { kind: 'answered', status: answer.status, body };
    return answer;
  } catch (error) {
    call.end ??= { kind: 'failed', begun: connection.begun(), code: codeOf(error) };
    connection.cut();
    throw error;
  }
}

function wantsTheSame(config: HttpConfig, request: SdkRequest): boolean {
  const wanted = URL.parse(config.url ?? '', config.baseURL);
  return wanted?.pathname === request.url.pathname && config.method === request.method;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'unnamed';
}
