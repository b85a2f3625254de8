import { randomBytes } from 'node:crypto';
import type { Clock, MovableClock } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { PhoneNumber } from '../../base/phone-number.ts';
import { KEY_BYTES } from '../../base/seal.ts';
import { readConfig } from '../../config.ts';
import type { ServiceSecrets } from '../../demo-secrets.ts';
import { sealAudit } from '../../engine/seal-audit.ts';
import { dutyNow } from '../../flow/duty-hours.ts';
import { runLadder } from '../../followup/run-ladder.ts';
import { runSupervision } from '../../followup/run-supervision.ts';
import { PROVIDER } from '../../gateway/africastalking/provider.ts';
import { openOwner, openPools, type Pools } from '../../open-pools.ts';
import type { SmsGateway } from '../../outbox/port.ts';
import { catchUp } from '../../schedule/catch-up.ts';
import { endLapsed } from '../../schedule/end-lapsed.ts';
import { eraseDue } from '../../schedule/erase-due.ts';
import { fireTimers } from '../../schedule/fire-timers.ts';
import { watchBudget } from '../../schedule/watch-budget.ts';
import { startService, type Service } from '../../service.ts';
import type { Pool, Target } from '../../store/connect.ts';
import { type Due, dueNow } from '../../store/next-due.ts';
import { sweepLeases } from '../../store/outbox.ts';
import { wipeSessions } from '../../store/sessions.ts';
import { sendAllDue } from './send-all-due.ts';

/** Sends side by side: what two cores keep busy. */
const SLOTS = 4;
/** As often as the service asks what it may have missed: sending closes after ten minutes in which nothing came in. */
const FETCH_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Sessions wiped at a look. */
const SESSIONS_A_LOOK = 1_000;

export type EngineParts = {
  target: Target;
  clock: MovableClock;
  log: Log;
  programme: string;
  flowsFolder: string;
  /** Fills the sender's port. */
  gateway: SmsGateway;
};

export type Engine = Awaited<ReturnType<typeof openEngine>>;

/**
 * The service as it runs every day, its turns, timers, claims and gate; only its chores are done when the clock says
 * so, in place of every so many real seconds.
 */
export async function openEngine(parts: EngineParts) {
  const { clock, log, target } = parts;
  const usual = readConfig({ PROGRAMME: parts.programme, FLOWS_DIR: parts.flowsFolder });
  const config = { ...usual, SEND_SLOTS: SLOTS };
  const service = await startService({
    config: { ...config, MODE: 'web' },
    secrets: freshSecrets(),
    clock,
    log,
    target,
    // Nothing calls it: the port is filled below.
    gatewayAddress: () => Promise.resolve('http://127.0.0.1:9'),
  });
  const { setting, receiver } = service;
  const owner = openOwner(target);
  const senders = openPools({ ...config, MODE: 'worker' }, target);
  return {
    setting,
    receiver,
    /** As the owner of the schema. */
    owner,
    ...choresOf({ ...parts, owner, senders }, service),
    async close(): Promise<void> {
      await service.drain();
      const all = [owner, ...senders.all];
      await Promise.all([service.close(), ...all.map((each) => each.close())]);
    },
  };
}

type ChoreParts = EngineParts & { owner: Pool; senders: Pools };

/** What is done by itself, each when its time has come. */
function choresOf({ clock, log, gateway, owner, senders }: ChoreParts, service: Service) {
  const { setting, pools, receiver, turns, stopping } = service;
  const { keyring, programme } = setting;
  const pool = pools.web;
  const all = { pool, waitingPool: pools.waiting, keyring, clock, log };
  const sending = {
    ...all,
    gateway,
    programme,
    provider: PROVIDER,
    pool: senders.sender,
    slots: senders.slots,
    onOptedOut: (from: PhoneNumber) => stopping.stopAtGateway(PROVIDER, from),
  };
  const { fetchMessages } = gateway;
  const fetching = { ...all, fetchMessages, receive: receiver.smsFetched, saysStop: () => false };
  /** As the service's own chores: what fails is written to the log and stays due, for the next moment. */
  const kept = <T>(chore: string, work: () => Promise<T>): Promise<T | undefined> =>
    work().catch((error: unknown) => {
      log.error('chore_failed', { chore }, error);
      return undefined;
    });
  const open = everyMs(clock, FETCH_MS, () => catchUp(fetching));
  // Texts to all are looked for where nothing else is due.
  const send = async () => {
    await open();
    const sent = await sendAllDue(sending, { broadcast: false });
    return sent > 0 ? sent : sendAllDue(sending, { broadcast: true });
  };
  const supervise = everyMs(clock, HOUR_MS, async () => {
    await runSupervision({ setting, pool });
    await watchBudget({ ...all, timeZone: programme.timeZone });
  });
  // A send that broke on the way holds up its phone until its lease is over.
  const sweep = everyMs(clock, HOUR_MS, async () => {
    await senders.sender.run((db) => sweepLeases(db, clock.now()));
  });
  const daily = everyMs(clock, DAY_MS, async () => {
    await sealAudit(all);
    await pool.run((db) => wipeSessions(db, clock.now(), SESSIONS_A_LOOK));
    await endLapsed(all);
  });
  /** One round of all that is due. False: nothing came of it. */
  const moved = async (due: Due, isFirst: boolean): Promise<boolean> => {
    // What fails stays due: it is tried again at the next moment.
    const once = isFirst && (due.timers || due.erasures);
    if (isFirst && due.timers) await kept('timers', () => fireTimers({ pool, turns, clock, log }));
    if (isFirst && due.erasures) await kept('erasures', () => eraseDue(all));
    const requests = due.requests ? await kept('ladder', () => runLadder({ setting, pool })) : 0;
    const sent = due.messages ? await kept('outbox', send) : 0;
    return once || (requests ?? 0) + (sent ?? 0) > 0;
  };
  return {
    /** What is done every so often, whatever is due. */
    async chores(): Promise<void> {
      await kept('leases', sweep);
      if (dutyNow(programme, clock.now()).open) await kept('supervision', supervise);
      await kept('daily', daily);
    },
    /** Does everything that is due at this moment, and what comes of it. Returns when the next things are. */
    async settle(): Promise<Pick<Due, 'next' | 'again'>> {
      await stopping.drained();
      for (let rounds = 0; ; rounds += 1) {
        const due = await owner.run((db) => dueNow(db, clock.now()));
        if (!(await moved(due, rounds === 0))) return due;
      }
    },
  };
}

/** Does it when so much time has gone by since the last time. */
function everyMs(clock: Clock, ms: number, work: () => Promise<void>): () => Promise<void> {
  let lastMs = -Infinity;
  return async () => {
    if (clock.now().getTime() - lastMs < ms) return;
    lastMs = clock.now().getTime();
    await work();
  };
}

function freshSecrets(): ServiceSecrets {
  const key = () => randomBytes(KEY_BYTES);
  return {
    wrap: key(),
    index: key(),
    suppress: key(),
    audit: key(),
    webhook: [key().toString('base64url')],
  };
}
