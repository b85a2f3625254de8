import type { Release } from '../../flow/release.ts';
import type { Badge } from './badges.ts';
import { graphOf, type GraphEdge, type GraphNode } from './flow-graph.ts';

/** A flow as a Mermaid diagram, for documents that draw it themselves. The same release gives the same text. */
export function mermaidOf(release: Release, { language }: { language: string }): string {
  const { nodes, edges } = graphOf(release, language);
  const ids = new Map(nodes.map(({ id }, index) => [id, `n${index}`]));
  const idOf = (id: string) => ids.get(id) ?? '';
  const thin = edges.flatMap(({ kind }, index) => (kind === 'back' ? [index] : []));
  const people = nodes.filter(({ badges }) => badges.some(({ isPerson }) => isPerson));
  return [
    '---',
    `title: ${JSON.stringify(`${release.flow}, version ${release.version}`)}`,
    '---',
    'flowchart TD',
    ...nodes.map((node) => `  ${idOf(node.id)}${nodeWords(node)}`),
    ...edges.map((edge) => `  ${idOf(edge.from)} ${arrow(edge)} ${idOf(edge.to)}`),
    ...(thin.length > 0 ? [`  linkStyle ${thin.join(',')} stroke-width:1px`] : []),
    '  classDef person stroke:#a3241a,stroke-width:3px',
    ...(people.length > 0 ? [`  class ${people.map(({ id }) => idOf(id)).join(',')} person`] : []),
    '',
  ].join('\n');
}

function nodeWords(node: GraphNode): string {
  const lines = [node.name, ...node.text.split('\n'), node.answer, ...node.badges.map(badgeWords)];
  const words = quoted(lines.filter((line) => line !== ''));
  switch (node.kind) {
    case 'start':
      return `([${words}])`;
    case 'end':
      return node.name === '' ? '(("end"))' : `([${quoted([`goes on with ${node.name}`])}])`;
    case 'branch':
      return `{${quoted([node.text])}}`;
    case 'question':
      return `[${words}]`;
    case 'say':
    case 'do':
      return `(${words})`;
  }
}

function arrow({ kind, label, badges }: GraphEdge): string {
  const words = [label, ...badges.map(badgeWords)].filter((line) => line !== '');
  const line = kind === 'silence' || kind === 'unclear' ? '-.->' : '-->';
  return words.length === 0 ? line : `${line}|${quoted(words)}|`;
}

function badgeWords({ words, isPerson }: Badge): string {
  return isPerson ? `a person: ${words}` : words;
}

/** Mermaid reads `#` codes and HTML in a quoted text, so every sign that could be either is written as its code. */
function quoted(lines: readonly string[]): string {
  const plain = lines.map((line) =>
    line
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .replaceAll(/["#&<>`\\;|]/gu, (sign) => `#${sign.codePointAt(0)};`),
  );
  return `"${plain.join('<br/>')}"`;
}
