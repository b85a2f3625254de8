import type { PhoneNumber } from '../../base/phone-number.ts';
import type { SendOutcome, SmsGateway } from '../../outbox/port.ts';
import { chanceOf } from './chance.ts';

/** A text that was handed over at the port. */
export type Posted = { who: number; nth: number; text: string };

/** Of a thousand sends so many end so: the gateway is busy, nobody knows, the operator says that she opted out. */
const BUSY = 2;
const UNKNOWN = 3;
const OPTED_OUT = 3.1;
const THOUSAND = 1_000;

/**
 * The port of the sender, filled with phones of the simulation: it answers at once, and now and then as gateways do when
 * something is wrong, which follows from the seed, the phone and how many texts it had.
 */
export function createPost(parts: {
  seed: number;
  /** Whose number it is. */
  whoseIs: (to: PhoneNumber) => number;
  posted: (posted: Posted) => void;
  /** The gateway was too busy for it. */
  refused: (who: number, text: string) => void;
  optedOut: (who: number) => void;
}): SmsGateway {
  const counts = new Map<number, number>();
  return {
    send({ to, text }) {
      const who = parts.whoseIs(to);
      const nth = (counts.get(who) ?? 0) + 1;
      counts.set(who, nth);
      const outcome = outcomeOf(parts.seed, who, nth);
      // What nobody knows of may have arrived: it counts for the judge.
      if (outcome.kind === 'accepted' || outcome.kind === 'unknown')
        parts.posted({ who, nth, text });
      if (outcome.kind === 'later') parts.refused(who, text);
      if (outcome.kind === 'opted_out') parts.optedOut(who);
      return Promise.resolve(outcome);
    },
    fetchMessages: (lastReceivedId) => Promise.resolve({ messages: [], lastReceivedId }),
    balance: () => Promise.resolve({ currency: 'KES', amount: THOUSAND }),
  };
}

function outcomeOf(seed: number, who: number, nth: number): SendOutcome {
  const roll = chanceOf(seed).fork(who).fork(nth).next() * THOUSAND;
  if (roll < BUSY) return { kind: 'later', reason: 'gateway_busy', attention: false };
  if (roll < UNKNOWN) return { kind: 'unknown', reason: 'cut' };
  if (roll < OPTED_OUT) return { kind: 'opted_out' };
  return { kind: 'accepted', providerId: `${who}-${nth}`, cost: undefined, parts: 1 };
}
