import { join } from 'node:path';
import type { MovableClock } from './base/clock.ts';
import { createKeyring, type Keyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { Refusal } from './base/refusal.ts';
import { keyedHash } from './base/seal.ts';
import type { Config } from './config.ts';
import type { ServiceSecrets } from './demo-secrets.ts';
import { assertKeys } from './engine/assert-keys.ts';
import { openContentKey } from './engine/content-key.ts';
import { localDate } from './engine/local-date.ts';
import { createReceiver } from './engine/receive.ts';
import { createStopping } from './engine/stop.ts';
import { createTurns } from './engine/take-turns.ts';
import { createCounsellors } from './followup/counsellors.ts';
import { castVote } from './groups/vote.ts';
import { groupsAtWork } from './groups/groups-at-work.ts';
import type { Programme } from './flow/programme.ts';
import { receivesReplies } from './gateway/africastalking/receives-replies.ts';
import { createAfricasTalking } from './gateway/africastalking/send.ts';
import { assertMayGoLive, isLive, type Unreviewed } from './live-start.ts';
import { keepReleases } from './keep-releases.ts';
import { loadSetting } from './load-setting.ts';
import { openOwner, openPools } from './open-pools.ts';
import { startWork } from './start-work.ts';
import { assertAnswers } from './store/assert-answers.ts';
import { migrate, readMigrations } from './store/migrate.ts';
import { readStaffing } from './store/duty-places.ts';
import type { Target } from './store/read-target.ts';
import { saveLimits } from './store/sending-limits.ts';
import { readSending } from './store/sending-state.ts';
import { keepTelling, tellToDo } from './tell-to-do.ts';

const MIGRATIONS = join(import.meta.dirname, '..', 'migrations');

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
  const { config, target, clock, log } = parts;
  const keyring = createKeyring(parts.secrets);
  const { setting, hashKey } = await makeReady(parts, keyring);
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
  let work: ReturnType<typeof startWork> | undefined;
  const asked = () => work?.asked();
  const turns = createTurns(setting, pools.web, hashKey, stopping.withdraw, asked, (vote) =>
    castVote({ setting, pool: pools.web }, vote),
  );
  const receiver = createReceiver({
    setting,
    turns,
    stopping,
    pool: pools.web,
    waitingPool: pools.waiting,
    hashKey,
    counsellors: createCounsellors(
      { setting, pool: pools.web, hashKey, groups: groupsAtWork },
      asked,
    ),
  });
  const gateway = await createAfricasTalking({
    username: config.AT_USERNAME,
    apiKey: config.AT_API_KEY ?? 'stand-in',
    baseUrl: await parts.gatewayAddress(setting),
    sender: answerableSender(config.AT_SENDER ?? setting.programme.sender),
    now: clock.now,
  });
  work =
    config.MODE === 'web'
      ? undefined
      : startWork({ ...parts, setting, pools, turns, stopping, receiver, gateway });
  const releasing = keepReleases({ ...parts, setting, pools }, () => work?.released());
  const telling = config.MODE === 'web' ? undefined : keepTelling({ setting, clock, log });

  return {
    setting,
    receiver,
    turns,
    stopping,
    pools,
    /** After the clock was moved: what is due now happens now. */
    wake: () => work?.wake(),
    /** Somebody has asked for something that others do: it is looked for now, not within a second. */
    asked,
    ready: async () => void (await pools.web.run(readSending)),
    /** Takes nothing new, lets what is on its way end. */
    async drain(): Promise<void> {
      await telling?.close();
      await releasing.close();
      await work?.close();
      await turns.drained();
      await stopping.drained();
    },
    cut: () => pools.all.forEach((pool) => pool.cut()),
    close: async () => void (await Promise.all(pools.all.map((pool) => pool.close()))),
  };
}

/** As the owner of the database: tables, keys, flows and limits are what this version needs. @throws Refusal, DatabaseLost */
async function makeReady(parts: ServiceParts, keyring: Keyring) {
  const { config, secrets, target, clock, log } = parts;
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
  const start = { stageKey: keyedHash(hashKey, 'mazano:stages') };
  const setting = await loadSetting(owner, { flowsFolder, programme, keyring, clock, log, start });
  const today = localDate(clock.now(), setting.programme.timeZone);
  if (isLive(config)) {
    const staffing = await owner.run(readStaffing);
    assertMayGoLive(setting.programme, { ...setting, today, staffing });
  }
  tellToDo({ setting, clock, log });
  await owner.run((db) => saveLimits(db, setting.programme));
  await owner.close();
  return { setting, hashKey };
}

/** A sender that nobody can answer would leave STOP without a way in (ARCHITECTURE.md). @throws Refusal */
function answerableSender(sender: string): string {
  if (receivesReplies(sender)) return sender;
  throw new Refusal(
    'invalid',
    `The sender "${sender}" cannot receive replies, so nobody could text STOP. Set AT_SENDER to a short code or number.`,
  );
}
