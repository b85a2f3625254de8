import { drawBadges } from './draw-badges.ts';
import type { PlacedEdge, Point } from './lay-out.ts';
import { LINE } from './shapes.ts';
import { px, textLines } from './svg-text.ts';

const CORNER = 7;
/** Length and half the width of the head of an arrow. */
const HEAD = { length: 8, half: 4 } as const;
const BASELINE = 0.78;

/** The line of an arrow, with its head. */
export function drawWay({ points, kind, id }: PlacedEdge): string {
  const [last, before] = [points.at(-1), points.at(-2)];
  if (last === undefined || before === undefined) return '';
  const neck = towards(last, before, HEAD.length - 1);
  const line = roundedPath([...points.slice(0, -1), neck]);
  const [dx, dy] = direction(before, last);
  const base = towards(last, before, HEAD.length);
  const corners = [
    last,
    { x: base.x - dy * HEAD.half, y: base.y + dx * HEAD.half },
    { x: base.x + dy * HEAD.half, y: base.y - dx * HEAD.half },
  ].map(({ x, y }) => `${px(x)},${px(y)}`);
  const way = `<path class="way ${kind}" data-way="${escapeId(id)}" d="${line}"/>`;
  return `${way}<polygon class="head ${kind}" points="${corners.join(' ')}"/>`;
}

/** The words on an arrow, on paper of their own, so that no line runs through them. */
export function drawWords({ words, kind }: PlacedEdge): string {
  if (words === undefined) return '';
  const { x, y, shape } = words;
  const middle = x + shape.width / 2;
  const behind = `<rect class="behind" x="${px(x)}" y="${px(y)}" width="${px(shape.width)}" height="${px(shape.height)}" rx="6"/>`;
  const top = y + 3;
  const at = { x: middle, y: top + LINE.text * BASELINE, anchor: 'middle' as const };
  const lines = textLines(shape.lines, `words-${kind}`, LINE.text, at);
  const below = top + shape.lines.length * LINE.text + (shape.lines.length > 0 ? 2 : 0);
  return `<g>${behind}${lines}${drawBadges(shape.badges, { x: middle, y: below, centre: true })}</g>`;
}

function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const parts = [`M${px(first.x)} ${px(first.y)}`];
  let before = first;
  for (const [index, point] of rest.entries()) {
    const after = rest[index + 1];
    if (after === undefined) parts.push(`L${px(point.x)} ${px(point.y)}`);
    else {
      const into = towards(point, before, CORNER);
      const out = towards(point, after, CORNER);
      parts.push(
        `L${px(into.x)} ${px(into.y)}Q${px(point.x)} ${px(point.y)} ${px(out.x)} ${px(out.y)}`,
      );
    }
    before = point;
  }
  return parts.join('');
}

/** A point on the way from one to another, at most half of it. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  const part = length === 0 ? 0 : Math.min(distance, length / 2) / length;
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}

function direction(from: Point, to: Point): [number, number] {
  const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
  return [(to.x - from.x) / length, (to.y - from.y) / length];
}

function escapeId(id: string): string {
  return id.replaceAll('>', '.').replaceAll(/[^\w.()-]/gu, '_');
}
