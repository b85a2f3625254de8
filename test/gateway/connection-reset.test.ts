import { once } from 'node:events';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type OwnConnection,
  ownConnection,
} from '../../src/gateway/africastalking/own-connection.ts';
import { TO, calm, gatewayAt, listen, localGateway } from './local-gateway.ts';
import { LOOPBACK_CERTIFICATE, LOOPBACK_KEY } from './loopback-certificate.ts';

/**
 * A text far longer than an SMS: longer than what the line and its receiver take up (about 130 kB on loopback), and
 * short enough to fit the sender's own kernel buffer, so that at the limit its rest waits there, unsent.
 */
const LONG_TEXT = 'x'.repeat(600_000);
/** The line dies after this many bytes of the client: the request has begun, and any handshake is over. */
const DIES_AFTER_BYTES = 4_000;

afterEach(() => vi.restoreAllMocks());

/** A line that dies and can heal, before a gateway that says whether the complete request arrived. */
async function dyingLine(protocol: 'http' | 'https') {
  const judged = Promise.withResolvers<'complete' | 'incomplete'>();
  const died = Promise.withResolvers<void>();
  const gateway = gatewayThatJudges(protocol, judged.resolve);
  const gatewayPort = await listen(gateway);
  const clients: net.Socket[] = [];
  let bytes = 0;
  let healed = false;
  const line = net.createServer((client) => {
    clients.push(client);
    const onward = net.connect(gatewayPort, '127.0.0.1');
    client.on('data', (chunk) => {
      bytes += chunk.length;
      onward.write(chunk);
      if (healed || bytes <= DIES_AFTER_BYTES) return;
      client.pause();
      died.resolve();
    });
    client.on('close', () => onward.end());
    onward.on('data', (chunk) => client.write(chunk));
    for (const socket of [client, onward]) socket.on('error', () => undefined);
  });
  const port = await listen(line);
  return {
    baseUrl: `${protocol}://127.0.0.1:${port}`,
    died: died.promise,
    /** Whether the complete request arrives after all, once the line is back. */
    heal() {
      healed = true;
      for (const client of clients) client.resume();
      return judged.promise;
    },
    async [Symbol.asyncDispose]() {
      for (const client of clients) client.destroy();
      gateway.closeAllConnections();
      await Promise.all([gateway, line].map((server) => new Promise((done) => server.close(done))));
    },
  };
}

function gatewayThatJudges(
  protocol: 'http' | 'https',
  judge: (verdict: 'complete' | 'incomplete') => void,
) {
  const handle: http.RequestListener = (req) => {
    req.resume();
    req.on('end', () => judge('complete'));
    req.on('close', () => judge('incomplete'));
    req.on('error', () => undefined);
  };
  return protocol === 'https'
    ? https.createServer({ cert: LOOPBACK_CERTIFICATE, key: LOOPBACK_KEY }, handle)
    : http.createServer(handle);
}

describe.each(['http', 'https'] as const)('the one connection of a call, over %s', (protocol) => {
  const ask = (base: string, connection: OwnConnection) => {
    const client = protocol === 'https' ? https : http;
    const req = client.request(base, { method: 'POST', agent: connection.agent }, (res) => {
      res.resume();
    });
    req.end('a body');
    return once(req, 'close');
  };
  const trust = { ca: LOOPBACK_CERTIFICATE };

  it('is not made after the cut', async () => {
    await using gateway = await localGateway((res) => res.end(), protocol);
    const connection = ownConnection(new URL(gateway.baseUrl), trust);
    connection.cut();
    await expect(ask(gateway.baseUrl, connection)).rejects.toThrow('none after its end');
    expect([gateway.seen, connection.begun()]).toEqual([[], false]);
  });

  it('writes nothing when it is cut while it is being made', async () => {
    await using gateway = await localGateway((res) => res.end(), protocol);
    const connection = ownConnection(new URL(gateway.baseUrl), trust);
    const asked = ask(gateway.baseUrl, connection);
    connection.cut();
    await expect(asked).rejects.toThrow('closed before it was ready');
    // Another call, complete: what the first could have sent would have arrived by now.
    await ask(gateway.baseUrl, ownConnection(new URL(gateway.baseUrl), trust));
    expect(gateway.seen).toHaveLength(1);
    expect(connection.begun()).toBe(false);
  });

  it('carries one request and refuses a second [G12]', async () => {
    await using gateway = await localGateway((res) => res.end(), protocol);
    const connection = ownConnection(new URL(gateway.baseUrl), trust);
    await ask(gateway.baseUrl, connection);
    await expect(ask(gateway.baseUrl, connection)).rejects.toThrow('one call, one connection');
    expect(gateway.seen).toHaveLength(1);
    expect(connection.begun()).toBe(true);
  });
});

describe.each(['http', 'https'] as const)('a call cut on a dead line, over %s', (protocol) => {
  it.each(['limit', 'aborted'])('never arrives when the line heals: %s [G1, STOP]', async (why) => {
    await using line = await dyingLine(protocol);
    const sms = await gatewayAt(line.baseUrl, { limitMs: why === 'limit' ? 400 : 8_000 });
    const caller = new AbortController();
    const sending = sms.send({ to: TO, text: LONG_TEXT }, caller.signal);
    await line.died;
    if (why === 'aborted') caller.abort();
    expect(await sending).toEqual({ kind: 'unknown', reason: why });
    expect(await line.heal()).toBe('incomplete');
  });

  it('arrives all the same if the socket is only destroyed (mutant)', async () => {
    vi.spyOn(net.Socket.prototype, 'resetAndDestroy').mockImplementation(function (
      this: net.Socket,
    ) {
      return this.destroy();
    });
    await using line = await dyingLine(protocol);
    const sms = await gatewayAt(line.baseUrl, { limitMs: 400 });
    const got = await sms.send({ to: TO, text: LONG_TEXT }, calm());
    expect(got).toEqual({ kind: 'unknown', reason: 'limit' });
    expect(await line.heal()).toBe('complete');
  });
});
