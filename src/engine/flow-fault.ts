import type { Release } from '../flow/release.ts';
import type { FlowPlace } from '../store/phones.ts';
import type { PhoneRow } from '../store/turn-rows.ts';

/** Something that threw while a release was begun: whoever was to begin with it stands nowhere in it yet. */
class FlowFault extends Error {
  override readonly name = 'FlowFault';
  readonly place: FlowPlace;

  constructor({ flow, version }: Release, cause: unknown) {
    super('a release could not be begun', { cause });
    this.place = { flow, version };
  }
}

/** Begins a release; what throws says in which it was. @throws FlowFault */
export function inRelease<T>(release: Release | undefined, begins: () => T): T {
  try {
    return begins();
  } catch (error) {
    if (release === undefined || error instanceof FlowFault) throw error;
    throw new FlowFault(release, error);
  }
}

/** What threw, and the version that is to blame: the one that was begun, else the one in which she stands. */
export function faultOf(
  error: unknown,
  { flow, version }: Pick<PhoneRow, 'flow' | 'version'>,
): { cause: unknown; place: FlowPlace | undefined } {
  if (error instanceof FlowFault) return { cause: error.cause, place: error.place };
  const place = flow === null || version === null ? undefined : { flow, version };
  return { cause: error, place };
}
