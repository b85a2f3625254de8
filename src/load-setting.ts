import type { Clock } from './base/clock.ts';
import type { Keyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { createReleases, type RunningReleases } from './engine/releases.ts';
import type { Setting } from './engine/setting.ts';
import { readReleases } from './engine/take-up-releases.ts';
import type { Country } from './flow/benefits/country.ts';
import type { Release } from './flow/release.ts';
import type { Unreviewed } from './live-start.ts';
import { loadTexts } from './load-texts.ts';
import { changesByFiles, settleFiles, type WrittenFlow } from './release/from-files.ts';
import type { Pool } from './store/connect.ts';
import { flowFolderFiles } from './store/flow-folder-files.ts';
import { standingStages } from './store/release-stages.ts';
import { openPlaces, parkPlace, registerReleases } from './store/releases.ts';

/** Registering and reading releases at the start may wait for another process that does the same. */
const START_LIMIT_MS = 30_000;

export type SettingParts = {
  flowsFolder: string;
  programme: string;
  keyring: Keyring;
  clock: Clock;
  log: Log;
  /** Of a start of the service: what its files bring becomes current, and phones are spread over stages with this key. */
  start?: { stageKey: Buffer };
};

/** `unreviewed`: the translations of this programme that no native speaker has signed. `benefits`: what its country has. */
type LoadedSetting = Setting & { unreviewed: Unreviewed; benefits: Country | undefined };

/**
 * Reads everything that staff wrote, registers its releases, and checks that every open conversation resolves. Those
 * that do not are parked: they alarm, and a start is never refused for them.
 * @throws Refusal that names each finding with its file and line
 */
export async function loadSetting(pool: Pool, parts: SettingParts): Promise<LoadedSetting> {
  const { flowsFolder, keyring, clock, log } = parts;
  const { releases: shipped, unreviewed, ...texts } = await loadTexts(flowsFolder, parts.programme);
  const limit = { deadlineMs: START_LIMIT_MS };
  const now = clock.now();
  await pool.run((db) => registerReleases(db, shipped, now), limit);
  if (parts.start !== undefined) await settleStart(pool, { flowsFolder, shipped, now });
  const { country } = texts.programme;
  const stageKey = parts.start?.stageKey;
  const releases = createReleases({ country, stageKey, log }, shipped);
  await readReleases(pool, releases);
  if (parts.start === undefined) await asIfStarted(pool, releases, shipped);
  await parkLost(pool, log, { releases });
  if (unreviewed.length > 0) log.info('texts_unreviewed', { count: unreviewed.length });
  return { ...texts, releases, keyring, clock, log, unreviewed };
}

/** What the files of a start bring becomes current, and is kept as it was written. */
async function settleStart(
  pool: Pool,
  start: { flowsFolder: string; shipped: readonly Release[]; now: Date },
): Promise<void> {
  const { flowsFolder, shipped, now } = start;
  const written = await Promise.all(
    shipped.map(async ({ flow, version }): Promise<WrittenFlow> => {
      const files = Object.fromEntries(await flowFolderFiles(flowsFolder, flow));
      return { flow, version, files };
    }),
  );
  // What is built from the schemes of a country has no files of its own.
  const own = written.filter(({ files }) => Object.keys(files).length > 0);
  const settled = { shipped, written: own, now };
  await pool.transact((tx) => settleFiles(tx, settled), { deadlineMs: START_LIMIT_MS });
}

/** A command sees what a start with these files would make current, and changes nothing of it. */
async function asIfStarted(
  pool: Pool,
  releases: RunningReleases,
  shipped: readonly Release[],
): Promise<void> {
  const standing = await pool.run((db) => standingStages(db));
  const changes = changesByFiles(shipped, standing);
  const changed = new Set(changes.map(({ flow, version }) => `${flow}@${version}`));
  const kept = standing.filter(({ flow, version }) => !changed.has(`${flow}@${version}`));
  const stages = [...kept, ...changes.map((change) => ({ ...change, percent: 100 as const }))];
  releases.take({ revision: releases.revision, stages }, []);
}

async function parkLost(
  pool: Pool,
  log: Log,
  { releases }: Pick<Setting, 'releases'>,
): Promise<void> {
  for (const place of await pool.run(openPlaces)) {
    const release = releases.pinned(place.flow, place.version);
    if (release?.steps.has(place.step) === true) continue;
    const people = await pool.run((db) => parkPlace(db, place, 'place_gone'));
    log.error('conversations_parked', { flow: place.flow, version: place.version, people });
  }
}
