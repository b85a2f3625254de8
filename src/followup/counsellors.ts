import type { Counsellors } from '../engine/counsellors-port.ts';
import type { HopParts } from './home/home-state.ts';
import { takeHop } from './home/take-hop.ts';
import { takeText } from './take-text.ts';

/** What counsellors type, taken. */
export function createCounsellors(parts: HopParts): Counsellors {
  return {
    takeText: (text) => takeText(parts, text),
    takeHop: (hop) => takeHop(parts, hop),
  };
}
