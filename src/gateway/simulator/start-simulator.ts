import { serve, type ServerType } from '@hono/node-server';
import { Hono } from 'hono';
import { assert } from '../../base/assert.ts';
import type { Clock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import { parsePhoneNumber } from '../../base/phone-number.ts';
import { controlRoutes } from './control-routes.ts';
import { type Faults, createFaults } from './faults.ts';
import { createIdentifiers } from './identifiers.ts';
import { type Accepted, type SimulatorEvent, createLedger } from './ledger.ts';
import { localOnly } from './local-only.ts';
import { type Arrivals, messagingRoutes } from './messaging-routes.ts';
import { createOptOuts } from './opt-outs.ts';
import { pageRoutes } from './page-routes.ts';
import { type Held, type PhoneRole, type Place, pageSetup } from './page-state.ts';
import type { Phone } from './phone.ts';
import { createPhones } from './phones.ts';
import { type Callbacks, postCallback } from './post-callback.ts';
import { type Account, REAL_TIMING, type Timing, type Workings } from './workings.ts';

export type SimulatorOptions = Pick<Account, 'username' | 'apiKey' | 'shortCode' | 'serviceCode'> &
  Partial<Pick<Account, 'networkCode' | 'currency' | 'pricePerSegment'>> & {
    /** 0, the default, takes a free one. */
    port?: number;
    clock: Clock;
    callbacks: Callbacks;
    /** With a seed, ids and chances repeat. Without one they never do: right wherever a database is kept. */
    seed?: number;
    /** Moves the clock that `clock` reads. Without it the page has no Later buttons. */
    moveClock?: (ms: number) => void | Promise<void>;
    place?: Place;
    /** The numbers that the page begins with. */
    phones?: readonly string[];
    /** Whose work is done from which of them, and the PIN that opens it: the page says so. */
    roles?: readonly PhoneRole[];
    /** Codes of languages whose texts no native speaker has signed: the page says so. */
    drafts?: readonly string[];
    /** What holds the service's texts up now: the page says so. */
    held?: () => Promise<Held>;
    timing?: Partial<Timing>;
    log: Log;
  };

/** A faithful Africa's Talking with phones, and the judge of what was really sent (docs/africastalking.md section 9). */
export type Simulator = {
  /** `http://127.0.0.1:port`: the base URL for the SDK, and the address of the page. */
  url: string;
  /** Every message accepted, in order. */
  readonly messages: readonly Accepted[];
  readonly faults: Faults;
  /** Requests to the send endpoints: those that arrived whole, and those cut off before their last byte. */
  readonly arrivals: Readonly<Arrivals>;
  /** @throws Error for what is not a number in international form. */
  phone(number: string): Phone;
  subscribe(listener: (event: SimulatorEvent) => void): () => void;
  /** Shows something the service did in the page's list: an event name and an id, nothing else. */
  noteServiceEvent(event: string, id: string): void;
  close(): Promise<void>;
};

/** A Kenya-like account; fictitious numbers. */
const DEMO_PHONES = ['+254711000111', '+254711000222', '+254711000333'];
const NAIROBI: Place = { name: 'Nairobi', timeZone: 'Africa/Nairobi' };
const SAFARICOM = '63902';

const isOpen = (): Promise<Held> => Promise.resolve('open');

/** Starts the stand-in on 127.0.0.1. @throws when the port is taken. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const closing = new AbortController();
  const workings = createWorkings(options, closing.signal);
  const phones = createPhones(workings);
  const arrivals: Arrivals = { whole: 0, cut: 0 };
  const shown = options.phones ?? DEMO_PHONES;
  const setup = () =>
    pageSetup(workings, {
      place: options.place ?? NAIROBI,
      phones: shown,
      roles: options.roles ?? [],
      drafts: options.drafts ?? [],
      callbacks: options.callbacks,
      canMoveClock: options.moveClock !== undefined,
    });
  const phone = (text: string): Phone => {
    const number = parsePhoneNumber(text);
    assert(number !== undefined, 'a phone of the stand-in needs a number in international form');
    return phones.phone(number);
  };
  for (const number of shown) phone(number);

  const app = new Hono();
  app.onError((error, c) => {
    if (!closing.signal.aborted) options.log.error('simulator.failed', {}, error);
    return c.text('There was an internal server error.', 500);
  });
  app.route('/', messagingRoutes(workings, phones, arrivals));
  app.use(localOnly);
  app.route('/', controlRoutes(workings, phones, options.moveClock));
  app.route('/', pageRoutes(workings, phones, { setup, held: options.held ?? isOpen }));
  const { server, port } = await listen(app, options.port ?? 0);
  options.log.info('simulator.started', { port });
  return {
    url: `http://127.0.0.1:${port}`,
    messages: workings.ledger.messages,
    faults: workings.faults,
    arrivals,
    phone,
    subscribe: workings.ledger.subscribe,
    noteServiceEvent: (event, id) => workings.note('service', id, event),
    close: () => stop(server, closing),
  };
}

function createWorkings(options: SimulatorOptions, closing: AbortSignal): Workings {
  const { clock, callbacks } = options;
  const timing = { ...REAL_TIMING, ...options.timing };
  const ids = createIdentifiers(options.seed);
  const ledger = createLedger();
  return {
    account: {
      username: options.username,
      apiKey: options.apiKey,
      shortCode: options.shortCode,
      serviceCode: options.serviceCode,
      networkCode: options.networkCode ?? SAFARICOM,
      currency: options.currency ?? 'KES',
      pricePerSegment: options.pricePerSegment ?? 0.8,
    },
    clock,
    timing,
    ids,
    faults: createFaults(ids.chance),
    ledger,
    optOuts: createOptOuts(),
    closing,
    post: (path, fields, { limitMs = timing.callbackMs, headers = {} } = {}) =>
      postCallback({ callbacks, clock, closing }, path, fields, { limitMs, headers }),
    note: (what, id, result, tookMs) => ledger.note({ at: clock.now(), what, id, result, tookMs }),
  };
}

function listen(app: Hono, port: number): Promise<{ server: ServerType; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port }, (info) => {
      server.off('error', reject);
      resolve({ server, port: info.port });
    });
    server.once('error', reject);
  });
}

/** Ends everything at once: hanging answers, open pages, callbacks under way. */
function stop(server: ServerType, closing: AbortController): Promise<void> {
  closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ('closeAllConnections' in server) server.closeAllConnections();
  });
}
