import type { Config } from './config.ts';
import { openPool, type Pool } from './store/connect.ts';
import type { Target } from './store/read-target.ts';

/** Every way into the database, each with the role and limits of its work. */
export type Pools = {
  /** Turns and all else that somebody waits for. */
  web: Pool;
  /** STOPs that wait for a gate: longer limits, connections of their own, so that they hold up nobody. */
  waiting: Pool;
  /** Pages for staff: few connections of their own, so that staff wait before anybody else does. */
  console: Pool;
  /** Claims of the outbox. */
  sender: Pool;
  /** One connection for each message on its way. */
  slots: Pool[];
  all: Pool[];
};

/** Limits in milliseconds. A turn is answered in 2.2 s; a STOP waits for a call of at most 8 s. */
const TURN = { statementTimeoutMs: 2_200, lockTimeoutMs: 300, idleInTransactionMs: 10_000 };
const WAITING = { statementTimeoutMs: 12_000, lockTimeoutMs: 11_000, idleInTransactionMs: 10_000 };
const SLOT = { statementTimeoutMs: 5_000, lockTimeoutMs: 3_000, idleInTransactionMs: 60_000 };
/** A page may count and sort; nobody's turn waits for it. */
const CONSOLE = { statementTimeoutMs: 5_000, lockTimeoutMs: 1_000, idleInTransactionMs: 10_000 };
const WEB_MAX = 6;
const CONSOLE_MAX = 4;
/** Milliseconds in which a page has its rows, waiting for a connection included. */
const CONSOLE_DEADLINE_MS = 6_000;
const WAITING_MAX = 12;
const SENDER_MAX = 2;

export function openPools(config: Config, target: Target): Pools {
  const login = (url: string | undefined, role: string) =>
    url === undefined ? { target, role: { role } } : { target: { url }, role: {} };
  const asWeb = login(config.DATABASE_URL_WEB, 'mazano_web');
  const asConsole = login(config.DATABASE_URL_CONSOLE, 'mazano_console');
  const asSender = login(config.DATABASE_URL_SENDER, 'mazano_sender');
  const web = openPool(asWeb.target, {
    ...TURN,
    ...asWeb.role,
    max: WEB_MAX,
    applicationName: 'mazano web',
  });
  const waiting = openPool(asWeb.target, {
    ...WAITING,
    ...asWeb.role,
    max: WAITING_MAX,
    applicationName: 'mazano stop',
  });
  const console = openPool(asConsole.target, {
    ...CONSOLE,
    ...asConsole.role,
    max: CONSOLE_MAX,
    deadlineMs: CONSOLE_DEADLINE_MS,
    applicationName: 'mazano console',
  });
  const sends = config.MODE !== 'web';
  const sender = openPool(asSender.target, {
    ...TURN,
    ...asSender.role,
    max: SENDER_MAX,
    applicationName: 'mazano sender',
  });
  const slots = Array.from({ length: sends ? config.SEND_SLOTS : 0 }, (_, index) =>
    openPool(asSender.target, {
      ...SLOT,
      ...asSender.role,
      max: 1,
      applicationName: `mazano slot ${index + 1}`,
    }),
  );
  return { web, waiting, console, sender, slots, all: [web, waiting, console, sender, ...slots] };
}

/** The owner of the schema, for migrations at the start. */
export function openOwner(target: Target): Pool {
  const limits = { statementTimeoutMs: 0, lockTimeoutMs: 0, idleInTransactionMs: 60_000 };
  return openPool(target, {
    ...limits,
    max: 1,
    applicationName: 'mazano migrate',
    deadlineMs: 30_000,
  });
}
