import type { Release } from '../../flow/release.ts';
import { drawLegend } from './draw-legend.ts';
import { drawNode, type Marked } from './draw-node.ts';
import { drawWay, drawWords } from './draw-edge.ts';
import { graphOf } from './flow-graph.ts';
import { layOut, type Layout } from './lay-out.ts';
import { FONT, LINE } from './shapes.ts';
import { STYLE } from './svg-style.ts';
import { escapeXml, px, textLines } from './svg-text.ts';
import { wrapText } from './text-size.ts';

/** Something that the proof found at a step. */
export type StepFinding = { step: string; severity: 'error' | 'warning'; words: string };

export type PictureOptions = { language: string; findings?: readonly StepFinding[] };

const WIDTH_MIN = 560;
const MARGIN = 24;
const TITLE = { y: 38, below: 62 } as const;
const LEGEND_Y = 90;

/**
 * A flow as a picture (SVG): readable by day and by night, without a script and without anything from elsewhere. The
 * same release gives the same bytes.
 */
export async function drawPicture(
  release: Release,
  { language, findings = [] }: PictureOptions,
): Promise<string> {
  const layout = await layOut(graphOf(release, language));
  const marks = findings.map((finding, index) => ({ ...finding, number: index + 1 }));
  const width = Math.max(WIDTH_MIN, layout.width);
  const legend = drawLegend({ x: MARGIN, y: LEGEND_Y, width: width - 2 * MARGIN });
  const top = LEGEND_Y + legend.height;
  const list = drawList(marks, { y: top + layout.height, width });
  const height = top + layout.height + list.height;
  const [title, below] = headWords(release, language);
  const head = [
    textLines([title], 'title', 0, { x: MARGIN, y: TITLE.y }),
    textLines([below], 'soft', 0, { x: MARGIN, y: TITLE.below }),
  ];
  const id = `picture-${release.flow}`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" class="flow-picture" role="img" aria-labelledby="${id}-title ${id}-desc" width="${px(width)}" height="${px(height)}" viewBox="0 0 ${px(width)} ${px(height)}">`,
    `<title id="${id}-title">${escapeXml(title)}</title>`,
    `<desc id="${id}-desc">${escapeXml(described(release, layout))}</desc>`,
    `<style>${STYLE}</style>`,
    `<rect class="paper" width="100%" height="100%"/>`,
    ...head,
    legend.svg,
    `<g transform="translate(${px((width - layout.width) / 2)} ${px(top)})">`,
    ...layout.edges.map(drawWay),
    ...layout.nodes.map((node) => drawNode(node, marksAt(node.id, marks))),
    ...layout.edges.map(drawWords),
    '</g>',
    list.svg,
    '</svg>',
    '',
  ].join('\n');
}

type NumberedFinding = StepFinding & Marked;

function marksAt(step: string, marks: readonly NumberedFinding[]): readonly Marked[] {
  return marks.filter((mark) => mark.step === step);
}

function headWords(release: Release, language: string): [string, string] {
  const name = release.texts.get(language)?.name ?? language;
  const needs =
    release.purpose === undefined ? '' : `, begins only for who agreed to ${release.purpose}`;
  return [release.flow, `Version ${release.version}, in ${name}${needs}`];
}

function described(release: Release, { nodes, edges }: Layout): string {
  const count = (kind: string) => nodes.filter((node) => node.kind === kind).length;
  const asked = [...nodes, ...edges]
    .flatMap(({ badges }) => badges)
    .filter(({ isPerson }) => isPerson);
  return [
    `A flow of ${release.steps.size} steps: ${count('question')} questions, ${count('say')} texts without a question,`,
    `${count('branch')} branches. It begins with ${release.start}. A person is told at ${asked.length} places.`,
  ].join(' ');
}

/** What was found, below the picture, by the numbers of its marks. */
function drawList(
  marks: readonly NumberedFinding[],
  { y, width }: { y: number; width: number },
): { svg: string; height: number } {
  if (marks.length === 0) return { svg: '', height: 0 };
  let top = y + LINE.text;
  const parts = marks.map(({ number, severity, step, words }) => {
    const lines = wrapText(`${step}: ${words}`, width - 3 * MARGIN - 20, FONT.text);
    const circle = `<circle class="${severity}" cx="${px(MARGIN + 9)}" cy="${px(top - 4.5)}" r="9"/>`;
    const digit = textLines([String(number)], 'mark-words', 0, {
      x: MARGIN + 9,
      y: top - 0.5,
      anchor: 'middle',
    });
    const text = textLines(lines, 'text', LINE.text, { x: MARGIN + 28, y: top });
    top += lines.length * LINE.text + 6;
    return `${circle}${digit}${text}`;
  });
  return { svg: `<g>${parts.join('')}</g>`, height: top - y + MARGIN / 2 };
}
