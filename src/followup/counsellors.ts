import type { Counsellors } from '../engine/counsellors-port.ts';
import type { FollowupParts } from './followup-parts.ts';
import { takeText } from './take-text.ts';

/** What counsellors type, taken. */
export function createCounsellors(parts: FollowupParts): Counsellors {
  return {
    takeText: (text) => takeText(parts, text),
    takeHop: () => Promise.reject(new Error('impossible: no screen leads to her menu yet')),
  };
}
