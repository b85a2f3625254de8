import { arrowAt } from './draw-node.ts';
import { FONT } from './shapes.ts';
import { px, textLines } from './svg-text.ts';
import { textWidth } from './text-size.ts';

/** What each form means, in the order of the picture. */
const ITEMS: readonly { words: string; draw: (x: number, y: number) => string }[] = [
  {
    words: 'asks',
    draw: (x, y) =>
      `<rect class="card" x="${px(x)}" y="${px(y - 8)}" width="26" height="16" rx="4"/><rect class="accent" x="${px(x)}" y="${px(y - 5)}" width="4" height="10" rx="2"/>`,
  },
  { words: 'says', draw: box('say') },
  { words: 'does', draw: box('do') },
  {
    words: 'decides',
    draw: (x, y) =>
      `<polygon class="fork" points="${px(x)},${px(y)} ${px(x + 13)},${px(y - 9)} ${px(x + 26)},${px(y)} ${px(x + 13)},${px(y + 9)}"/>`,
  },
  { words: 'nobody answers', draw: line('silence') },
  { words: 'back (0)', draw: line('back') },
  {
    words: 'a person is told',
    draw: (x, y) =>
      `<rect class="badge person" x="${px(x)}" y="${px(y - 8)}" width="26" height="16" rx="8"/><circle class="person-mark" cx="${px(x + 13)}" cy="${px(y - 3)}" r="2.6"/><path class="person-mark" d="M${px(x + 8)} ${px(y + 5)}a5 4.6 0 0 1 10 0z"/>`,
  },
  {
    words: 'another flow',
    draw: (x, y) =>
      `<rect class="onward" x="${px(x)}" y="${px(y - 8)}" width="26" height="16" rx="8"/>${arrowAt(x + 7, y)}`,
  },
  {
    words: 'end',
    draw: (x, y) =>
      `<circle class="end" cx="${px(x + 13)}" cy="${px(y)}" r="8"/><circle class="end-dot" cx="${px(x + 13)}" cy="${px(y)}" r="4"/>`,
  },
];

const SAMPLE = 26;
const GAP = 7;
const BETWEEN = 20;
const LEGEND_LINE = 26;

/** The legend within a width, from its first line's middle at `y`; `height` is what it takes. */
export function drawLegend(at: { x: number; y: number; width: number }): {
  svg: string;
  height: number;
} {
  let [x, y] = [at.x, at.y];
  const parts = ITEMS.map(({ words, draw }) => {
    const size = SAMPLE + GAP + textWidth(words, FONT.text);
    if (x > at.x && x + size > at.x + at.width) [x, y] = [at.x, y + LEGEND_LINE];
    const place = { x: x + SAMPLE + GAP, y: y + 4.5 };
    const drawn = `${draw(x, y)}${textLines([words], 'soft', 0, place)}`;
    x += size + BETWEEN;
    return drawn;
  });
  return { svg: `<g>${parts.join('')}</g>`, height: y - at.y + LEGEND_LINE };
}

function box(className: string) {
  return (x: number, y: number) =>
    `<rect class="${className}" x="${px(x)}" y="${px(y - 8)}" width="26" height="16" rx="4"/>`;
}

function line(kind: string) {
  return (x: number, y: number) => `<path class="way ${kind}" d="M${px(x)} ${px(y)}h${SAMPLE}"/>`;
}
