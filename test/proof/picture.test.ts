import { describe, expect, test } from 'vitest';
import type { Release } from '../../src/flow/release.ts';
import { drawPicture } from '../../src/proof/picture/draw-picture.ts';
import { graphOf } from '../../src/proof/picture/flow-graph.ts';
import { mermaidOf } from '../../src/proof/picture/mermaid.ts';
import { escapeXml } from '../../src/proof/picture/svg-text.ts';
import { shippedFlows } from '../flow/shipped.ts';
import { flowFrom } from './flow-from.ts';

type Box = { id: string; left: number; right: number; top: number; bottom: number };

/** Boxes that lie on each other, two by two. */
function overlaps(boxes: readonly Box[]): string[] {
  return boxes.flatMap((one, index) =>
    boxes
      .slice(index + 1)
      .filter((other) => {
        const beside = one.right <= other.left || other.right <= one.left;
        return !beside && one.bottom > other.top && other.bottom > one.top;
      })
      .map((other) => `${one.id} and ${other.id}`),
  );
}

/** Where the cards, marks and words of a picture lie, as they are drawn. */
function boxesOf(svg: string): Box[] {
  const cards = [...svg.matchAll(/<g data-step="([^"]+)">(?:<title>[^<]*<\/title>)?<([^>]+)>/gu)];
  const words = [...svg.matchAll(/<(rect class="behind"[^>]+)>/gu)];
  return [
    ...cards.map(([, id = '', shape = '']) => boxOf(id, shape)),
    ...words.map(([, shape = ''], index) => boxOf(`words ${index}`, shape)),
  ];
}

function boxOf(id: string, shape: string): Box {
  const points = /points="([^"]+)"/u.exec(shape)?.[1];
  if (points !== undefined) {
    const corners = points.split(' ').map((point) => point.split(',').map(Number));
    const [xs, ys] = [corners.map(([x = 0]) => x), corners.map(([, y = 0]) => y)];
    return {
      id,
      left: Math.min(...xs),
      right: Math.max(...xs),
      top: Math.min(...ys),
      bottom: Math.max(...ys),
    };
  }
  const at = (name: string) => Number(new RegExp(` ${name}="([\\d.]+)"`, 'u').exec(shape)?.[1]);
  if (shape.startsWith('circle')) {
    const [x, y, r] = [at('cx'), at('cy'), at('r')];
    return { id, left: x - r, right: x + r, top: y - r, bottom: y + r };
  }
  return {
    id,
    left: at('x'),
    right: at('x') + at('width'),
    top: at('y'),
    bottom: at('y') + at('height'),
  };
}

