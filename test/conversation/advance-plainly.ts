import { advance as advanceHearing } from '../../src/conversation/advance.ts';
import type { Place, Turn } from '../../src/conversation/place.ts';
import type { Release } from '../../src/flow/release.ts';
import type { Facts, FlowEvent } from '../../src/flow/vocabulary.ts';

/** `advance` where nobody writes dates, times or numbers in words, so that no formats are needed. */
export function advance(release: Release, place: Place, event: FlowEvent, facts: Facts): Turn {
  return advanceHearing(release, place, event, { facts, formats: new Map() });
}
