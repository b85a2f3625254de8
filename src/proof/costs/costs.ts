import type { Programme } from '../../flow/programme.ts';
import type { Effect } from '../../flow/vocabulary.ts';
import { channelsOf } from '../channels-of.ts';
import type { FlowCosts, OutcomeCost } from '../report.ts';
import type { ProvedFlow } from '../rule.ts';
import { effectLine } from '../transcripts/effect-line.ts';
import type { Channel } from '../walk/known-facts.ts';
import { BEFORE, onward } from '../walk/turn-graph.ts';
import type { Walk, WalkedTurn } from '../walk/walk-flow.ts';
import { type Price, type PricesOfTurns, pricesOfTurns } from './prices-of-turns.ts';

/** Screens that one dialled session has time for: 120 s at about 10 s a screen. */
const SCREENS_A_SESSION = 12;

/**
 * The cheapest and the dearest way to each outcome of a flow, in each language and channel that is played. Cheapest: of all
 * ways. Dearest: nobody goes back, but each question is asked once more, since its first answer was not understood, and
 * silences cost their nudge. Each message counts at its longest.
 */
export function costsOf(flow: ProvedFlow): FlowCosts[] {
  return flow.release.languages.flatMap((language) =>
    (['sms', 'ussd'] as const)
      .filter((channel) => flow.isPlayed(language, channel))
      .map((channel) => {
        const prices = pricesOfTurns(flow, language, channel);
        const ways = waysTo(flow.walk, channel, prices);
        const outcomes = [...ways].map(([outcome, way]) => ({
          outcome,
          ...way,
          money: moneyOf(flow, language, channel, way),
        }));
        return { flow: flow.name, language, channel, outcomes };
      }),
  );
}

type Ways = Pick<OutcomeCost, 'segments' | 'hops'>;

function waysTo(walk: Walk, channel: Channel, prices: PricesOfTurns): Map<string, Ways> {
  const turns = walk.turns.filter((turn) => turn.walked === channel);
  const least = leastTo(turns, prices);
  const { places, from } = onward(walk, channel, (turn) => prices.of(turn) !== undefined);
  const most = mostTo(places, from, prices);
  const ways = new Map<string, Ways>();
  for (const turn of turns) {
    const price = prices.of(turn);
    const before = least.get(turn.from?.key ?? BEFORE);
    if (price === undefined || before === undefined) continue;
    const dear = most.get(turn.from?.key ?? BEFORE) ?? before;
    for (const outcome of outcomesOf(turn)) {
      const way = ways.get(outcome);
      ways.set(outcome, {
        segments: widened(
          way?.segments,
          before.segments + price.segments,
          dear.segments + price.segments,
        ),
        hops: widened(way?.hops, before.hops + price.hops, dear.hops + price.hops),
      });
    }
  }
  return ways;
}

function widened(range: { least: number; most: number } | undefined, least: number, most: number) {
  return {
    least: Math.min(range?.least ?? Infinity, least),
    most: Math.max(range?.most ?? 0, most),
  };
}

/** The least segments and the least hops to each place, each by itself, over all ways. */
function leastTo(turns: readonly WalkedTurn[], prices: PricesOfTurns): Map<string, Price> {
  const least = new Map<string, Price>([[BEFORE, { segments: 0, hops: 0 }]]);
  for (let found = true; found;) {
    found = false;
    for (const turn of turns) {
      const price = prices.of(turn);
      const before = least.get(turn.from?.key ?? BEFORE);
      if (price === undefined || before === undefined || turn.to === undefined) continue;
      const known = least.get(turn.to.key) ?? { segments: Infinity, hops: Infinity };
      const next = {
        segments: Math.min(known.segments, before.segments + price.segments),
        hops: Math.min(known.hops, before.hops + price.hops),
      };
      if (next.segments === known.segments && next.hops === known.hops) continue;
      least.set(turn.to.key, next);
      found = true;
    }
  }
  return least;
}

function mostTo(
  places: readonly string[],
  from: ReadonlyMap<string, readonly WalkedTurn[]>,
  prices: PricesOfTurns,
): Map<string, Price> {
  const most = new Map<string, Price>([[BEFORE, { segments: 0, hops: 0 }]]);
  for (const place of places) {
    const before = most.get(place) ?? { segments: 0, hops: 0 };
    for (const turn of from.get(place) ?? []) {
      const price = prices.of(turn);
      if (price === undefined || turn.to === undefined) continue;
      const known = most.get(turn.to.key);
      const again = prices.again(turn.to.step);
      most.set(turn.to.key, {
        segments: Math.max(known?.segments ?? 0, before.segments + price.segments + again.segments),
        hops: Math.max(known?.hops ?? 0, before.hops + price.hops + again.hops),
      });
    }
  }
  return most;
}

function outcomesOf({ effects, to }: WalkedTurn): Set<string> {
  const named = effects.flatMap((effect) => outcomeOf(effect) ?? []);
  return new Set(to === undefined ? [...named, 'end'] : named);
}

function outcomeOf(effect: Effect): string | undefined {
  switch (effect.type) {
    case 'record':
      return `record: ${effect.outcome}`;
    case 'follow_up':
      return `follow_up: ${effect.reason}`;
    case 'complain':
      return effectLine(effect);
    case 'subscribe':
      return `subscribe: ${effect.purpose}`;
    default:
      return undefined;
  }
}

function moneyOf(flow: ProvedFlow, language: string, channel: Channel, ways: Ways) {
  return flow.programmes
    .map(({ programme }) => programme)
    .filter(({ languages }) => languages.includes(language))
    .filter((programme) => channelsOf(programme).includes(channel))
    .flatMap((programme) => {
      const { currency } = programme.smsPrice;
      const sessions = sessionPrice(programme, channel);
      if (sessions === undefined) return [];
      const price = (segments: number, hops: number) =>
        round(segments * programme.smsPrice.amount + sessions(hops));
      const least = price(ways.segments.least, ways.hops.least);
      const most = price(ways.segments.most, ways.hops.most);
      return [{ programme: programme.programme, currency, least, most }];
    });
}

/** What dialled screens cost; undefined where the programme does not say, or says it in another currency. */
function sessionPrice(
  { ussdPrice, smsPrice }: Programme,
  channel: Channel,
): ((hops: number) => number) | undefined {
  if (channel === 'sms') return () => 0;
  if (ussdPrice === undefined || ussdPrice.currency !== smsPrice.currency) return undefined;
  return (hops) => Math.max(1, Math.ceil(hops / SCREENS_A_SESSION)) * ussdPrice.amount;
}

/** To a hundredth of the smallest coin. */
function round(amount: number): number {
  return Math.round(amount * 10_000) / 10_000;
}
