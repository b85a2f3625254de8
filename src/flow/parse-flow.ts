import { z } from 'zod';
import { checkFlow } from './check-flow.ts';
import { END, type FlowDefinition, FlowName, SPEC, type Step, Word } from './definition.ts';
import { type Finding, type Findings, findingsOf, type SpotOf } from './finding.ts';
import { Duration } from './read-effects.ts';
import { readEntries, readObject, readValue } from './read-object.ts';
import { readStep } from './read-step.ts';
import { readYaml } from './read-yaml.ts';
import { Purpose } from './vocabulary.ts';

/** A checked flow without its texts; `spotOf` says where each part stands in its file. */
export type Flow = { file: string; definition: FlowDefinition; spotOf: SpotOf };
export type ParsedFlow = { ok: true; flow: Flow } | { ok: false; findings: Finding[] };

const Head = z.strictObject({
  spec: z.literal(SPEC).describe(`${SPEC}, the number of this language`),
  flow: FlowName,
  version: z.number().int().positive().describe('a whole number from 1, higher at each release'),
  purpose: Purpose.optional(),
  start: Word,
  expires: Duration,
  foot: Word.optional(),
  memory: z.unknown().optional(),
  steps: z.unknown(),
});
const Values = z
  .array(Word)
  .min(1)
  .max(20)
  .describe('the list of values it may have, 1 to 20 words, for instance `[done, part]`');

/** Reads and checks a flow file (docs/flows.md). All mistakes are reported at once. */
export function parseFlow(source: string, file: string): ParsedFlow {
  const yaml = readYaml(source, file);
  if (!yaml.ok) return yaml;
  const findings = findingsOf(file, yaml.spotOf);
  const head = readObject(findings, [], yaml.value, Head);
  const parts: { memory?: unknown; steps?: unknown } =
    typeof yaml.value === 'object' && yaml.value !== null ? yaml.value : {};
  const memory = readMemory(findings, parts.memory);
  const steps = readSteps(findings, parts.steps);
  const named = new Set([...steps.keys(), END]);
  const flow = { start: head?.start, foot: head?.foot, memory, steps };
  checkFlow(findings, flow, named);
  if (findings.all.length > 0 || head === undefined)
    return { ok: false, findings: inOrder(findings.all) };
  const definition: FlowDefinition = {
    spec: head.spec,
    flow: head.flow,
    version: head.version,
    ...(head.purpose === undefined ? {} : { purpose: head.purpose }),
    start: head.start,
    expiresAfterMs: head.expires,
    ...(head.foot === undefined ? {} : { foot: head.foot }),
    memory: Object.fromEntries(memory),
    steps: Object.fromEntries([...steps].flatMap(([id, step]) => (step ? [[id, step]] : []))),
  };
  return { ok: true, flow: { file, definition, spotOf: yaml.spotOf } };
}

function readMemory(findings: Findings, value: unknown): Map<string, string[]> {
  const memory = new Map<string, string[]>();
  if (value === undefined) return memory;
  for (const [field, values] of readEntries(findings, ['memory'], value, Word))
    memory.set(field, readValue(findings, ['memory', field], values, Values) ?? []);
  return memory;
}

/** A step that cannot be read keeps its name, so that what leads to it is not reported too. */
function readSteps(findings: Findings, value: unknown): Map<string, Step | undefined> {
  const steps = new Map<string, Step | undefined>();
  for (const [id, step] of readEntries(findings, ['steps'], value, Word)) {
    if (id === END) {
      const mend = 'Give the step another name; `to: end` ends the conversation.';
      const found = '`end` is not a step';
      findings.add(['steps', id], 'key', { code: 'reserved', found, mend });
    } else steps.set(id, readStep(findings, ['steps', id], step));
  }
  return steps;
}

export function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((a, b) => a.line - b.line || a.column - b.column);
}
