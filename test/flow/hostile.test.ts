import { describe, expect, test } from 'vitest';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts } from '../../src/flow/parse-texts.ts';
import type { FlowFolder as WholeFolder } from '../../src/flow/flow-sources.ts';
import { readFlows } from '../../src/flow/read-flows.ts';
import { FLOW_FILE_MAX } from '../../src/flow/read-yaml.ts';

type FlowFolder = Pick<WholeFolder, 'name' | 'flow' | 'texts'>;

/** What a hostile file may cost, in milliseconds of CPU; wall time would blame a busy machine. */
const CPU_MS_MAX = 200;
/** What the yardstick below costs on a machine that this was set on; a slower one is given as much more time. */
const YARDSTICK_MS = 75;

const filled = (part: string) =>
  part.repeat(Math.ceil(FLOW_FILE_MAX / part.length)).slice(0, FLOW_FILE_MAX);
const keys = (line: (index: number) => string, count: number) =>
  Array.from({ length: count }, (_, index) => line(index)).join('\n');
const aliasBomb = ['a: &a [x, x, x, x, x, x, x, x, x]']
  .concat(
    Array.from('bcdefghi').map(
      (name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]}, `.repeat(9)}]`,
    ),
  )
  .join('\n');
const deep = Array.from({ length: 700 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n');
const HEAD = 'spec: 1\nflow: x\nversion: 1\nstart: s0\nexpires: 1d\nsteps:\n';

const oneStep = (rest: string) => `${HEAD}  s0:\n    ask: a\n    ${rest}`;

const HOSTILE: [string, string, string[]][] = [
  ['an alias bomb', aliasBomb, ['alias']],
  ['one alias', `${HEAD}  s0: &x { say: a, to: end }\n  s1: *x`, ['alias']],
  ['a merge key', `${HEAD}  s0: { say: a, to: end }\n  <<: { s1: 1 }`, ['bad_name']],
  ['5 MB', 'a: b\n'.repeat(1_000_000), ['too_much']],
  ['brackets without end', filled('['), ['too_much']],
  ['braces without end', filled('{a: '), ['too_much']],
  ['lists in lists', filled('- '), ['too_much']],
  ['lists in lists, within the limit', '- '.repeat(9_000), ['too_deep', 'yaml']],
  ['deep indentation', deep, ['too_deep']],
  ['complex keys', filled('? '), ['too_much']],
  ['commas', `[${filled(',')}`, ['too_much']],
  ['closing brackets', filled(']'), ['too_much']],
  ['quotes', filled('"'), ['too_much']],
  ['newlines', filled('\n'), ['too_much', 'not_a_mapping']],
  ['anchors', filled('&a '), ['too_much']],
  ['tags', filled('!!a '), ['too_much']],
  ['documents', filled('---\n'), ['too_much']],
  ['directives', filled('%a\n'), ['too_much']],
  ['comments', filled('#\n'), ['too_much', 'not_a_mapping']],
  ['a binary tag', `${HEAD}  s0: { say: !!binary aGk=, to: end }`, ['tag']],
  ['a code tag', `${HEAD}  s0: { say: !!js/function "x", to: end }`, ['tag', 'yaml']],
  ['__proto__', `${HEAD}  s0: { say: a, to: end }\n  __proto__: { say: b, to: end }`, ['key']],
  ['__proto__ inside', `${HEAD}  s0: { say: a, to: end, __proto__: { x: 1 } }`, ['key']],
  ['constructor', `${HEAD}  s0: { say: a, to: end, constructor: 1 }`, ['unknown_key']],
  ['a duplicate key', `${HEAD}  s0: { say: a, to: end, to: s0 }`, ['duplicate_key']],
  ['a mapping as a key', `${HEAD}  s0: { say: a, to: end }\n  {a: b}: c`, ['key', 'yaml']],
  ['many keys', keys((i) => `k${i}: 1`, 2_000), ['unknown_key']],
  [
    'many steps that lead astray',
    HEAD + keys((i) => `  s${i}: { say: t, to: stpe${i} }`, 700),
    ['no_such_step'],
  ],
  [
    'a chain of many steps',
    `${HEAD}${keys((i) => `  s${i}: { say: t, to: s${i + 1} }`, 700)}\n  s700: { say: t, to: end }`,
    ['long_run'],
  ],
  [
    '10,000 choices',
    oneStep(`choices:\n${keys((i) => `      ${i + 1}: { means: a, to: s0 }`, 10_000)}`),
    ['too_much'],
  ],
  [
    '700 choices',
    oneStep(`choices:\n${keys((i) => `      ${i + 1}: { means: m${i}, to: s0 }`, 700)}`),
    ['bad_digit'],
  ],
  [
    'a choice of 4,000 words',
    `memory: { m: [${'a, '.repeat(4_000)}a] }\n${HEAD}  s0: { say: a, to: end }`,
    ['bad_value'],
  ],
  [
    'many fields that are kept nowhere',
    `${HEAD}  s0:\n    do: []\n    to: end\n    save:\n${keys((i) => `      field_number_${i}: 1`, 2_000)}`,
    ['no_such_field'],
  ],
  [
    'many fields, and many that look like them',
    `memory:\n${keys((i) => `  field_number_${i}: date`, 1_200)}\n${HEAD}  s0:\n    do: []\n    to: end\n    save:\n${keys((i) => `      feild_number_${i}: today`, 1_200)}`,
    ['no_such_field'],
  ],
  [
    'a range without end',
    oneStep(`answer: { number: 1 to ${'9'.repeat(200_000)} }`),
    ['bad_value'],
  ],
  ['a range of ranges', oneStep(`answer: { number: ${'1 to '.repeat(40_000)} }`), ['bad_value']],
  ['a number too large', oneStep('answer: { text: 1e400 }'), ['bad_value']],
  ['a number with a tail', oneStep(`answer: { text: 0.${'1'.repeat(200_000)} }`), ['bad_value']],
  ['a day of never', oneStep(`answer: { date: ${'9'.repeat(200_000)}d }`), ['bad_value']],
  [
    'a version too large',
    `${HEAD.replace('version: 1', `version: ${'9'.repeat(400)}`)}  s0: { say: a, to: end }`,
    ['bad_value'],
  ],
  [
    'a name that never ends',
    `${HEAD}  s0: { say: ${'a_'.repeat(100_000)}, to: end }`,
    ['bad_value'],
  ],
  ['one endless word', `a: ${'x'.repeat(FLOW_FILE_MAX - 10)}`, ['unknown_key']],
  ['a quote without end', `a: "${'\nb c'.repeat(15_000)}`, ['yaml', 'too_much']],
  ['brackets over many lines', `a: {\n${'  b: [,\n'.repeat(2_000)}`, ['yaml', 'too_much']],
  ['steps up and down', keys((i) => `${' '.repeat((i * 7) % 12)}k${i}: 1`, 2_500), ['yaml']],
  ['a quotation that is never closed', `a: "${'x\n'.repeat(130_000)}`, ['too_much']],
  ['spaces', `a: {b: c${' '.repeat(200_000)}d: e}\nf`, ['yaml']],
  ['colons', `a: ${'b: '.repeat(5_000)}`, ['yaml', 'too_much']],
  ['NUL', 'a\0b: c', ['unknown_key', 'yaml']],
  ['nothing', '', ['not_a_mapping']],
  ['a number', '7', ['not_a_mapping']],
  ['not a number', `${HEAD}  s0: { say: .nan, to: .inf }`, ['bad_value']],
];

describe('a hostile file', () => {
  test.each(HOSTILE)('with %s is refused within 200 ms', (_, source, codes) => {
    const parsed = parseFlow(source, 'flow.yaml');
    if (parsed.ok) throw new Error('it was accepted');
    const found = new Set(parsed.findings.map(({ code }) => code));
    expect(
      codes.some((code) => found.has(code)),
      [...found].join(),
    ).toBe(true);
    const cost = leastCpuMs(() => parseFlow(source, 'flow.yaml'), CPU_MS_MAX);
    // Only where it seems too much is it asked whether the machine is slow.
    const limit = cost <= CPU_MS_MAX ? CPU_MS_MAX : CPU_MS_MAX * slowness();
    expect(cost).toBeLessThanOrEqual(limit);
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each(HOSTILE)('with %s is refused as texts too', (_, source) => {
    expect(parseTexts(source, 'en.yaml', 'en').ok).toBe(false);
  });
});

describe('a hostile flow', () => {
  /** Nothing but steps that use a part, and a part that does the same again. */
  const using = (name: string, part: string, count: number) =>
    `spec: 1\nflow: ${name}\nversion: 1\n${name === 'x' ? 'expires: 1d' : 'part: true'}\nstart: s0\nsteps:\n${keys(
      (i) => `  s${i}: {use: ${part},to: ${i + 1 === count ? 'end' : `s${i + 1}`}}`,
      count,
    )}`;
  const empty = 'spec: 1\nlanguage: en\nname: English\nreviewed: null\n';
  const folder = (name: string, source: string, texts = `${empty}texts: {}`) => ({
    name,
    flow: { file: `${name}/flow.yaml`, source },
    texts: [{ file: `${name}/en.yaml`, source: texts, language: 'en' }],
  });
  const leaf = folder(
    'z',
    'spec: 1\nflow: z\nversion: 1\npart: true\nstart: a\nsteps: { a: { say: a, to: end } }',
    `${empty}texts: { a: A }`,
  );
  const SETS: [string, FlowFolder[], string][] = [
    ['1,000 parts', [folder('x', using('x', 'z', 1_000)), leaf], 'too_much'],
    [
      '600 parts of 600 parts',
      [folder('x', using('x', 'y', 600)), folder('y', using('y', 'z', 600)), leaf],
      'too_much',
    ],
    ['600 parts that are not there', [folder('x', using('x', 'y', 600))], 'no_such_part'],
    ['itself 600 times', [folder('y', using('y', 'y', 600))], 'circle'],
    [
      '2,500 texts that it does not use',
      [
        folder(
          'x',
          'spec: 1\nflow: x\nversion: 1\nexpires: 1d\nstart: a\nsteps: { a: { do: [], to: end } }',
          `${empty}texts:\n${keys((i) => `  text_number_${i}: "{feild_${i}}"`, 2_500)}`,
        ),
      ],
      'unused',
    ],
  ];

  test.each(SETS)('with %s is refused within 200 ms a file', (_, folders, code) => {
    const read = () => readFlows(folders);
    const { findings, flows } = read();
    expect(findings.map((finding) => finding.code)).toContain(code);
    expect(flows.flatMap(({ release }) => release ?? [])).toEqual([]);
    const most = CPU_MS_MAX * folders.length;
    const cost = leastCpuMs(read, most);
    expect(cost).toBeLessThanOrEqual(cost <= most ? most : most * slowness());
  });
});

/** The first cost that is within the limit, else the least of three: a neighbour on the machine can only add to it. */
function leastCpuMs(work: () => unknown, most = 0): number {
  let least = Infinity;
  for (let tries = 0; tries < 3 && least > most; tries += 1) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, (user + system) / 1_000);
  }
  return least;
}

/** How much slower than that machine this one is just now, at least 1: its speed changes with its neighbours. */
function slowness(): number {
  const text = `[${'{"a":"bcdef","g":[1,2,3]},'.repeat(4_000)}0]`;
  const yardstick = () => {
    for (let count = 0; count < 60; count += 1) JSON.stringify(JSON.parse(text));
  };
  return Math.max(1, leastCpuMs(yardstick) / YARDSTICK_MS);
}
