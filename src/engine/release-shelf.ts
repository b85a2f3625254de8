import { deflateSync, inflateSync } from 'node:zlib';
import type { Log } from '../base/log.ts';
import { loadRelease, type Release } from '../flow/release.ts';
import type { StoredRelease } from '../store/releases.ts';

/**
 * Compiled releases that are kept beside those that are begun now: of 130 KB each. In two batches of turns at most so many
 * people can stand in different ones.
 */
const READY_MAX = 200;

/** Every release that was ever registered, by place: small as it is written, and compiled when somebody needs it. */
export type ReleaseShelf = {
  has(place: string): boolean;
  get(place: string): Release | undefined;
  /** `made`: it was compiled already. */
  add(stored: StoredRelease, made?: Release): void;
  places(): string[];
};

export const placeOfRelease = ({ flow, version }: Pick<Release, 'flow' | 'version'>): string =>
  `${flow}@${version}`;

/**
 * Versions are never deleted, since somebody may stand in one, and a receipt names the words of the one that was agreed to.
 * So what is compiled is bounded, and what only lies there is packed.
 */
export function createShelf(log: Log): ReleaseShelf {
  const packed = new Map<string, StoredRelease & { bytes: Buffer }>();
  /** In the order of use, the oldest first. */
  const ready = new Map<string, Release>();
  const broken = new Set<string>();

  const keep = (place: string, release: Release) => {
    ready.delete(place);
    ready.set(place, release);
    for (const oldest of ready.keys()) {
      if (ready.size <= READY_MAX) return;
      ready.delete(oldest);
    }
  };
  const unpack = (place: string): Release | undefined => {
    const stored = packed.get(place);
    if (stored === undefined || broken.has(place)) return undefined;
    const release = loaded(stored, inflateSync(stored.bytes).toString('utf8'), log);
    if (release === undefined) broken.add(place);
    return release;
  };

  return {
    has: (place) => packed.has(place),
    places: () => [...packed.keys()],
    get(place) {
      const release = ready.get(place) ?? unpack(place);
      if (release !== undefined) keep(place, release);
      return release;
    },
    add(stored, made) {
      const place = placeOfRelease(stored);
      if (packed.has(place)) return;
      packed.set(place, { ...stored, definition: '', bytes: deflateSync(stored.definition) });
      if (made !== undefined) keep(place, made);
    },
  };
}

/** One that cannot be loaded is told of, and leaves the others as they are. */
function loaded(
  { flow, version }: StoredRelease,
  definition: string,
  log: Log,
): Release | undefined {
  try {
    return loadRelease(definition);
  } catch (error) {
    log.error('release_not_loaded', { flow, version }, error);
    return undefined;
  }
}
