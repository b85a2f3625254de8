import type { Counsellors } from '../engine/counsellors-port.ts';
import type { HopParts } from './home/home-state.ts';
import { takeHop } from './home/take-hop.ts';
import { takeText } from './take-text.ts';

/** What counsellors type, taken. `acted`: it is committed, and others may have to hear of it. */
export function createCounsellors(
  parts: HopParts,
  acted: () => void = () => undefined,
): Counsellors {
  return {
    takeText: (text) => takeText(parts, text).then(acted),
    takeHop: async (hop) => {
      const answer = await takeHop(parts, hop);
      acted();
      return answer;
    },
  };
}
