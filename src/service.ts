import { join } from 'node:path';
import { pause, type MovableClock } from './base/clock.ts';
import { createKeyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { Refusal } from './base/refusal.ts';
import type { Config } from './config.ts';
import type { ServiceSecrets } from './demo-secrets.ts';
import { assertKeys } from './engine/assert-keys.ts';
import { openContentKey } from './engine/content-key.ts';
import { saysStop } from './engine/hear-hop.ts';
import { localDate } from './engine/local-date.ts';
import { createReceiver } from './engine/receive.ts';
import { createStopping } from './engine/stop.ts';
import { createTurns } from './engine/take-turns.ts';
import { contactOpening } from './flow/contact-hours.ts';
import type { Programme } from './flow/programme.ts';
import { receivesReplies } from './gateway/africastalking/receives-replies.ts';
import { createAfricasTalking } from './gateway/africastalking/send.ts';
import { PROVIDER } from './gateway/africastalking/provider.ts';
import { keepErased } from './keep-erased.ts';
import { keepSafe } from './keep-safe.ts';
import { assertMayGoLive, isLive, toDoSoon, type Unreviewed } from './live-start.ts';
import { loadSetting } from './load-setting.ts';
import { openOwner, openPools } from './open-pools.ts';
import type { SmsGateway } from './outbox/port.ts';
import { createRate } from './outbox/rate.ts';
import { runOutbox, type Outbox } from './outbox/run-outbox.ts';
import { catchUp } from './schedule/catch-up.ts';
import { endLapsed } from './schedule/end-lapsed.ts';
import { fireTimers } from './schedule/fire-timers.ts';
import { repeat, type Chore } from './schedule/repeat.ts';
import { watchBalance } from './schedule/watch-balance.ts';
import { watchBudget } from './schedule/watch-budget.ts';
import { assertAnswers } from './store/assert-answers.ts';
import { dropBrakes } from './store/brakes.ts';
import { dropParkedReports, matchParkedReports } from './store/deliveries.ts';
import type { Pool } from './store/connect.ts';
import { listen } from './store/listen.ts';
import { migrate, readMigrations } from './store/migrate.ts';
import type { Target } from './store/read-target.ts';
import { saveLimits } from './store/sending-limits.ts';
import { wipeSessions } from './store/sessions.ts';
import { noteNoCredit, readSending, saveClockOffset } from './store/sending-state.ts';

const MIGRATIONS = join(import.meta.dirname, '..', 'migrations');

/** How often each chore is done, in milliseconds of real time. */
const EVERY = {
  timers: 1_000,
  stops: 1_000,
  catchUp: 15_000,
  balance: 3_600_000,
  budget: 10_000,
  lapses: 24 * 3_600_000,
  reports: 5_000,
  sessions: 30_000,
  tidy: 600_000,
};
/** Reports whose message never turned up are kept so long. */
const PARKED_MS = 24 * 3_600_000;
/** Sessions wiped at a look: more wait half a minute. */
const SESSIONS_A_LOOK = 1_000;
/** A brake that has not held for so long is forgotten. */
const BRAKE_MS = 7 * 24 * 3_600_000;
/** How far into the texting hours the demo begins. */
const FIRST_HOUR_MS = 3_600_000;
/** All there is to say when anything was queued. */
const OUTBOX_CHANNEL = 'mazano_outbox';

export type ServiceParts = {
  config: Config;
  secrets: ServiceSecrets;
  target: Target;
  clock: MovableClock;
  log: Log;
  /** Where the gateway is; the demo starts its stand-in here. */
  gatewayAddress: (setting: { programme: Programme; unreviewed: Unreviewed }) => Promise<string>;
};

export type Service = Awaited<ReturnType<typeof startService>>;

/** Wires the rooms: database → engine → outbox and schedule. HTTP is the caller's. @throws Refusal, DatabaseLost */
export async function startService(parts: ServiceParts) {
  const { config, secrets, target, clock, log } = parts;
  const keyring = createKeyring(secrets);
  const owner = openOwner(target);
  await assertAnswers(owner);
  const migrated = await migrate(owner, readMigrations(MIGRATIONS));
  if (migrated.length > 0) log.info('migrated', { count: migrated.length });
  await assertKeys(owner, keyring, clock.now());
  const oldestIndex = secrets.former?.index?.at(-1) ?? secrets.index;
  const hashKey = await openContentKey(owner, keyring, oldestIndex);
  if (config.demo) clock.moveMs((await owner.run(readSending)).clockOffsetMs);
  const flowsFolder = config.FLOWS_DIR;
  const programme = config.PROGRAMME;
  const setting = await loadSetting(owner, { flowsFolder, programme, keyring, clock, log });
  const today = localDate(clock.now(), setting.programme.timeZone);
  if (isLive(config)) assertMayGoLive(setting.programme, { ...setting, today });
  const soon = toDoSoon(setting.programme, { ...setting, today }).length;
  if (soon > 0) log.warn('to_do_soon', { count: soon });
  await owner.run((db) => saveLimits(db, setting.programme));
  if (config.demo) await startInHours(owner, { programme: setting.programme, clock });
  await owner.close();

  const pools = openPools(config, target);
  const stopping = createStopping({
    pool: pools.web,
    waitingPool: pools.waiting,
    keyring,
    phrases: setting.phrases,
    usualLanguage: setting.programme.defaultLanguage,
    foldAccents: setting.programme.foldAccents,
    serviceCode: setting.programme.serviceCode,
    clock,
    log,
  });
  const turns = createTurns(setting, pools.web, hashKey, stopping.withdraw);
  const receiver = createReceiver({
    setting,
    turns,
    stopping,
    pool: pools.web,
    waitingPool: pools.waiting,
    hashKey,
  });
  const gateway = await createAfricasTalking({
    username: config.AT_USERNAME,
    apiKey: config.AT_API_KEY ?? 'stand-in',
    baseUrl: await parts.gatewayAddress(setting),
    sender: answerableSender(config.AT_SENDER ?? setting.programme.sender),
    now: clock.now,
  });
  const work =
    config.MODE === 'web'
      ? undefined
      : startWork({ ...parts, setting, pools, turns, stopping, receiver, gateway });

  return {
    setting,
    receiver,
    pools,
    /** After the clock was moved: what is due now happens now. */
    wake: () => work?.wake(),
    ready: async () => void (await pools.web.run(readSending)),
    /** Takes nothing new, lets what is on its way end. */
    async drain(): Promise<void> {
      await work?.close();
      await turns.drained();
      await stopping.drained();
    },
    cut: () => pools.all.forEach((pool) => pool.cut()),
    close: async () => void (await Promise.all(pools.all.map((pool) => pool.close()))),
  };
}

/** The demo's clock begins inside the texting hours, so that whoever tries it at night does not wait for the morning. */
async function startInHours(owner: Pool, { programme, clock }: DemoSetting): Promise<void> {
  const now = clock.now();
  const opening = contactOpening(programme, now);
  if (opening.open) return;
  clock.moveMs(opening.opensAt.getTime() - now.getTime() + FIRST_HOUR_MS);
  await owner.run((db) => saveClockOffset(db, clock.offsetMs()));
}

type DemoSetting = { programme: Programme; clock: MovableClock };

type WorkParts = ServiceParts & {
  setting: Awaited<ReturnType<typeof loadSetting>>;
  pools: ReturnType<typeof openPools>;
  turns: ReturnType<typeof createTurns>;
  stopping: ReturnType<typeof createStopping>;
  receiver: ReturnType<typeof createReceiver>;
  gateway: SmsGateway;
};

/** Everything that nobody waits for: sending, timers, sweeps. */
function startWork(parts: WorkParts) {
  const { pools, clock, log, gateway, setting } = parts;
  const outbox = startOutbox(parts);
  const pool = pools.web;
  const chore = (name: keyof typeof EVERY, run: () => Promise<unknown>) =>
    repeat(name, { everyMs: EVERY[name], log }, async () => void (await run()));
  const asking = chore('catchUp', () =>
    catchUp({
      pool,
      clock,
      log,
      fetchMessages: gateway.fetchMessages,
      receive: parts.receiver.smsFetched,
      saysStop: (text) => saysStop(text, setting),
    }).then(outbox.wake),
  );
  const timers = chore('timers', () => fireTimers({ pool, turns: parts.turns, clock, log }));
  const erasing = keepErased({
    target: listenTarget(parts),
    pool,
    waitingPool: pools.waiting,
    keyring: setting.keyring,
    clock,
    log,
  });
  const chores: Chore[] = [
    asking,
    timers,
    chore('stops', () => parts.stopping.sweep()),
    chore('balance', () =>
      watchBalance({
        pool,
        clock,
        log,
        balance: gateway.balance,
        reserve: setting.programme.reserve,
      }),
    ),
    chore('budget', () => watchBudget({ pool, clock, log, timeZone: setting.programme.timeZone })),
    chore('lapses', () => endLapsed({ pool, waitingPool: pools.waiting, clock, log })),
    chore('reports', () => pool.run(matchParkedReports)),
    chore('sessions', () => pool.run((db) => wipeSessions(db, clock.now(), SESSIONS_A_LOOK))),
    chore('tidy', async () => {
      await pool.run((db) => dropParkedReports(db, new Date(clock.now().getTime() - PARKED_MS)));
      await pool.run((db) => dropBrakes(db, new Date(clock.now().getTime() - BRAKE_MS)));
    }),
    ...erasing,
    ...keepSafe({ target: parts.target, keyring: setting.keyring, pool, clock, log }),
  ];
  const listening = listen(listenTarget(parts), OUTBOX_CHANNEL, outbox.wake);
  return {
    wake() {
      asking.wake();
      timers.wake();
      erasing.forEach((each) => each.wake());
      outbox.wake();
    },
    async close() {
      listening.close();
      await Promise.all(chores.map((each) => each.close()));
      await outbox.close();
    },
  };
}

function listenTarget({ config, target }: ServiceParts): Target {
  return config.DATABASE_URL_LISTEN === undefined ? target : { url: config.DATABASE_URL_LISTEN };
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

/** A sender that nobody can answer would leave STOP without a way in (ARCHITECTURE.md). @throws Refusal */
function answerableSender(sender: string): string {
  if (receivesReplies(sender)) return sender;
  throw new Refusal(
    'invalid',
    `The sender "${sender}" cannot receive replies, so nobody could text STOP. Set AT_SENDER to a short code or number.`,
  );
}
