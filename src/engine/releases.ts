import type { Log } from '../base/log.ts';
import { keyedHash } from '../base/seal.ts';
import { flowMeant } from '../flow/benefits/country.ts';
import type { Release } from '../flow/release.ts';
import type { StandingStage } from '../store/release-stages.ts';
import type { StoredRelease } from '../store/releases.ts';
import { createShelf, placeOfRelease, type ReleaseShelf } from './release-shelf.ts';

/**
 * The releases this process can run: every registered one for those inside, the current ones for those who start. What is
 * current changes while the process runs, always as a whole, and never while a turn is decided.
 */
export type Releases = {
  /** What `flow` begins with: for this phone, or where none is named what everybody may begin with. */
  current(flow: string, phoneId?: string): Release | undefined;
  pinned(flow: string, version: number): Release | undefined;
};

/** How versions stand, as the database has it at one moment. */
export type ReleaseState = {
  /** Grows with every change. */
  revision: number;
  stages: readonly Pick<StandingStage, 'flow' | 'version' | 'state' | 'percent'>[];
};

/** Releases that can be exchanged for what has become current since. */
export type RunningReleases = Releases & {
  readonly revision: number;
  /** Whether it has to be looked for: it was neither seen nor looked for in vain. */
  lacks(flow: string, version: number): boolean;
  /** It was looked for in vain, so that nobody looks again until something changes. */
  lose(flow: string, version: number): void;
  /** Every release that was seen, those included that could not be loaded. */
  known(): string[];
  /** Takes up how things stand now, at once; an older state than the one it has changes nothing. */
  take(state: ReleaseState, fresh: readonly StoredRelease[]): void;
};

export type ReleaseParts = {
  country: string;
  /** Under it phones are spread over stages; without one nobody begins with what is not everybody's yet. */
  stageKey: Buffer | undefined;
  log: Log;
};

/** What new conversations of one flow begin with. */
type Starts = {
  settled: Release | undefined;
  staged: { release: Release; percent: number } | undefined;
};
type View = { revision: number; starts: ReadonlyMap<string, Starts> };

/** `made` are releases that were compiled already; what leads to benefits leads to those of the country. */
export function createReleases(parts: ReleaseParts, made: readonly Release[]): RunningReleases {
  const { country, stageKey, log } = parts;
  const ready = new Map(made.map((release) => [release.definition, release]));
  const shelf = createShelf(log);
  const lost = new Set<string>();
  let view: View = { revision: -1, starts: new Map() };
  return {
    pinned: (flow, version) => shelf.get(placeOfRelease({ flow, version })),
    current(named, phoneId) {
      const starts = view.starts.get(flowMeant(named, country));
      if (starts?.staged === undefined) return starts?.settled;
      const { release, percent } = starts.staged;
      return isWithin(stageKey, { phoneId, release, percent }) ? release : starts.settled;
    },
    get revision() {
      return view.revision;
    },
    lacks(flow, version) {
      const place = placeOfRelease({ flow, version });
      return !shelf.has(place) && !lost.has(place);
    },
    lose: (flow, version) => void lost.add(placeOfRelease({ flow, version })),
    known: () => shelf.places(),
    take(state, fresh) {
      if (state.revision < view.revision) return;
      if (state.revision > view.revision) lost.clear();
      for (const stored of fresh) shelf.add(stored, ready.get(stored.definition));
      ready.clear();
      view = { revision: state.revision, starts: startsOf(state, shelf) };
    },
  };
}

/**
 * By flow: the highest version that is everybody's, and the one above it that runs for a share. A version that could not
 * be loaded is passed over.
 */
function startsOf({ stages }: ReleaseState, shelf: ReleaseShelf) {
  const starts = new Map<string, Starts>();
  const falling = stages.toSorted((a, b) => b.version - a.version);
  for (const stage of falling) {
    const { flow, state, percent } = stage;
    const { settled, staged } = starts.get(flow) ?? { settled: undefined, staged: undefined };
    // Below what is everybody's nothing begins, and nothing is looked at.
    const counts = state === 'done' || (state === 'running' && staged === undefined);
    if (settled !== undefined || !counts) continue;
    const release = shelf.get(placeOfRelease(stage));
    if (release === undefined) continue;
    if (state === 'done') starts.set(flow, { settled: release, staged });
    else starts.set(flow, { settled, staged: { release, percent } });
  }
  return starts;
}

type Share = { phoneId: string | undefined; release: Release; percent: number };

/** Bytes of the hash that place a phone between 0 and 100 %. */
const PLACE_BYTES = 6;
const PLACES = 2 ** (8 * PLACE_BYTES);

/**
 * Whether a phone is in the share. Its place is the same in every process and for ever, nobody can guess it, and it is
 * another one for each version: a greater share only adds phones.
 */
export function isWithin(key: Buffer | undefined, { phoneId, release, percent }: Share): boolean {
  if (percent >= 100) return true;
  if (key === undefined || phoneId === undefined) return false;
  const hash = keyedHash(key, `${release.flow}@${release.version}|${phoneId}`);
  return hash.readUIntBE(0, PLACE_BYTES) * 100 < percent * PLACES;
}
