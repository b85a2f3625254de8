import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import net from 'node:net';
import { inspect } from 'node:util';
import { expect } from 'vitest';
import { parsePhoneNumber } from '../../src/base/phone-number.ts';
import type { PhoneNumber } from '../../src/base/phone-number.ts';
import {
  type AfricasTalkingOptions,
  createAfricasTalking,
} from '../../src/gateway/africastalking/send.ts';
import type { SmsGateway } from '../../src/outbox/port.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from './loopback-certificate.ts';

type Seen = {
  method: string;
  url: string;
  headers: http.IncomingHttpHeaders;
  body: string;
};
export type Answer = (res: http.ServerResponse, seen: Seen) => void;
export type LocalGateway = AsyncDisposable & { baseUrl: string; port: number; seen: Seen[] };

export const API_KEY = 'atsk_a-key-that-must-never-be-seen';
export const TEXT = 'a text that must never be seen';
export const TO = phoneNumber('+254711000111');

/** A small server of the test's own that answers each complete request as it is told to. */
export async function localGateway(
  answer: Answer,
  protocol: 'http' | 'https' = 'http',
): Promise<LocalGateway> {
  const seen: Seen[] = [];
  const handle: http.RequestListener = (req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const { method = '', url = '', headers } = req;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString('utf8') };
      seen.push(request);
      answer(res, request);
    });
  };
  const server =
    protocol === 'https'
      ? https.createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, handle)
      : http.createServer(handle);
  const port = await listen(server);
  return {
    baseUrl: `${protocol}://127.0.0.1:${port}`,
    port,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server of plain TCP that does with a connection as it is told to, and reads what comes. */
export async function rawGateway(
  onSocket: (socket: net.Socket) => void,
): Promise<AsyncDisposable & { port: number }> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined);
    socket.resume();
    onSocket(socket);
  });
  const port = await listen(server);
  return {
    port,
    async [Symbol.asyncDispose]() {
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Listens on a free port of loopback. */
export async function listen(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return portOf(server.address());
}

/** A port on which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('not a TCP server');
  return address.port;
}

export function gatewayAt(
  baseUrl: string,
  options: Partial<AfricasTalkingOptions> = {},
): Promise<SmsGateway> {
  return createAfricasTalking({
    username: 'mazano',
    apiKey: API_KEY,
    sender: '28901',
    now: () => new Date('2026-11-21T09:00:00Z'),
    tls: { ca: LOOPBACK_CERTIFICATE },
    ...options,
    baseUrl,
  });
}

/** A signal that nobody aborts. */
export function calm(): AbortSignal {
  return new AbortController().signal;
}

export function phoneNumber(text: string): PhoneNumber {
  const number = parsePhoneNumber(text);
  if (number === undefined) throw new Error('not a number');
  return number;
}

/** An answer that begins and never ends. */
export const drip: Answer = (res) => {
  res.writeHead(201);
  res.write(' ');
  const more = setInterval(() => res.write(' '), 10);
  res.on('close', () => clearInterval(more));
};

export function json(res: http.ServerResponse, status: number, body: unknown): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The answer to one accepted message. */
export function accepted(overrides: Record<string, unknown> = {}): unknown {
  const recipient = {
    statusCode: 101,
    number: TO,
    status: 'Success',
    cost: 'KES 0.8000',
    messageId: 'ATXid_09b5a410fd2f388a06f152f56ce95801',
    messageParts: 1,
    ...overrides,
  };
  return recipients([recipient]);
}

export function recipients(list: unknown[], message = 'Sent to 1/1'): unknown {
  return { SMSMessageData: { Message: message, Recipients: list } };
}

/** [G2] No key, number or text, in any form in which a value can be printed. */
export function expectNothingPersonal(value: unknown): void {
  const printed = [
    inspect(value, { depth: null, showHidden: true }),
    JSON.stringify(value) ?? '',
    String(value),
    value instanceof Error ? `${value.message}${value.stack}${inspect(value.cause)}` : '',
  ].join('\n');
  for (const secret of [API_KEY, 'atsk', '254711000111', TEXT, encodeURIComponent(TEXT)])
    expect(printed).not.toContain(secret);
}
