import type { Clock } from './base/clock.ts';
import type { Keyring } from './base/keyring.ts';
import type { Log } from './base/log.ts';
import { Refusal } from './base/refusal.ts';
import type { Setting } from './engine/setting.ts';
import { createReleases } from './engine/releases.ts';
import type { Parsed } from './flow/data-file.ts';
import { findingLine, type Finding } from './flow/finding.ts';
import { flowsOfProgramme, type Programme } from './flow/programme.ts';
import { loadRelease } from './flow/release.ts';
import type { Unreviewed } from './live-start.ts';
import type { Pool } from './store/connect.ts';
import { readFlowFiles } from './store/flow-files.ts';
import { allReleases, openPlaces, parkPlace, registerRelease } from './store/releases.ts';
import {
  loadFormats,
  loadHelplines,
  loadPhrases,
  loadProgrammes,
  loadWords,
} from './store/word-files.ts';

/** Registering and reading releases at the start may wait for another process that does the same. */
const START_LIMIT_MS = 30_000;

export type SettingParts = {
  flowsFolder: string;
  programme: string;
  keyring: Keyring;
  clock: Clock;
  log: Log;
};

/** `unreviewed`: the translations of this programme that no native speaker has signed. */
type LoadedSetting = Setting & { unreviewed: Unreviewed };

/**
 * Reads everything that staff wrote, registers its releases, and checks that every open conversation resolves. Those
 * that do not are parked: they alarm, and a start is never refused for them.
 * @throws Refusal that names each finding with its file and line
 */
export async function loadSetting(pool: Pool, parts: SettingParts): Promise<LoadedSetting> {
  const { flowsFolder, keyring, clock, log } = parts;
  const words = parsed(await loadWords(flowsFolder));
  const formats = parsed(await loadFormats(flowsFolder));
  const helplines = parsed(await loadHelplines(flowsFolder));
  const phrases = parsed(await loadPhrases(flowsFolder));
  const programme = chosen(parsed(await loadProgrammes(flowsFolder)), parts.programme);
  const files = await readFlowFiles(flowsFolder);
  if (files.findings.length > 0) throw refused(files.findings);
  assertFlows(programme, new Set(files.releases.map(({ flow }) => flow)));
  const limit = { deadlineMs: START_LIMIT_MS };
  for (const release of files.releases)
    await pool.run((db) => registerRelease(db, release, clock.now()), limit);
  const stored = await pool.run(allReleases, limit);
  const current = new Map(files.releases.map(({ flow, version }) => [flow, version]));
  const all = stored.map(({ definition }) => loadRelease(definition));
  const releases = createReleases(all, current);
  await parkLost(pool, log, { releases });
  const unreviewed = unreviewedIn(programme, files.unreviewed);
  if (unreviewed.length > 0) log.info('texts_unreviewed', { count: unreviewed.length });
  const texts = { phrases, words, formats, helplines };
  return { programme, releases, ...texts, keyring, clock, log, unreviewed };
}

function unreviewedIn(programme: Programme, all: Unreviewed): Unreviewed {
  const flows = flowsOfProgramme(programme);
  const { languages } = programme;
  return all.filter(({ flow, language }) => flows.includes(flow) && languages.includes(language));
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

function chosen(programmes: ReadonlyMap<string, Programme>, name: string): Programme {
  const programme = programmes.get(name);
  if (programme !== undefined) return programme;
  const known = [...programmes.keys()].join(', ');
  throw new Refusal('not_found', `PROGRAMME=${name}: there is no such file; there are ${known}.`);
}

function assertFlows({ programme, flows }: Programme, there: ReadonlySet<string>): void {
  for (const flow of [flows.home, flows.join])
    if (!there.has(flow))
      throw new Refusal(
        'not_found',
        `flows/programmes/${programme}.yaml names the flow "${flow}", which is not there.`,
      );
}

function parsed<T>(result: Parsed<T>): T {
  if (result.ok) return result.value;
  throw refused(result.findings);
}

function refused(findings: readonly Finding[]): Refusal {
  return new Refusal(
    'invalid',
    `The flows have findings:\n${findings.map(findingLine).join('\n')}`,
  );
}
