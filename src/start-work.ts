import { pause, type Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import type { Config } from './config.ts';
import type { FullReceiver } from './engine/receive.ts';
import type { Setting } from './engine/setting.ts';
import type { Stopping } from './engine/stop.ts';
import { inviteFromLists } from './engine/invite-lists.ts';
import { textSaysStop } from './engine/take-sms.ts';
import type { Turns } from './engine/take-turns.ts';
import { watchMoved } from './engine/watch-moved.ts';
import { PROVIDER } from './gateway/africastalking/provider.ts';
import { keepFigures } from './followup/keep-figures.ts';
import { keepCounsellors } from './keep-counsellors.ts';
import { keepErased } from './keep-erased.ts';
import { keepSafe } from './keep-safe.ts';
import { keepStages } from './keep-stages.ts';
import type { openPools } from './open-pools.ts';
import type { SmsGateway } from './outbox/port.ts';
import { createRate } from './outbox/rate.ts';
import { runOutbox, type Outbox } from './outbox/run-outbox.ts';
import { catchUp } from './schedule/catch-up.ts';
import { endLapsed } from './schedule/end-lapsed.ts';
import { fireTimers } from './schedule/fire-timers.ts';
import { repeat, type Chore } from './schedule/repeat.ts';
import { watchBalance } from './schedule/watch-balance.ts';
import { watchBudget } from './schedule/watch-budget.ts';
import { dropBrakes } from './store/brakes.ts';
import { dropParkedReports, matchParkedReports } from './store/deliveries.ts';
import { listen } from './store/listen.ts';
import type { Target } from './store/read-target.ts';
import { noteNoCredit } from './store/sending-state.ts';
import { wipeSessions } from './store/sessions.ts';

/** How often each chore is done, in milliseconds of real time. */
const EVERY = {
  timers: 1_000,
  stops: 1_000,
  moves: 5_000,
  catchUp: 15_000,
  balance: 3_600_000,
  budget: 10_000,
  lapses: 24 * 3_600_000,
  reports: 5_000,
  sessions: 30_000,
  tidy: 600_000,
  figures: 60_000,
  lists: 5_000,
};
/** Reports whose message never turned up are kept so long. */
const PARKED_MS = 24 * 3_600_000;
/** Sessions wiped at a look: more wait half a minute. */
const SESSIONS_A_LOOK = 1_000;
/** A brake that has not held for so long is forgotten. */
const BRAKE_MS = 7 * 24 * 3_600_000;
/** All there is to say when anything was queued. */
const OUTBOX_CHANNEL = 'mazano_outbox';

export type WorkParts = {
  config: Config;
  target: Target;
  clock: Clock;
  log: Log;
  setting: Setting;
  pools: ReturnType<typeof openPools>;
  turns: Turns;
  stopping: Stopping;
  receiver: FullReceiver;
  gateway: SmsGateway;
};

/** Everything that nobody waits for: sending, timers, sweeps. */
export function startWork(parts: WorkParts) {
  const { pools, clock, log, gateway, setting } = parts;
  const outbox = startOutbox(parts);
  const pool = pools.web;
  const chore = (name: keyof typeof EVERY, run: () => Promise<unknown>) =>
    repeat(name, { everyMs: EVERY[name], log }, async () => void (await run()));
  const asking = chore('catchUp', () => askAgain(parts).then(outbox.wake));
  const timers = chore('timers', () => fireTimers({ pool, turns: parts.turns, clock, log }));
  const counsellors = keepCounsellors({ setting, pool }, log, timers.wake);
  const { erasing, retaining } = keepErased({
    target: listenTarget(parts),
    pool,
    waitingPool: pools.waiting,
    keyring: setting.keyring,
    clock,
    log,
  });
  const stages = keepStages(parts);
  const chores: Chore[] = [
    ...stages.chores,
    asking,
    timers,
    chore('stops', () => parts.stopping.sweep()),
    chore('moves', () => watchMoved({ setting, pool, stopping: parts.stopping })),
    chore('balance', () =>
      watchBalance({
        pool,
        clock,
        log,
        balance: gateway.balance,
        reserve: setting.programme.reserve,
      }),
    ),
    ...counsellors.chores,
    chore('sessions', () => pool.run((db) => wipeSessions(db, clock.now(), SESSIONS_A_LOOK))),
    // It may wait for a gate, many times over, and nothing waits behind it.
    chore('lapses', () => endLapsed({ pool, waitingPool: pools.waiting, clock, log })),
    ...inTurn(parts),
    erasing,
    retaining,
    ...keepSafe({ target: parts.target, keyring: setting.keyring, pool, clock, log }),
  ];
  const listening = listen(listenTarget(parts), OUTBOX_CHANNEL, outbox.wake);
  return {
    /** Something was released or given up: who is to be moved is moved. */
    released: stages.wake,
    /** Somebody has asked for something that others do, or has done it. */
    asked() {
      counsellors.asked();
      timers.wake();
    },
    wake() {
      asking.wake();
      timers.wake();
      counsellors.wake();
      erasing.wake();
      stages.wake();
      outbox.wake();
    },
    async close() {
      listening.close();
      await Promise.all(chores.map((each) => each.close()));
      await outbox.close();
    },
  };
}

/** Where NOTIFY is heard: behind a pooler it needs a connection of its own. */
export function listenTarget({ config, target }: Pick<WorkParts, 'config' | 'target'>): Target {
  return config.DATABASE_URL_LISTEN === undefined ? target : { url: config.DATABASE_URL_LISTEN };
}

/** Texts that the gateway has and this service never heard of. */
function askAgain({ pools, clock, log, gateway, receiver, setting }: WorkParts): Promise<void> {
  return catchUp({
    pool: pools.web,
    clock,
    log,
    fetchMessages: gateway.fetchMessages,
    receive: receiver.smsFetched,
    saysStop: (text) => textSaysStop(text, setting),
  });
}

function startOutbox(parts: WorkParts): Outbox {
  const { pools, clock, log, setting, stopping } = parts;
  return runOutbox({
    gateway: parts.gateway,
    provider: PROVIDER,
    keyring: setting.keyring,
    clock,
    log,
    pause,
    programme: setting.programme,
    pool: pools.sender,
    slots: pools.slots,
    rate: createRate(clock, setting.programme.messagesASecond),
    onOptedOut: (from) => stopping.stopAtGateway(PROVIDER, from),
    onNoCredit: () => pools.web.run(noteNoCredit),
  });
}

/** Short looks that nobody waits for, one after the other: they take one connection from those that somebody waits for. */
function inTurn({ pools, clock, log, setting }: WorkParts): Chore[] {
  const pool = pools.web;
  let last: Promise<unknown> = Promise.resolve();
  const chore = (name: keyof typeof EVERY, run: () => Promise<unknown>) =>
    repeat(name, { everyMs: EVERY[name], log }, async () => {
      const next = last.then(run);
      last = next.catch(() => undefined);
      await next;
    });
  const { timeZone } = setting.programme;
  // It reads whole days, with connections that may take longer, and nobody waits behind it.
  const figures = repeat('figures', { everyMs: EVERY.figures, log }, () =>
    keepFigures({ pool: pools.waiting, clock, timeZone }),
  );
  return [
    figures,
    chore('budget', () => watchBudget({ pool, clock, log, timeZone })),
    chore('reports', () => pool.run(matchParkedReports)),
    chore('lists', () => inviteFromLists({ setting, pool })),
    chore('tidy', async () => {
      await pool.run((db) => dropParkedReports(db, new Date(clock.now().getTime() - PARKED_MS)));
      await pool.run((db) => dropBrakes(db, new Date(clock.now().getTime() - BRAKE_MS)));
    }),
  ];
}
