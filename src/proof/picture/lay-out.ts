import type { ElkNode } from 'elkjs/lib/elk-api.js';
import { assert } from '../../base/assert.ts';
import type { FlowGraph, GraphEdge, GraphNode } from './flow-graph.ts';
import { waysBack } from './ways-back.ts';
import { labelShape, nodeShape, type Shape } from './shapes.ts';

export type Point = { x: number; y: number };
export type PlacedNode = GraphNode & Point & { shape: Shape };
export type PlacedEdge = GraphEdge & {
  /** From the edge of a node to the edge of the next. */
  points: readonly Point[];
  label: string;
  words: (Point & { shape: Shape }) | undefined;
};
/** A flow with a place for everything, in pixels from the left upper corner. */
export type Layout = {
  width: number;
  height: number;
  nodes: readonly PlacedNode[];
  edges: readonly PlacedEdge[];
};

/** From above to below, in the order in which the author wrote; words lie on their arrows. */
const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
  'elk.spacing.nodeNode': '36',
  'elk.spacing.edgeNode': '18',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '6',
  'elk.spacing.labelLabel': '8',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '12',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.crossingMinimization.forceNodeModelOrder': 'true',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
};

/** Lays a flow out. The same graph gives the same layout. */
export async function layOut(graph: FlowGraph): Promise<Layout> {
  const shapes = new Map(graph.nodes.map((node) => [node.id, nodeShape(node)]));
  const back = waysBack(graph);
  const labels = new Map(graph.edges.map((edge) => [edge.id, labelShape(edge)]));
  // Late: the layout engine is large, and only a picture needs it.
  const { default: elk } = await import('elkjs/lib/elk.bundled.js');
  const placed = await new elk.default().layout({
    id: 'flow',
    layoutOptions: OPTIONS,
    children: graph.nodes.map(({ id }) => ({ id, ...sizeOf(shapes.get(id)) })),
    edges: graph.edges.map((edge) => elkEdge(edge, labels.get(edge.id), back.has(edge.id))),
  });
  return readLayout(graph, placed, { shapes, labels, back });
}

function elkEdge(edge: GraphEdge, shape: Shape | undefined, leadsBack: boolean) {
  const inline = { 'elk.edgeLabels.inline': 'true', 'elk.edgeLabels.placement': 'CENTER' };
  return {
    id: edge.id,
    // What leads back is laid out as if it led on, and turned round afterwards: so each step lies below what leads to it.
    sources: [leadsBack ? edge.to : edge.from],
    targets: [leadsBack ? edge.from : edge.to],
    labels:
      shape === undefined
        ? []
        : [{ id: `${edge.id} words`, text: edge.label, layoutOptions: inline, ...sizeOf(shape) }],
  };
}

function sizeOf(shape: Shape | undefined): { width: number; height: number } {
  assert(shape !== undefined, 'everything that is laid out has a shape');
  return { width: shape.width, height: shape.height };
}

type Shapes = {
  shapes: ReadonlyMap<string, Shape>;
  labels: ReadonlyMap<string, Shape | undefined>;
  back: ReadonlySet<string>;
};

function readLayout(graph: FlowGraph, placed: ElkNode, { shapes, labels, back }: Shapes): Layout {
  const nodes = new Map(placed.children?.map((node) => [node.id, node]));
  const edges = new Map(placed.edges?.map((edge) => [edge.id, edge]));
  const kinds = new Map(graph.nodes.map(({ id, kind }) => [id, kind]));
  const nodeAt = (id: string) => ({ kind: kinds.get(id), ...nodes.get(id) });
  return {
    width: Math.ceil(placed.width ?? 0),
    height: Math.ceil(placed.height ?? 0),
    nodes: graph.nodes.map((node) => {
      const { x = 0, y = 0 } = nodes.get(node.id) ?? {};
      const shape = shapes.get(node.id);
      assert(shape !== undefined, 'every node was given a shape');
      return { ...node, x, y, shape };
    }),
    edges: graph.edges.map((edge) => {
      const found = edges.get(edge.id);
      const points = (found?.sections ?? []).flatMap((section) => [
        outlined(section.startPoint, nodeAt(back.has(edge.id) ? edge.to : edge.from)),
        ...(section.bendPoints ?? []),
        outlined(section.endPoint, nodeAt(back.has(edge.id) ? edge.from : edge.to)),
      ]);
      const shape = labels.get(edge.id);
      const { x = 0, y = 0 } = found?.labels?.[0] ?? {};
      if (back.has(edge.id)) points.reverse();
      return { ...edge, points, words: shape === undefined ? undefined : { x, y, shape } };
    }),
  };
}

type Outline = { kind?: GraphNode['kind'] | undefined } & Pick<
  ElkNode,
  'x' | 'y' | 'width' | 'height'
>;

/** Arrows meet the box around a node; those of a diamond go on straight until they meet its edge. */
function outlined(point: Point, { kind, x = 0, y = 0, width = 0, height = 0 }: Outline): Point {
  if (kind !== 'branch') return point;
  const aside = Math.abs(point.x - (x + width / 2)) / (width / 2);
  const reach = (height / 2) * Math.max(0, 1 - aside);
  const middle = y + height / 2;
  return { x: point.x, y: point.y < middle ? middle - reach : middle + reach };
}
