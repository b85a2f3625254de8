import { itemsOf, type Item } from './read-items.ts';
import { digitsMeant } from './read-number.ts';
import type { Tongue } from './read-tongue.ts';

/** Longest answer to an offer, in characters: a longer text tells something. */
const OFFER_TEXT_MAX = 40;

type Answer = 'yes' | 'no' | 'courtesy' | 'something_else';

/** What somebody answers to a question of the service itself: 1 or yes, 2 or no, alone or among courtesies. */
export function readOffer(text: string, tongue: Tongue): 'yes' | 'no' | undefined {
  if (text.length > OFFER_TEXT_MAX || text.includes('?')) return undefined;
  const digits = digitsMeant(text);
  const senses = ['numbers', 'polite', 'unsure', 'yes', 'no'] as const;
  const said =
    digits === undefined
      ? itemsOf(text, { senses }, tongue).map(answerOf)
      : [answerOfNumber(Number(digits))];
  const meant = new Set(said);
  meant.delete('courtesy');
  const [only, ...more] = meant;
  return more.length === 0 && (only === 'yes' || only === 'no') ? only : undefined;
}

function answerOf(item: Item): Answer {
  if (item.kind === 'number') return answerOfNumber(item.n);
  if (item.kind !== 'sense') return 'something_else';
  const { kind } = item.sense;
  if (kind === 'polite') return 'courtesy';
  return kind === 'yes' || kind === 'no' ? kind : 'something_else';
}

function answerOfNumber(n: number): Answer {
  if (n === 1) return 'yes';
  return n === 2 ? 'no' : 'something_else';
}