/** Whether every tag is closed in its turn and every `&` begins a code that XML knows. */
function isWellFormed(svg: string): boolean {
  const open: string[] = [];
  for (const [, closing = '', name = '', empty = ''] of svg.matchAll(
    /<(\/?)([a-z]+)(?:\s[a-zA-Z:-]+="[^"<]*")*\s*(\/?)>/gu,
  )) {
    if (closing !== '' && open.pop() !== name) return false;
    if (closing === '' && empty === '') open.push(name);
  }
  const rest = svg.replaceAll(/<\/?[a-z]+(?:\s[a-zA-Z:-]+="[^"<]*")*\s*\/?>/gu, '');
  return open.length === 0 && !/[<>]/u.test(rest) && !/&(?!(amp|lt|gt|quot|#39);)/u.test(svg);
}

const labelsOf = (release: Release) =>
  [...release.steps.values()].flatMap((step) =>
    step.kind === 'ask'
      ? step.choices.map(
          ({ means }, index) => `${index + 1} ${release.texts.get('en')?.choices[means] ?? means}`,
        )
      : [],
  );

/** Of the guides that are built from schemes, all alike and ten times as large as other flows, one is drawn. */
const GUIDE = /^benefits-(?!zw$)/u;
const releases = (await shippedFlows()).filter(({ flow }) => !GUIDE.test(flow));

describe.each(releases.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  test('has a picture with every step, way and choice, in which nothing lies on anything', async () => {
    const svg = await drawPicture(release, { language: 'en' });
    const { nodes, edges } = graphOf(release, 'en');
    for (const id of release.steps.keys()) expect(svg).toContain(`data-step="${id}"`);
    expect(edges.map(({ label }) => label)).toEqual(expect.arrayContaining(labelsOf(release)));
    expect(svg.match(/ data-way="/gu)?.length).toBe(edges.length);
    const boxes = boxesOf(svg);
    // A way without words or badges has no box; a flow of such ways alone has none beside its steps.
    const worded = edges.filter(({ label, badges }) => label !== '' || badges.length > 0);
    expect(boxes.length).toBe(nodes.length + worded.length);
    expect(overlaps(boxes)).toEqual([]);
    const [width = 0] = [...svg.matchAll(/viewBox="0 0 ([\d.]+)/gu)].map(([, size]) =>
      Number(size),
    );
    for (const { left, right } of boxes) expect([left >= 0, right <= width]).toEqual([true, true]);
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).not.toMatch(/<script|href|url\(|@import|<image|on[a-z]+="/u);
    expect(svg).toMatch(/<title id="[^"]+">[^<]+<\/title>\n<desc id="[^"]+">[^<]+<\/desc>/u);
  });

  test('is a Mermaid diagram with every step and every choice', () => {
    const text = mermaidOf(release, { language: 'en' });
    const lines = text.split('\n');
    for (const label of labelsOf(release)) expect(text).toContain(label.replaceAll('&', '#38;'));
    for (const line of lines.slice(4, -1))
      expect(line).toMatch(
        /^ {2}(n\d+(\(\[".*"\]\)|\(\(".*"\)\)|\[".*"\]|\(".*"\)|\{".*"\})|n\d+ (-->|-\.->)(\|".*"\|)? n\d+|(linkStyle|classDef|class) .+)$/u,
      );
    expect(lines.filter((line) => line.includes('->')).length).toBe(
      graphOf(release, 'en').edges.length,
    );
  });
});

describe('a picture', () => {
  const hostile = `<b>"a" & 'b'</b> ]]> ${'w'.repeat(90)}`;
  const release = flowFrom(
    `
start: ask
memory: { n: { number: 1 to 3 }, day: date }
steps:
  ask:
    ask: ask
    choices:
      1: { means: one, to: many, do: { follow_up: badly, record: x } }
      2: { means: two, to: ask }
    silence: { 48h: which }
  many: { ask: many, answer: { number: 1 to 3 }, save: n, to: which, unclear: ask, back: ask }
  which:
    branch:
      - { when: { memory: n, at_least: 2 }, to: end, save: { day: tomorrow } }
      - { when: { known: day }, to: end, do: { hand_over: other } }
    else: ask
`,
    {
      texts: { ask: hostile, many: 'How many?' },
      choices: { one: '"1" & <i>', two: 'Two', back: 'Back' },
    },
  );

  test('is drawn to the same bytes each time', async () => {
    const svg = await drawPicture(release, { language: 'en' });
    expect(await drawPicture(release, { language: 'en' })).toBe(svg);
  });

  test('holds nothing of a text as markup', async () => {
    const svg = await drawPicture(release, {
      language: 'en',
      findings: [{ step: 'ask', severity: 'error', words: hostile }],
    });
    expect(isWellFormed(svg)).toBe(true);
    expect(svg).toContain('&lt;b&gt;');
    expect(svg).not.toMatch(/<b>|<i>/u);
    expect(mermaidOf(release, { language: 'en' })).not.toMatch(/<(?!br\/>)|&|""/u);
    expect(escapeXml('\u0000\uD800<')).toBe(' \uFFFD&lt;');
  });

  test('shows silence dashed, the way back thin, who is told, and the flow that goes on', async () => {
    const svg = await drawPicture(release, { language: 'en' });
    expect(svg).toContain('>no answer 48h<');
    expect(svg).toContain('class="way silence"');
    expect(svg).toContain('class="way back"');
    expect(svg).toContain('class="badge person"');
    expect(svg).toContain('>badly<');
    expect(svg).toContain('>other<');
    expect(svg).toContain('>n at least 2<');
    expect(svg).toContain('>day is known<');
    expect(svg).toContain('>day = tomorrow<');
    expect(svg).toContain('>not understood<');
  });

  test('shows what is said by SMS and by USSD, marked, where it differs', async () => {
    const two = flowFrom(
      'start: say\nsteps:\n  say: { say: say, to: both }\n  both: { say: both, to: end }\n',
      {
        texts: { say: { sms: 'Good. 88 to stop.', ussd: 'Good.' }, both: 'See you.' },
      },
    );
    const svg = await drawPicture(two, { language: 'en' });
    expect(svg).toContain('>SMS: Good. 88 to stop.<');
    expect(svg).toContain('>USSD: Good.<');
    expect(svg).toContain('>See you.<');
    expect(mermaidOf(two, { language: 'en' })).toContain('SMS: Good. 88 to stop.<br/>USSD: Good.');
  });

  test('marks what was found at its step, and lists it', async () => {
    const findings = [
      { step: 'many', severity: 'warning' as const, words: 'The number could be lower.' },
      { step: 'ask', severity: 'error' as const, words: 'The text is too long.' },
    ];
    const svg = await drawPicture(release, { language: 'en', findings });
    expect(svg.match(/class="warning"/gu)?.length).toBe(2);
    expect(svg).toContain('>ask: The text is too long.<');
    expect(svg).toContain('>many: The number could be lower.<');
  });
});
