import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import tls from 'node:tls';

/** What a test of TLS may add: the authority that signed its server's certificate, in PEM. */
export type TlsTrust = { ca?: string };

/** The one connection of one call. Nothing is pooled, so that it is never in doubt whose socket is whose. */
export type OwnConnection = {
  /** For the HTTP client; hands out one connection and refuses a second. */
  agent: http.Agent | https.Agent;
  /** Whether the request can have begun to leave: before that, nothing of it was written. */
  begun(): boolean;
  /** Ends the connection so that no byte can arrive later. Does nothing to one that is over. */
  cut(): void;
};

/**
 * A connection to `base` that can be cut for good: at `cut` the raw socket is reset (RST), which drops what the kernel
 * has not sent yet; destroying it, or aborting the HTTP call, would still deliver that when a dead line comes back.
 * Under TLS it is the raw socket below that is reset. The HTTP client gets the socket only once it is connected, and
 * for https once the certificate was accepted, so that `begun` is exact.
 */
export function ownConnection(base: URL, trust: TlsTrust): OwnConnection {
  let raw: net.Socket | undefined;
  let begun = false;
  let over = false;
  const options = { keepAlive: false, maxSockets: 1 };
  const agent = base.protocol === 'https:' ? new https.Agent(options) : new http.Agent(options);
  agent.createConnection = (_options, created) => {
    const done = created ?? (() => undefined);
    if (over || raw !== undefined) {
      done(new Error('one call, one connection, and none after its end'), deadEnd());
      return undefined;
    }
    raw = connect(base, trust, (error, ready) => {
      begun = error === undefined;
      done(error ?? null, ready);
    });
    return undefined;
  };
  const cut = () => {
    over = true;
    // A reset while connecting would wait for the connection; closing the socket then drops everything at once.
    if (raw?.connecting === true) raw.destroy();
    else if (raw?.destroyed === false) raw.resetAndDestroy();
  };
  return { agent, begun: () => begun, cut };
}

type Ready = (error: Error | undefined, socket: net.Socket) => void;

function connect(base: URL, trust: TlsTrust, ready: Ready): net.Socket {
  const secure = base.protocol === 'https:';
  const host = base.hostname.replace(/^\[|\]$/g, '');
  const port = base.port === '' ? (secure ? 443 : 80) : Number(base.port);
  const raw = net.connect({ host, port, noDelay: true });
  let told = false;
  const tell: Ready = (error, socket) => {
    if (told) return;
    told = true;
    ready(error, socket);
  };
  raw.on('error', (error) => tell(error, raw));
  raw.on('close', () => tell(new Error('closed before it was ready'), raw));
  raw.once('connect', () => {
    if (secure) shakeHands(raw, host, trust, tell);
    else tell(undefined, raw);
  });
  return raw;
}

function shakeHands(raw: net.Socket, host: string, trust: TlsTrust, tell: Ready): void {
  const named = net.isIP(host) === 0 ? { servername: host } : { host };
  const socket = tls.connect({
    ...named,
    ...trust,
    socket: raw,
    ALPNProtocols: ['http/1.1'],
    // Said here so that NODE_TLS_REJECT_UNAUTHORIZED cannot turn it off.
    rejectUnauthorized: true,
  });
  socket.on('error', (error) => tell(error, socket));
  socket.once('secureConnect', () => tell(undefined, socket));
}

/** The callback's type wants a socket even with an error; this one was never connected. */
function deadEnd(): net.Socket {
  return new net.Socket().destroy();
}
