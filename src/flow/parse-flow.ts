import { z } from 'zod';
import { checkFlow } from './check-flow.ts';
import { checkFeet } from './check-feet.ts';
import type { Fields } from './check-fields.ts';
import { END, type Field, type FlowDefinition } from './definition.ts';
import type { DraftDefinition, DraftStep } from './draft.ts';
import {
  closest,
  type Finding,
  type Findings,
  findingsOf,
  inOrder,
  type SpotOf,
} from './finding.ts';
import { isMapping, readEntries, readObject } from './read-object.ts';
import { readStep } from './read-step.ts';
import { readField } from './read-values.ts';
import { readYaml } from './read-yaml.ts';
import { PROGRAMME_VARIABLES } from './variables.ts';
import { WrittenFlow, WrittenPart } from './written-flow.ts';
import { asWritten } from './written-path.ts';
import { Name } from './written-values.ts';

/** A checked flow or part without its texts; `spotOf` says where each part of it stands in its file. */
export type Flow = {
  file: string;
  isPart: boolean;
  definition: DraftDefinition;
  spotOf: SpotOf;
};
export type ParsedFlow =
  | { ok: true; flow: Flow }
  | { ok: false; findings: Finding[]; isPart: boolean };

const later = z.unknown().optional();
const FlowHead = WrittenFlow.extend({ memory: later, steps: z.unknown() });
const PartHead = WrittenPart.extend({ memory: later, steps: z.unknown() });

/** Reads and checks the file of a flow or a part (docs/flows.md). All mistakes are reported at once. */
export function parseFlow(source: string, file: string): ParsedFlow {
  const yaml = readYaml(source, file);
  if (!yaml.ok) return { ...yaml, isPart: false };
  const { value } = yaml;
  const spotOf = asWritten(value, yaml.spotOf);
  const findings = findingsOf(file, spotOf);
  const isPart = isMapping(value) && Object.hasOwn(value, 'part');
  const head = readHead(findings, value, isPart);
  const written: { memory?: unknown; steps?: unknown } = isMapping(value) ? value : {};
  const memory = readMemory(findings, written.memory);
  const steps = readSteps(findings, written.steps);
  checkRemembered(findings, head?.remember ?? [], memory);
  checkFlow(findings, { start: head?.start, isPart, memory, steps });
  const whole = Object.fromEntries([...steps].flatMap(([id, step]) => (step ? [[id, step]] : [])));
  if (head !== undefined) checkFeet(findings, head, Object.values(whole));
  if (findings.all.length > 0 || head === undefined)
    return { ok: false, findings: inOrder(findings.all), isPart };
  const fields = [...memory].flatMap(([name, field]) => (field ? [[name, field] as const] : []));
  const definition = { ...head, memory: Object.fromEntries(fields), steps: whole };
  return { ok: true, flow: { file, isPart, definition, spotOf } };
}

type Head = Omit<FlowDefinition, 'memory' | 'steps'>;

function readHead(findings: Findings, value: unknown, isPart: boolean): Head | undefined {
  if (isPart) {
    const read = readObject(findings, [], value, PartHead);
    if (read === undefined) return undefined;
    const { spec, flow, version, start } = read;
    return { spec, flow, version, start, expiresAfterMs: Infinity };
  }
  const read = readObject(findings, [], value, FlowHead);
  if (read === undefined) return undefined;
  return {
    spec: read.spec,
    flow: read.flow,
    version: read.version,
    ...(read.purpose === undefined ? {} : { purpose: read.purpose }),
    ...(read.after_stop === undefined ? {} : { afterStop: read.after_stop }),
    ...(read.session_only === undefined ? {} : { sessionOnly: read.session_only }),
    start: read.start,
    expiresAfterMs: read.expires,
    ...(read.foot === undefined ? {} : { foot: read.foot }),
    ...(read.foot_values === undefined ? {} : { footValues: read.foot_values }),
    ...(read.remember === undefined ? {} : { remember: read.remember }),
  };
}

/** A field that cannot be read keeps its name, so that what names it is not reported too. */
function readMemory(findings: Findings, value: unknown): Fields {
  const memory = new Map<string, Field | undefined>();
  if (value === undefined) return memory;
  for (const [field, kind] of readEntries(findings, ['memory'], value, Name)) {
    if (PROGRAMME_VARIABLES.some((one) => one === field))
      findings.add(['memory', field], 'key', {
        code: 'reserved',
        found: `\`{${field}}\` is what the programme says`,
        mend: 'Give the field another name.',
      });
    memory.set(field, readField(findings, ['memory', field], kind));
  }
  return memory;
}

/** A step that cannot be read keeps its name, so that what leads to it is not reported too. */
function readSteps(findings: Findings, value: unknown): Map<string, DraftStep | undefined> {
  const steps = new Map<string, DraftStep | undefined>();
  for (const [id, step] of readEntries(findings, ['steps'], value, Name)) {
    if (id === END) {
      const mend = 'Give the step another name; `to: end` ends the conversation.';
      const found = '`end` is not a step';
      findings.add(['steps', id], 'key', { code: 'reserved', found, mend });
    } else steps.set(id, readStep(findings, ['steps', id], step));
  }
  return steps;
}

function checkRemembered(findings: Findings, names: readonly string[], memory: Fields): void {
  for (const [index, name] of names.entries())
    if (!memory.has(name))
      findings.add(['remember', String(index)], 'value', {
        code: 'no_such_field',
        found: `\`${name}\` is not declared under \`memory\``,
        meant: closest(name, memory.keys()),
        mend: 'Declare it there, or leave it out here.',
      });
}
