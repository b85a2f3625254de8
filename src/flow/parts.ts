import { never } from '../base/assert.ts';
import type { Field, Step } from './definition.ts';
import type { Use } from './draft.ts';
import { closest, type Finding, findingsOf } from './finding.ts';
import type { Flow } from './parse-flow.ts';
import type { Texts } from './parse-texts.ts';
import { list, type Path } from './read-object.ts';
import { renamedStep } from './rename-step.ts';

/** A flow or a part with its texts by language. */
export type Written = { flow: Flow; texts: Readonly<Record<string, Texts>> };

/** The parts that a flow may use, by name; undefined where one has findings of its own. */
export type Parts = ReadonlyMap<string, Written | undefined>;

/** Where a step or a text was written, under which id, and what its fields are called in the flow. */
type Source = { written: Written; id: string; field: (name: string) => string };

/** The plain steps of a flow, those of its parts named `<step>__<id>`; its texts likewise. */
export type Expanded = {
  steps: Map<string, { step: Step; source: Source }>;
  /** Where each text stands. */
  texts: Map<string, Source>;
  /** The flow and the parts it uses, in the order of its steps. */
  from: Written[];
};

/** A flow may use a part that uses a part; more levels nobody can read aloud. */
const DEPTH_MAX = 2;
/** Most steps of a release: five times the longest flow that a programme needs. */
const STEPS_MAX = 300;
/** Of one that is built from the schemes of a country: six steps for each of 300, and the names that each answer leaves. */
const GUIDE_STEPS_MAX = 20_000;
/** What stands between the name of a step and the name inside its part. Nobody may write it. */
const JOINT = '__';

type Fault = { code: string; found: string; meant?: string | undefined; mend: string };
type Report = (written: Written, path: Path, fault: Fault) => void;

/** Puts in the parts that a flow uses; says all that is wrong with them. */
export function putInParts(
  written: Written,
  parts: Parts,
): { expanded: Expanded; findings: Finding[] } {
  const findings: Finding[] = [];
  const report: Report = ({ flow }, path, fault) => {
    const own = findingsOf(flow.file, flow.spotOf);
    own.add(path, 'value', fault);
    findings.push(...own.all);
  };
  const expanded = expand(written, { parts, report, chain: [written.flow.definition.flow] });
  return { expanded, findings };
}

type Scope = { parts: Parts; report: Report; chain: readonly string[] };

function expand(one: Written, scope: Scope): Expanded {
  const all: Expanded = { steps: new Map(), texts: new Map(), from: [one] };
  for (const { definition } of Object.values(one.texts))
    for (const id of Object.keys(definition.texts)) all.texts.set(id, sourceOf(one, id));
  const most = one.flow.definition.guide === true ? GUIDE_STEPS_MAX : STEPS_MAX;
  for (const [id, step] of Object.entries(one.flow.definition.steps)) {
    if (all.steps.size >= most) break;
    if (step.kind === 'use') putIn(all, one, { id, use: step }, scope);
    else all.steps.set(id, { step, source: sourceOf(one, id) });
  }
  if (all.steps.size >= most)
    scope.report(one, ['steps'], {
      code: 'too_much',
      found: `with its parts this has ${most} steps or more`,
      mend: 'Make several flows of it that hand over to each other.',
    });
  return all;
}

