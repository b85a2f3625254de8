import { styleText } from 'node:util';
import { septetsOf } from '../../conversation/gsm7.ts';
import type { Shown } from '../../proof/talk/phone.ts';
import { effectLine } from '../../proof/transcripts/effect-line.ts';
import { noteWords } from './note-words.ts';

/** What a segment costs, where a programme says so. */
export type Price = { currency: string; amount: number };
type Look = { colours: boolean; price: Price | undefined };

/** Characters in a line of a small phone. */
const WIDTH = 30;
const INDENT = '  ';

/** What is seen of one thing that happened, as lines for a terminal. */
export function drawShown(shown: Shown, { colours, price }: Look): string[] {
  const dim = (text: string) =>
    colours ? styleText('dim', text, { validateStream: false }) : text;
  switch (shown.kind) {
    case 'screen': {
      const { text, units, page, pages, goesOn } = shown;
      const end = goesOn ? ['', '[ Answer ]'] : ['', '[ OK ]  the session ends'];
      const paging = pages > 1 ? `, page ${page} of ${pages}` : '';
      const below = `${units} of 160 characters${paging}`;
      return [...framed([...wrapped(text), ...end], SQUARE), dim(`${INDENT} ${below}`)];
    }
    case 'sms': {
      const { text, segments, units } = shown;
      const money = price === undefined ? '' : `, ${moneyWords(price, segments)}`;
      const count = `${segments} ${segments === 1 ? 'segment' : 'segments'}`;
      const below = `SMS: ${count}, ${units} characters${unicodeWords(shown)}${money}`;
      return [...framed(wrapped(text), ROUND), dim(`${INDENT} ${below}`)];
    }
    case 'effect':
      return [dim(`${INDENT} ! ${effectLine(shown.effect)}`)];
    case 'note':
      return [dim(`${INDENT} (${noteWords(shown.note)})`)];
  }
}

/** Money for so many segments. */
export function moneyWords({ currency, amount }: Price, segments: number): string {
  return `${currency} ${(amount * segments).toFixed(2)}`;
}

function unicodeWords({ encoding, text }: Extract<Shown, { kind: 'sms' }>): string {
  if (encoding === 'gsm7') return '';
  const first = Array.from(text).find((character) => septetsOf(character) === undefined) ?? '';
  return `, long form because of "${first}"`;
}

const SQUARE = { top: '┌┐', bottom: '└┘' };
const ROUND = { top: '╭╮', bottom: '╰╯' };

function framed(lines: readonly string[], corners: typeof SQUARE): string[] {
  const edge = '─'.repeat(WIDTH + 2);
  const [left, right] = corners.top;
  const [low, end] = corners.bottom;
  return [
    `${INDENT}${left}${edge}${right}`,
    ...lines.map((line) => `${INDENT}│ ${line}${' '.repeat(Math.max(0, WIDTH - columns(line)))} │`),
    `${INDENT}${low}${edge}${end}`,
  ];
}

function wrapped(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const lines = [''];
    for (const word of line.split(' ').flatMap(chopped)) {
      const last = lines.at(-1) ?? '';
      const longer = last === '' ? word : `${last} ${word}`;
      if (columns(longer) <= WIDTH) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  });
}

/** A word in pieces that fit a line. */
function chopped(word: string): string[] {
  const characters = Array.from(word);
  const pieces = Math.max(1, Math.ceil(characters.length / WIDTH));
  return Array.from({ length: pieces }, (_, piece) =>
    characters.slice(piece * WIDTH, (piece + 1) * WIDTH).join(''),
  );
}

/** Columns that a text takes; marks on a letter take none. */
function columns(text: string): number {
  return Array.from(text.replaceAll(/\p{M}/gu, '')).length;
}
