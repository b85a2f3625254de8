import { askedAgain } from '../../conversation/ask-again.ts';
import type { ProvedFlow } from '../rule.ts';
import { isUnprompted, screenKey } from '../screens.ts';
import { type Measured, measure, sentAs } from '../text/measure.ts';
import type { Channel } from '../walk/known-facts.ts';
import type { WalkedTurn } from '../walk/walk-flow.ts';

/** What one turn costs: segments that we send, and turns of the person: replies by SMS, screens when dialled. */
export type Price = { segments: number; hops: number };

export type PricesOfTurns = {
  /** Undefined where the turn does not happen in this language. */
  of(turn: WalkedTurn): Price | undefined;
  /** What it costs when the answer to this question is not understood and it is asked once more. */
  again(step: string): Price;
};

const NOTHING: Price = { segments: 0, hops: 0 };

/** Each message at its longest, as the proof measures it. */
export function pricesOfTurns(flow: ProvedFlow, language: string, channel: Channel): PricesOfTurns {
  const { release, set } = flow;
  const byKey = new Map(
    measure(flow)
      .filter((one) => one.language === language)
      .map((one) => [screenKey(one.screen), one]),
  );
  const prices = new Map<WalkedTurn, Price | undefined>();
  const agains = new Map<string, Price>();
  return {
    of: (turn) => {
      if (!prices.has(turn)) prices.set(turn, ofTurn(turn));
      return prices.get(turn);
    },
    again: (step) => {
      const price = agains.get(step) ?? ofAgain(step);
      agains.set(step, price);
      return price;
    },
  };

  function ofTurn(turn: WalkedTurn): Price | undefined {
    if (!turn.languages.includes(language)) return undefined;
    const replies = turn.from === undefined || turn.way[0] === 'silence' ? 0 : 1;
    const unprompted = isUnprompted(turn, release.purpose);
    const one = byKey.get(screenKey({ channel: turn.channel, says: turn.says, unprompted }));
    if (one === undefined) return { segments: 0, hops: channel === 'sms' ? replies : 0 };
    return priceOf(one, replies);
  }

  function ofAgain(step: string): Price {
    const asked = release.steps.get(step);
    if (asked === undefined || !('text' in asked)) return NOTHING;
    const one = byKey.get(screenKey({ channel, says: [asked.text], unprompted: false }));
    if (one?.channel === 'sms') {
      const gently = set.phrases.has('en') ? askedAgain(set.phrases, language, asked) : '';
      return { segments: sentAs(flow, `${gently}\n${one.sms.text}`, language).segments, hops: 1 };
    }
    return one === undefined ? NOTHING : { segments: 0, hops: one.again.length };
  }
}

function priceOf(one: Measured, replies: number): Price {
  return one.channel === 'sms'
    ? { segments: one.sms.segments, hops: replies }
    : { segments: 0, hops: one.pages.length };
}