function putIn(all: Expanded, into: Written, at: { id: string; use: Use }, scope: Scope): void {
  const { id, use } = at;
  const part = scope.parts.get(use.part);
  const fault = faultOf(use.part, scope);
  if (fault !== undefined) scope.report(into, ['steps', id, 'use'], fault);
  if (part === undefined || fault !== undefined) return;
  checkAgreed(into, at, part, scope.report);
  const inner = expand(part, { ...scope, chain: [...scope.chain, use.part] });
  const prefix = `${id}${JOINT}`;
  const first = `${prefix}${part.flow.definition.start}`;
  const field = (name: string) =>
    Object.hasOwn(use.fields, name) ? (use.fields[name] ?? name) : name;
  const outer = (source: Source) => ({
    ...source,
    field: (name: string) => field(source.field(name)),
  });
  const names = { prefix, after: use.to, field };
  all.steps.set(id, { step: { kind: 'do', to: first, do: [] }, source: sourceOf(into, id) });
  for (const [name, { step, source }] of inner.steps)
    all.steps.set(`${prefix}${name}`, { step: renamedStep(step, names), source: outer(source) });
  for (const [name, source] of inner.texts) all.texts.set(`${prefix}${name}`, outer(source));
  all.from.push(...inner.from);
}

function sourceOf(written: Written, id: string): Source {
  return { written, id, field: (name) => name };
}

function faultOf(name: string, { parts, chain }: Scope): Fault | undefined {
  if (chain.includes(name))
    return {
      code: 'circle',
      found: `\`${name}\` comes back to itself: ${list([...chain, name])}`,
      mend: 'Let one of them do without the other.',
    };
  if (chain.length > DEPTH_MAX)
    return {
      code: 'too_deep',
      found: `${list(chain)} use each other, and \`${name}\` would be one level more`,
      mend: `A flow may use a part that uses a part. Write these steps out here.`,
    };
  if (!parts.has(name))
    return {
      code: 'no_such_part',
      found: `there is no part \`${name}\``,
      meant: closest(name, parts.keys()),
      mend: 'Name the folder of a flow with `part: true`.',
    };
  if (parts.get(name) !== undefined) return undefined;
  return {
    code: 'broken_part',
    found: `the part \`${name}\` has findings of its own`,
    mend: 'Mend those first.',
  };
}

/** What a part keeps is declared alike by the flow, and it speaks each of the flow's languages. */
function checkAgreed(
  into: Written,
  { id, use }: { id: string; use: Use },
  part: Written,
  report: Report,
): void {
  const { flow: name, memory } = part.flow.definition;
  for (const [field, kind] of Object.entries(memory)) {
    const kept = Object.hasOwn(use.fields, field) ? (use.fields[field] ?? field) : field;
    const own = into.flow.definition.memory[kept];
    const wanted = writtenField(kind);
    if (own !== undefined && writtenField(own) === wanted) continue;
    const state = own === undefined ? 'not declared' : 'declared otherwise';
    report(into, own === undefined ? ['steps', id, 'use'] : ['memory', kept], {
      code: 'part_memory',
      found: `the part \`${name}\` keeps \`${field}\` in \`${kept}\`, which is ${state} here`,
      mend: `Write \`${kept}: ${wanted}\` under \`memory\`, or \`save: { ${field}: … }\` beside \`use\`.`,
    });
  }
  for (const field of Object.keys(use.fields))
    if (!Object.hasOwn(memory, field))
      report(into, ['steps', id, 'save', field], {
        code: 'no_such_field',
        found: `the part \`${name}\` has no field \`${field}\``,
        meant: closest(field, Object.keys(memory)),
        mend: `Here may stand: ${list(Object.keys(memory))}.`,
      });
  for (const language of Object.keys(into.texts))
    if (!Object.hasOwn(part.texts, language))
      report(into, ['steps', id, 'use'], {
        code: 'untranslated',
        found: `the part \`${name}\` has no texts in \`${language}\``,
        mend: `Add \`${language}.yaml\` to its folder.`,
      });
}

/** A field as it is written in a file. */
function writtenField(field: Field): string {
  if (!('kind' in field)) return `[${field.join(', ')}]`;
  switch (field.kind) {
    case 'number':
      return `{ number: ${field.from} to ${field.to} }`;
    case 'text':
      return `{ text: ${field.max}, coded: ${field.coded} }`;
    case 'date':
    case 'time':
    case 'pin':
      return field.kind;
    default:
      return never(field, 'kind of field');
  }
}
