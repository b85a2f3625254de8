import type { Badge } from './badges.ts';
import type { GraphEdge, GraphNode } from './flow-graph.ts';
import { textWidth, wrapText } from './text-size.ts';

/** A thing to be drawn: its size, and its words in lines that fit. Pixels. */
export type Shape = {
  width: number;
  height: number;
  name: readonly string[];
  lines: readonly string[];
  /** Smaller, below. */
  notes: readonly string[];
  badges: readonly (Badge & { lines: readonly string[] })[];
};

export const FONT = { text: 13, name: 11, badge: 11 } as const;
export const LINE = { text: 17, name: 15, badge: 14 } as const;
/** Space within a card, and between its parts. */
export const PAD = { x: 12, y: 9, gap: 5 } as const;
export const BADGE = { padX: 7, padY: 3, gap: 4, mark: 15 } as const;

const CARD_WIDTH = 216;
const SMALL_WIDTH = 168;
const BRANCH_WIDTH = 118;
const LABEL_WIDTH = 132;
const MARK_SIZE = 22;
/** Before the name of the flow that goes on. */
export const ARROW_WIDTH = 18;

/** How a node is drawn. */
export function nodeShape(node: GraphNode): Shape {
  switch (node.kind) {
    case 'start':
    case 'end':
      return markShape(node);
    case 'branch':
      return branchShape(node);
    case 'question':
    case 'say':
      return cardShape(node, CARD_WIDTH);
    case 'do':
      return cardShape(node, SMALL_WIDTH);
  }
}

/** How the words on an arrow are drawn; undefined for an arrow that says nothing. */
export function labelShape(edge: GraphEdge): Shape | undefined {
  if (edge.label === '' && edge.badges.length === 0) return undefined;
  const lines = edge.label === '' ? [] : wrapText(edge.label, LABEL_WIDTH, FONT.text);
  const badges = badgeLines(edge.badges, LABEL_WIDTH);
  const width = Math.max(
    ...lines.map((line) => textWidth(line, FONT.text)),
    ...badges.map(badgeWidth),
  );
  const height = lines.length * LINE.text + badgesHeight(badges, lines.length > 0);
  return { width: width + 12, height: height + 6, name: [], lines, notes: [], badges };
}

/** The width of a badge with its words and its mark. */
export function badgeWidth({ lines, isPerson }: Shape['badges'][number]): number {
  const words = Math.max(0, ...lines.map((line) => textWidth(line, FONT.badge)));
  return words + 2 * BADGE.padX + (isPerson ? BADGE.mark : 0);
}

export function badgeHeight({ lines }: Shape['badges'][number]): number {
  return lines.length * LINE.badge + 2 * BADGE.padY;
}

function cardShape(node: GraphNode, width: number): Shape {
  const room = width - 2 * PAD.x;
  const name = wrapText(node.name, room, FONT.name);
  const texts = node.text === '' ? [] : node.text.split('\n');
  const lines = texts.flatMap((text) => wrapText(text, room, FONT.text));
  const notes = node.answer === '' ? [] : wrapText(node.answer, room, FONT.name);
  const badges = badgeLines(node.badges, room);
  const height =
    name.length * LINE.name +
    (lines.length > 0 ? PAD.gap + lines.length * LINE.text : 0) +
    (notes.length > 0 ? PAD.gap + notes.length * LINE.name : 0) +
    badgesHeight(badges, true);
  return { width, height: height + 2 * PAD.y, name, lines, notes, badges };
}

/** A rectangle of w by h fits into a diamond of 2w by 2h; its corners may come near to the edge. */
function branchShape(node: GraphNode): Shape {
  const lines = wrapText(node.text, BRANCH_WIDTH, FONT.text);
  const words = Math.max(...lines.map((line) => textWidth(line, FONT.text)));
  const width = Math.max(120, 1.75 * words + 24);
  const height = Math.max(64, 2.1 * lines.length * LINE.text + 20);
  return { width, height, name: [], lines, notes: [], badges: [] };
}

function markShape(node: GraphNode): Shape {
  const empty = { lines: [], notes: [], badges: [] };
  if (node.kind === 'end' && node.name === '')
    return { width: MARK_SIZE, height: MARK_SIZE, name: [], ...empty };
  const arrow = node.kind === 'end' ? ARROW_WIDTH : 0;
  const width = textWidth(node.name, FONT.text) + arrow + 2 * PAD.x;
  return { width, height: LINE.text + 2 * PAD.y, name: [node.name], ...empty };
}

function badgeLines(badges: readonly Badge[], room: number): Shape['badges'] {
  return badges.map((badge) => {
    const width = room - 2 * BADGE.padX - (badge.isPerson ? BADGE.mark : 0);
    return { ...badge, lines: wrapText(badge.words, width, FONT.badge) };
  });
}

function badgesHeight(badges: Shape['badges'], below: boolean): number {
  const heights = badges.reduce((all, badge) => all + badgeHeight(badge) + BADGE.gap, 0);
  if (heights === 0) return 0;
  return below ? heights : heights - BADGE.gap;
}
