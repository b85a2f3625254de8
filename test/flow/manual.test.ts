import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Guard, Step } from '../../src/flow/definition.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { readFlows } from '../../src/flow/read-flows.ts';
import { Effect, PURPOSES, TRAITS } from '../../src/flow/vocabulary.ts';
import { proveFlows } from '../../src/proof/prove-flows.ts';
import { readInput } from '../../src/proof/read-input.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { readFlowSources } from '../../src/store/flow-sources.ts';
import { FLOWS, shippedStage } from './shipped.ts';

const manual = readFileSync(new URL('../../docs/flows.md', import.meta.url), 'utf8');

/** The examples of a kind with what stands behind it, such as those that begin with "```yaml flow market". */
function examples(kind: string): { name: string; body: string }[] {
  return [...manual.matchAll(/^```([^\n]+)\n(.*?)^```$/gmsu)].flatMap(([, label, body]) =>
    label !== undefined && body !== undefined && `${label} `.startsWith(`${kind} `)
      ? [{ name: label.slice(kind.length + 1), body }]
      : [],
  );
}

/** Steps that a step of the manual leads to are not shown with it. */
const NOT_SHOWN = 'no_such_step';
/** What stands above the steps of any flow. */
const HEAD = `spec: 1
flow: manual
version: 1
start: x
expires: 7d
${examples('yaml head')[0]?.body.replace('memory:\n', 'memory:\n  answer: [suits, not_now]\n  code: { text: 20, coded: a }\n  age: { number: 0 to 120 }\n') ?? ''}
steps:
`;
const HEAD_LINES = HEAD.split('\n').length - 1;
const INDENT = '  ';

function findingsOfStep(step: string) {
  const parsed = parseFlow(HEAD + step.replaceAll(/^(?=.)/gmu, INDENT), 'flow.yaml');
  return parsed.ok ? [] : parsed.findings.filter(({ code }) => code !== NOT_SHOWN);
}

describe('the flows of the manual', () => {
  const folders = examples('yaml flow').map(({ name, body }) => ({
    name,
    flow: { file: `${name}/flow.yaml`, source: body },
    texts: examples('yaml texts').flatMap((one) => {
      const [flow, language = ''] = one.name.split(' ');
      const file = `${name}/${language}.yaml`;
      return flow === name ? [{ file, source: one.body, language }] : [];
    }),
    transcripts: examples('text transcript').flatMap((one, index) =>
      one.name === name ? [{ file: `${name}/transcripts/${index}.txt`, source: one.body }] : [],
    ),
  }));
  const { flows, findings } = readFlows(folders);

  test('are right', () => {
    expect(findings.map(findingLine)).toEqual([]);
    expect(flows.length).toBeGreaterThanOrEqual(5);
  });

  test('pass the proof', async () => {
    const benefits = { countries: [], words: [] };
    const shipped = { ...(await readFlowSources(FLOWS, FLOWS)), benefits };
    const { findings: proved } = proveFlows(
      readInput({ ...shipped, programmes: [], flows: folders }),
    );
    const errors = proved.filter(({ severity }) => severity === 'error');
    expect(errors.map(findingLine)).toEqual([]);
  });

  test('each have a transcript, except parts', () => {
    const played = new Set(examples('text transcript').map(({ name }) => name));
    expect(flows.filter(({ isPart }) => !isPart).map(({ name }) => name)).toEqual([...played]);
  });

  test.each(examples('text transcript'))('$name says what its transcript shows', async (one) => {
    const release = flows.find(({ name }) => name === one.name)?.release;
    const transcript = parseTranscript({ file: `${one.name}.txt`, source: one.body });
    if (release === undefined || !transcript.ok) throw new Error(`${one.name} is played`);
    const wrong = proveTranscript(release, transcript.value, await shippedStage());
    expect(wrong.map(findingLine)).toEqual([]);
  });
});

test.each(examples('yaml step').map(({ body }) => [body.split(':')[0], body]))(
  'the step %s of the manual can be written so',
  (_, step) => {
    expect(findingsOfStep(step ?? '').map(findingLine)).toEqual([]);
  },
);

/** How a kind of step is written, where it is not its name. */
const WRITTEN: Readonly<Record<string, string>> = {
  ask_language: 'choices: languages',
  ask_value: 'answer: ',
};

test('the manual names every kind of step, every question of a branch, every effect, purpose and trait', () => {
  const kinds = Step.options.map(({ shape }) => shape.kind.value);
  const effects = Effect.options
    .map(({ shape }) => shape.type.value)
    .filter((type) => type !== 'say');
  const guards = Guard.options.map(({ shape }) => shape.type.value);
  const keys = [...kinds, ...effects, ...guards].filter(
    (key) => !manual.includes(WRITTEN[key] ?? `${key}: `) && !manual.includes(`${key}:\n`),
  );
  expect(keys).toEqual([]);
  const words = [...PURPOSES, ...TRAITS].filter((word) => !manual.includes(`\`${word}\``));
  expect(words).toEqual([]);
});

const wrong = examples('yaml wrong').map(({ body }) => body);
const told = examples('text finding').map(({ body }) => body.trim());

test.each(wrong.map((step, index) => [told[index], step]))(
  'a mistake is told: %s',
  (said, step) => {
    expect(wrong.length).toBe(told.length);
    const findings = findingsOfStep(step ?? '').map(({ line, column, ...rest }) =>
      findingLine({ ...rest, line: line - HEAD_LINES, column: column - INDENT.length }),
    );
    expect(findings).toEqual([said]);
  },
);

/** What the first table of mistakes says: a line of a file, and whether it can be read. */
test.each([
  ['start:going', false],
  ['hello: {programme} asks', false],
  ['hello: "{programme} asks"', true],
  ['when: Today: rain', false],
  ['when: "Today: rain"', true],
  ['\tstart: going', false],
])('the line %j can be read: %s', (line, isRead) => {
  const parsed = parseFlow(`x: 1\n${line}\n`, 'flow.yaml');
  const codes = parsed.ok ? [] : parsed.findings.map(({ code }) => code);
  expect(codes.includes('yaml')).toBe(!isRead);
});
