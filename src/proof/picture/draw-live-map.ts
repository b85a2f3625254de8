import { drawWay, drawWords } from './draw-edge.ts';
import { drawNode } from './draw-node.ts';
import type { FlowGraph } from './flow-graph.ts';
import { type Layout, layOut, type PlacedNode } from './lay-out.ts';
import { FONT } from './shapes.ts';
import { escapeXml, px, textLines } from './svg-text.ts';
import { textWidth } from './text-size.ts';

/** What stands on a step of a map beside what it says. */
export type LiveStep = {
  /** Where it leads when it is chosen. */
  href: string;
  /** All of it in words, for whoever hears the map. */
  label: string;
  /** How many people wait there now. */
  people: number;
  errors: number;
  warnings: number;
};

export type LiveMap = {
  graph: FlowGraph;
  /** What the map is, in words. */
  label: string;
  /** By the step's name; a step that is not named is drawn without any of this. */
  steps: ReadonlyMap<string, LiveStep>;
};

const CHIP = { height: 20, pad: 7, mark: 12 } as const;

/**
 * A flow as a picture to go about in: each step a link. Its colours are those of the page that it stands in, so that it has
 * no style of its own.
 */
export async function drawLiveMap({ graph, label, steps }: LiveMap): Promise<string> {
  const { width, height, nodes, edges } = await laidOut(graph);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow-picture" role="group" aria-label="${escapeXml(label)}" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}">`,
    ...edges.map(drawWay),
    ...nodes.map((node) => drawStep(node, steps.get(node.id))),
    ...edges.map(drawWords),
    '</svg>',
  ].join('\n');
}

/** Maps that lie ready: a few flows, in the languages of who looks at them. */
const LAYOUTS_MAX = 24;
const layouts = new Map<string, Promise<Layout>>();

/** The same graph is laid out once: it takes longer than all the rest, and who waits where changes meanwhile. */
function laidOut(graph: FlowGraph): Promise<Layout> {
  const key = JSON.stringify(graph);
  const before = layouts.get(key);
  if (before !== undefined) return before;
  if (layouts.size >= LAYOUTS_MAX) layouts.clear();
  const laid = layOut(graph);
  layouts.set(key, laid);
  laid.catch(() => layouts.delete(key));
  return laid;
}

function drawStep(node: PlacedNode, live: LiveStep | undefined): string {
  const drawn = drawNode(node, []);
  if (live === undefined) return drawn;
  const chips = drawChips(node, live);
  return `<a href="${escapeXml(live.href)}"><title>${escapeXml(live.label)}</title>${drawn}${chips}</a>`;
}

/** Along the upper edge, from the right: what is wrong, what to look at, who waits there. */
function drawChips({ x, y, shape }: PlacedNode, { people, errors, warnings }: LiveStep): string {
  const chips = [
    { className: 'error', count: errors, mark: '!' },
    { className: 'warning', count: warnings, mark: '?' },
    { className: 'people', count: people, mark: '●' },
  ].filter(({ count }) => count > 0);
  let right = x + shape.width + 6;
  return chips
    .map(({ className, count, mark }) => {
      const words = `${mark} ${count}`;
      const width = textWidth(words, FONT.badge) + 2 * CHIP.pad;
      right -= width + 4;
      const box = `<rect class="${className}" x="${px(right)}" y="${px(y - CHIP.height / 2)}" width="${px(width)}" height="${CHIP.height}" rx="${CHIP.height / 2}"/>`;
      const at = { x: right + width / 2, y: y + 4, anchor: 'middle' as const };
      return `${box}${textLines([words], 'mark-words', 0, at)}`;
    })
    .join('');
}
