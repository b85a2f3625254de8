import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Guard, Step } from '../../src/flow/definition.ts';
import { findingLine } from '../../src/flow/finding.ts';
import { parseFlow } from '../../src/flow/parse-flow.ts';
import { parseTexts } from '../../src/flow/parse-texts.ts';
import { makeRelease } from '../../src/flow/release.ts';
import { Effect, PURPOSES } from '../../src/flow/vocabulary.ts';
import { proveTranscript } from '../../src/proof/transcripts/compare-transcript.ts';
import { parseTranscript } from '../../src/proof/transcripts/parse-transcript.ts';
import { shippedStage } from './shipped.ts';

const manual = readFileSync(new URL('../../docs/flows.md', import.meta.url), 'utf8');

/** The examples of a kind, such as those that begin with "```yaml step". */
function examples(kind: string): string[] {
  return [...manual.matchAll(/^```([^\n]+)\n(.*?)^```$/gmsu)].flatMap(([, label, body]) =>
    label === kind && body !== undefined ? [body] : [],
  );
}

function example(kind: string): string {
  const [first, ...others] = examples(kind);
  expect(others).toEqual([]);
  return first ?? '';
}

/** A step of the manual leads to steps that are not shown with it. */
const NOT_SHOWN = 'no_such_step';
/** What stands above the steps of any flow. */
const HEAD =
  'spec: 1\nflow: manual\nversion: 1\nstart: x\nexpires: 7d\nmemory: { answer: [suits, not_now] }\nsteps:\n';
const HEAD_LINES = HEAD.split('\n').length - 1;
const INDENT = '  ';

function findingsOfStep(step: string) {
  const parsed = parseFlow(HEAD + step.replaceAll(/^(?=.)/gmu, INDENT), 'flow.yaml');
  return parsed.ok ? [] : parsed.findings;
}

test('the flow of the manual is right and says what its transcript shows', async () => {
  const flow = parseFlow(example('yaml flow'), 'flow.yaml');
  const texts = parseTexts(example('yaml texts'), 'en.yaml', 'en');
  if (!flow.ok || !texts.ok) throw new Error('the manual shows a flow with findings');
  const made = makeRelease(flow.flow, { en: texts.texts });
  if (!made.ok) throw new Error(made.findings.map(findingLine).join('\n'));
  const transcript = parseTranscript({ file: 'flows.md', source: example('text transcript') });
  if (!transcript.ok) throw new Error(transcript.findings.map(findingLine).join('\n'));
  const findings = proveTranscript(made.release, transcript.value, await shippedStage());
  expect(findings.map(findingLine)).toEqual([]);
});

test.each(examples('yaml step').map((step) => [step.split(':')[0], step]))(
  'the step %s of the manual can be written so',
  (_, step) => {
    const wrong = findingsOfStep(step ?? '').filter(({ code }) => code !== NOT_SHOWN);
    expect(wrong.map(findingLine)).toEqual([]);
  },
);

test('the manual names every kind of step, every question of a branch, every effect and every purpose', () => {
  const kinds = Step.options
    .map(({ shape }) => shape.kind.value)
    .filter((kind) => kind !== 'ask_language');
  const effects = Effect.options
    .map(({ shape }) => shape.type.value)
    .filter((type) => type !== 'say');
  const guards = Guard.options.map(({ shape }) => shape.type.value);
  const keys = [...kinds, ...effects, ...guards].filter(
    (key) => !manual.includes(`${key}: `) && !manual.includes(`${key}:\n`),
  );
  expect(keys).toEqual([]);
  expect(PURPOSES.filter((purpose) => !manual.includes(`\`${purpose}\``))).toEqual([]);
});

test('a mistake is told as the manual says', () => {
  const told = findingsOfStep(example('yaml wrong'))
    .filter(({ code }) => code !== NOT_SHOWN)
    .map(({ line, column, ...rest }) =>
      findingLine({ ...rest, line: line - HEAD_LINES, column: column - INDENT.length }),
    );
  expect(told).toEqual([example('text finding').trim()]);
});
