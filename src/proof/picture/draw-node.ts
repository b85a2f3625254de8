import type { PlacedNode } from './lay-out.ts';
import { drawBadges } from './draw-badges.ts';
import { ARROW_WIDTH, FONT, LINE, PAD } from './shapes.ts';
import { escapeXml, px, textLines } from './svg-text.ts';

/** A finding that is marked at its step, with its number in the list below the picture. */
export type Marked = { number: number; severity: 'error' | 'warning' };

const BASELINE = 0.78;
const MARK_RADIUS = 9;

/** A node where it was placed, with the marks of its findings. */
export function drawNode(node: PlacedNode, marks: readonly Marked[]): string {
  const title = node.whole === '' ? '' : `<title>${escapeXml(node.whole)}</title>`;
  const id = `data-step="${escapeXml(node.id)}"`;
  return `<g ${id}>${title}${bodyOf(node)}${drawMarks(node, marks)}</g>`;
}

function bodyOf(node: PlacedNode): string {
  switch (node.kind) {
    case 'start':
      return pill(node, 'start', 'start-words', 0);
    case 'end':
      return node.name === ''
        ? endMark(node)
        : `${pill(node, 'onward', 'onward-words', ARROW_WIDTH)}${onward(node)}`;
    case 'branch':
      return diamond(node);
    case 'question':
      return `${card(node, 'card', 8)}${accent(node)}${contents(node)}`;
    case 'say':
      return `${card(node, 'say', 8)}${contents(node)}`;
    case 'do':
      return `${card(node, 'do', 8)}${contents(node)}`;
  }
}

function card({ x, y, shape }: PlacedNode, className: string, radius: number): string {
  return `<rect class="${className}" x="${px(x)}" y="${px(y)}" width="${px(shape.width)}" height="${px(shape.height)}" rx="${radius}"/>`;
}

/** The left edge of a question. */
function accent({ x, y, shape }: PlacedNode): string {
  return `<rect class="accent" x="${px(x)}" y="${px(y + 8)}" width="4" height="${px(shape.height - 16)}" rx="2"/>`;
}

function contents({ x, y, shape }: PlacedNode): string {
  const left = x + PAD.x;
  let top = y + PAD.y;
  const parts: string[] = [];
  const add = (lines: readonly string[], className: string, height: number) => {
    if (lines.length === 0) return;
    if (parts.length > 0) top += PAD.gap;
    parts.push(textLines(lines, className, height, { x: left, y: top + height * BASELINE }));
    top += lines.length * height;
  };
  add(shape.name, 'name', LINE.name);
  add(shape.lines, 'text', LINE.text);
  add(shape.notes, 'name', LINE.name);
  return `${parts.join('')}${drawBadges(shape.badges, { x: left, y: top + PAD.gap })}`;
}

function diamond({ x, y, shape }: PlacedNode): string {
  const { width, height, lines } = shape;
  const [middle, centre] = [x + width / 2, y + height / 2];
  const corners = [
    [middle, y],
    [x + width, centre],
    [middle, y + height],
    [x, centre],
  ].map(([a = 0, b = 0]) => `${px(a)},${px(b)}`);
  return `<polygon class="fork" points="${corners.join(' ')}"/>${centred(lines, 'text', middle, centre)}`;
}

function pill(
  { x, y, shape }: PlacedNode,
  className: string,
  words: string,
  before: number,
): string {
  const { width, height, name } = shape;
  const box = `<rect class="${className}" x="${px(x)}" y="${px(y)}" width="${px(width)}" height="${px(height)}" rx="${px(height / 2)}"/>`;
  return `${box}${centred(name, words, x + (width + before) / 2, y + height / 2)}`;
}

/** The arrow before the name of another flow. */
function onward({ x, y, shape }: PlacedNode): string {
  return arrowAt(x + PAD.x, y + shape.height / 2);
}

export function arrowAt(x: number, y: number): string {
  return `<path class="onward-arrow" d="M${px(x)} ${px(y)}h11m-4 -4l4 4l-4 4"/>`;
}

function endMark({ x, y, shape }: PlacedNode): string {
  const radius = shape.width / 2;
  const at = `cx="${px(x + radius)}" cy="${px(y + radius)}"`;
  return `<circle class="end" ${at} r="${px(radius - 1)}"/><circle class="end-dot" ${at} r="${px(radius - 6)}"/>`;
}

function centred(lines: readonly string[], className: string, x: number, middle: number): string {
  const top = middle - (lines.length * LINE.text) / 2;
  return textLines(lines, className, LINE.text, {
    x,
    y: top + LINE.text * BASELINE,
    anchor: 'middle',
  });
}

/** Along the right edge, where no arrow comes in; those that have no room there stand further in. */
function drawMarks({ x, y, shape }: PlacedNode, marks: readonly Marked[]): string {
  const step = 2 * MARK_RADIUS + 2;
  const rows = Math.max(1, Math.floor(shape.height / step));
  return marks
    .map(({ number, severity }, index) => {
      const cx = x + shape.width - Math.floor(index / rows) * step;
      const cy = y + step / 2 + (index % rows) * step;
      const circle = `<circle class="${severity}" cx="${px(cx)}" cy="${px(cy)}" r="${MARK_RADIUS}"/>`;
      const place = { x: cx, y: cy + FONT.name / 2 - 1.5, anchor: 'middle' as const };
      return `${circle}${textLines([String(number)], 'mark-words', 0, place)}`;
    })
    .join('');
}
