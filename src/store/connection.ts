import { connect as connectSocket, type Socket } from 'node:net';
import postgres from 'postgres';
import { assert } from '../base/assert.ts';
import type { Endpoint } from './read-target.ts';

/** Settings of a session, by PostgreSQL's own names. */
export type Session = Readonly<Record<string, string>>;

/**
 * One connection: one socket with a driver of its own, used once. When the socket is gone the whole of it is thrown away, so
 * that nothing left over from before can go on over a new socket, outside its transaction.
 */
export type Connection = {
  sql: postgres.Sql;
  /** Settles when the server answers, or with the error of the attempt. */
  ready: Promise<void>;
  /** Aborted once the socket is gone. */
  lost: AbortSignal;
  /** Told the detail of each notice of the server, while anybody heeds them. */
  notices: { heed: ((detail: string) => void) | undefined };
  /** Drops the socket at once; whatever runs on it is rejected. */
  destroy(): void;
  /** Says goodbye and waits for the socket to close, at most `GOODBYE_S`. */
  end(): Promise<void>;
};

/** Seconds for an attempt to connect: a frozen server must not hold a caller longer than a turn may take. */
const CONNECT_TIMEOUT_S = 2;
/** Seconds of silence after which the system asks whether the other side is there: NAT forgets after minutes. */
const KEEP_ALIVE_S = 15;
/** Seconds for a goodbye: it is one message and needs no answer. */
const GOODBYE_S = 1;

/** `notified` is called at each NOTIFY of a channel that this session listens to. */
export function startConnection(
  endpoint: Endpoint,
  session: Session,
  notified: () => void = () => undefined,
): Connection {
  const gone = new AbortController();
  const sockets: Socket[] = [];
  const notices: Connection['notices'] = { heed: undefined };
  const sql = driver(endpoint, session, sockets, {
    onclose: () => gone.abort(),
    onnotify: notified,
    onnotice: ({ detail }) => notices.heed?.(detail ?? ''),
  });
  const destroy = () => {
    sockets.forEach((socket) => socket.destroy());
    gone.abort();
  };
  const end = async () => {
    await sql.end({ timeout: GOODBYE_S });
    destroy();
  };
  const ready = sql`select 1`.then(() => undefined);
  ready.catch(() => undefined);
  return { sql, ready, lost: gone.signal, notices, destroy, end };
}

type Hooks = {
  onclose: () => void;
  onnotify: () => void;
  onnotice: (notice: postgres.Notice) => void;
};

function driver(endpoint: Endpoint, session: Session, sockets: Socket[], hooks: Hooks) {
  const { address, user, password, database, tls, pooled } = endpoint;
  const options = {
    ...('path' in address ? { path: address.path, host: 'localhost' } : address),
    user,
    pass: password,
    database,
    ssl: tls,
    max: 1,
    prepare: !pooled,
    connection: session,
    connect_timeout: CONNECT_TIMEOUT_S,
    keep_alive: KEEP_ALIVE_S,
    max_lifetime: null,
    // Only column names: `postgres.camel` would rewrite the keys inside jsonb as well.
    transform: { column: { from: postgres.toCamel, to: postgres.fromCamel } },
    ...hooks,
    no_subscribe: true,
    socket: () => {
      assert(sockets.length === 0, 'a connection has one socket');
      const socket = connectSocket(address);
      socket.setNoDelay(true);
      sockets.push(socket);
      return socket;
    },
  };
  return postgres(options);
}
