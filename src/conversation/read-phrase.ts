import type { Format } from '../flow/formats.ts';
import type { Lexicon, Sense, SenseKind } from './read-lexicon.ts';
import { phraseKey, type Token } from './read-tokens.ts';
import type { Heard } from './read-tongue.ts';

/**
 * A phrase that is known: what it means, in which languages, and of how many words it is. `leads`: it means the same
 * before other words. `sense` is undefined where it means different things in two languages, neither the person's own.
 */
export type Phrase = {
  sense: Sense | undefined;
  formats: readonly Format[];
  length: number;
  leads: boolean;
};

/**
 * The longest phrase that begins at a token and has one of these meanings, the first of them that it has. A word that
 * the person's own language knows is never looked up in another; of the others, all that know it have to agree.
 */
export function phraseAt(
  heard: Heard,
  tokens: readonly Token[],
  at: number,
  senses: readonly SenseKind[],
): Phrase | undefined {
  return (
    phraseIn(heard, tokens.slice(at), senses) ?? phraseIn(heard, unstretched(tokens[at]), senses)
  );
}

function phraseIn(
  { own, others }: Heard,
  tokens: readonly Token[],
  senses: readonly SenseKind[],
): Phrase | undefined {
  const mine = own === undefined ? undefined : longestIn(own, tokens, senses);
  if (mine !== undefined) return mine;
  if (own?.senses.has(tokens[0]?.text ?? '') === true) return undefined;
  const found = others.flatMap((lexicon) => longestIn(lexicon, tokens, senses) ?? []);
  const length = Math.max(0, ...found.map((one) => one.length));
  const longest = found.filter((one) => one.length === length);
  const [first] = longest;
  if (first === undefined) return undefined;
  const { kind, n } = first.sense;
  const agree = longest.every(({ sense }) => sense.kind === kind && sense.n === n);
  return {
    sense: agree ? first.sense : undefined,
    formats: longest.flatMap(({ formats }) => formats),
    length,
    leads: longest.some(({ leads }) => leads),
  };
}

function longestIn(
  { senses: phrases, longest, format }: Lexicon,
  tokens: readonly Token[],
  senses: readonly SenseKind[],
): (Phrase & { sense: Sense }) | undefined {
  const most = longest.get(tokens[0]?.text ?? '') ?? 0;
  for (let length = Math.min(most, tokens.length); length > 0; length -= 1) {
    const known = phrases.get(phraseKey(tokens.slice(0, length))) ?? [];
    const kind = senses.find((one) => known.some((sense) => sense.kind === one));
    const sense = known.find((one) => one.kind === kind);
    const leads = known.some((one) => one.kind === 'leads');
    if (sense !== undefined) return { sense, formats: [format], length, leads };
  }
  return undefined;
}

/** `yesss`, `nooo` and `yess` as the words that they stretch; nothing where no letter is repeated. */
function unstretched(token: Token | undefined): Token[] {
  if (token?.kind !== 'word') return [];
  const text = token.text.replace(/(\p{L})\1{2,}/gu, '$1').replace(/(\p{L})\1$/u, '$1');
  return text === token.text ? [] : [{ ...token, text }];
}
