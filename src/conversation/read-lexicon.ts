import { variablesOf } from '../flow/variables.ts';
import type { Format } from '../flow/formats.ts';
import { phraseKey, type Token, tokensOf } from './read-tokens.ts';

/** Lists of words that mean one thing each. */
const PLAIN_KINDS = [
  'yes',
  'no',
  'leads',
  'unsure',
  'polite',
  'says',
  'moments',
  'hours',
  'today',
  'tomorrow',
  'after_tomorrow',
  'next_week',
  'coming',
  'next',
  'around',
  'oclock',
  'dawn',
  'am',
  'pm',
  'morning',
  'afternoon',
  'evening',
  'night',
  'midday',
  'midnight',
] as const;
/** Lists by number: 3, the third, the third weekday, the third month. */
const COUNTED_KINDS = ['numbers', 'ordinals', 'weekdays', 'months'] as const;
const TEMPLATE_KINDS = [
  'in_days',
  'in_weeks',
  'half_past',
  'quarter_past',
  'quarter_to',
  'minutes_past',
  'minutes_to',
] as const;

export type SenseKind = (typeof PLAIN_KINDS)[number] | (typeof COUNTED_KINDS)[number];
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];

/** One meaning of a phrase; `n` counts (numbers from 0, the others from 1), else it is 0. */
export type Sense = { kind: SenseKind; n: number };
export type Slot = 'h' | 'm' | 'n';
/** A phrase with gaps for numbers: `half past {h}`. */
export type Template = { kind: TemplateKind; parts: readonly (string | { slot: Slot })[] };

/** How one language is read: its phrases by key, with all their meanings, and its templates. */
export type Lexicon = {
  format: Format;
  senses: ReadonlyMap<string, readonly Sense[]>;
  /** Words of the longest phrase that begins with a word. */
  longest: ReadonlyMap<string, number>;
  templates: readonly Template[];
};

const lexicons = new WeakMap<Format, Lexicon>();

/** Made once for each format. */
export function lexiconOf(format: Format): Lexicon {
  let lexicon = lexicons.get(format);
  if (lexicon === undefined) lexicons.set(format, (lexicon = make(format)));
  return lexicon;
}

function make(format: Format): Lexicon {
  const { read } = format;
  const senses = new Map<string, Sense[]>();
  const longest = new Map<string, number>();
  const add = (kind: SenseKind, n: number, phrases: readonly string[]) => {
    for (const phrase of phrases) {
      const tokens = tokensOf(phrase);
      const key = phraseKey(tokens);
      const first = tokens[0]?.text ?? '';
      longest.set(first, Math.max(longest.get(first) ?? 0, tokens.length));
      senses.set(key, [...(senses.get(key) ?? []), { kind, n }]);
    }
  };
  for (const kind of PLAIN_KINDS) add(kind, 0, read[kind]);
  for (const [n, phrases] of Object.entries(read.numbers)) add('numbers', Number(n), phrases);
  for (const kind of ['ordinals', 'weekdays', 'months'] as const)
    for (const [index, phrases] of read[kind].entries()) add(kind, index + 1, phrases);
  const templates = TEMPLATE_KINDS.flatMap((kind) =>
    read[kind].map((text) => ({ kind, parts: partsOf(text) })),
  );
  return { format, senses, longest, templates };
}

function partsOf(template: string): Template['parts'] {
  const parts: (string | { slot: Slot })[] = [];
  for (const piece of template.split(/(\{[hmn]\})/u)) {
    const [slot] = variablesOf(piece);
    if (slot === 'h' || slot === 'm' || slot === 'n') parts.push({ slot });
    else parts.push(...tokensOf(piece).map(({ text }: Token) => text));
  }
  return parts;
}
