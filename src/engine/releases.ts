import type { Log } from '../base/log.ts';
import { keyedHash } from '../base/seal.ts';
import { flowMeant } from '../flow/benefits/country.ts';
import { loadRelease, type Release } from '../flow/release.ts';
import type { StageState, StandingStage } from '../store/release-stages.ts';
import type { StoredRelease } from '../store/releases.ts';

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
type View = {
  revision: number;
  byPlace: ReadonlyMap<string, Release>;
  starts: ReadonlyMap<string, Starts>;
};

/** `made` are releases that were compiled already; what leads to benefits leads to those of the country. */
export function createReleases(parts: ReleaseParts, made: readonly Release[]): RunningReleases {
  const { country, stageKey, log } = parts;
  const ready = new Map(made.map((release) => [release.definition, release]));
  const seen = new Set<string>();
  const lost = new Set<string>();
  let view: View = { revision: -1, byPlace: new Map(), starts: new Map() };
  const pinned = (flow: string, version: number) => view.byPlace.get(`${flow}@${version}`);
  return {
    pinned,
    current(named, phoneId) {
      const starts = view.starts.get(flowMeant(named, country));
      if (starts?.staged === undefined) return starts?.settled;
      const { release, percent } = starts.staged;
      return isWithin(stageKey, { phoneId, release, percent }) ? release : starts.settled;
    },
    get revision() {
      return view.revision;
    },
    lacks: (flow, version) => !seen.has(`${flow}@${version}`) && !lost.has(`${flow}@${version}`),
    lose: (flow, version) => void lost.add(`${flow}@${version}`),
    known: () => [...seen],
    take(state, fresh) {
      if (state.revision < view.revision) return;
      if (state.revision > view.revision) lost.clear();
      const byPlace = new Map(view.byPlace);
      for (const stored of fresh) {
        const place = `${stored.flow}@${stored.version}`;
        if (seen.has(place)) continue;
        seen.add(place);
        const release = ready.get(stored.definition) ?? loaded(stored, log);
        if (release !== undefined) byPlace.set(place, release);
      }
      ready.clear();
      view = { revision: state.revision, byPlace, starts: startsOf(state, byPlace) };
    },
  };
}

/** One that cannot be loaded is told of, and leaves the others as they are. */
function loaded({ flow, version, definition }: StoredRelease, log: Log): Release | undefined {
  try {
    return loadRelease(definition);
  } catch (error) {
    log.error('release_not_loaded', { flow, version }, error);
    return undefined;
  }
}

/**
 * By flow: the highest version that is everybody's, and the one above it that runs for a share. A version that could not
 * be loaded is passed over.
 */
function startsOf({ stages }: ReleaseState, byPlace: ReadonlyMap<string, Release>) {
  const starts = new Map<string, Starts>();
  const rising = stages.toSorted((a, b) => a.version - b.version);
  for (const { flow, version, state, percent } of rising) {
    const release = byPlace.get(`${flow}@${version}`);
    if (release === undefined || !begins(state)) continue;
    const before = starts.get(flow)?.settled;
    if (state === 'done') starts.set(flow, { settled: release, staged: undefined });
    else starts.set(flow, { settled: before, staged: { release, percent } });
  }
  return starts;
}

function begins(state: StageState): boolean {
  return state === 'done' || state === 'running';
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
