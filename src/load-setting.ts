import type { Clock } from './base/clock.ts';
import type { Keyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { createReleases } from './engine/releases.ts';
import type { Setting } from './engine/setting.ts';
import type { Country } from './flow/benefits/country.ts';
import { loadRelease } from './flow/release.ts';
import type { Unreviewed } from './live-start.ts';
import { loadTexts } from './load-texts.ts';
import type { Pool } from './store/connect.ts';
import { openPlaces, parkPlace, registerReleases } from './store/releases.ts';

/** Registering and reading releases at the start may wait for another process that does the same. */
const START_LIMIT_MS = 30_000;

export type SettingParts = {
  flowsFolder: string;
  programme: string;
  keyring: Keyring;
  clock: Clock;
  log: Log;
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
  const stored = await pool.run((db) => registerReleases(db, shipped, clock.now()), limit);
  const current = new Map(shipped.map(({ flow, version }) => [flow, version]));
  const made = new Map(shipped.map((release) => [release.definition, release]));
  const all = stored.map(({ definition }) => made.get(definition) ?? loadRelease(definition));
  const releases = createReleases(all, current, texts.programme.country);
  await parkLost(pool, log, { releases });
  if (unreviewed.length > 0) log.info('texts_unreviewed', { count: unreviewed.length });
  return { ...texts, releases, keyring, clock, log, unreviewed };
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
