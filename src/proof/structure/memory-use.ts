import type { Field, FlowDefinition } from '../../flow/definition.ts';
import type { Add, ProvedFlow, Rule } from '../rule.ts';
import { fieldsIn } from '../walk/fields.ts';
import type { WaysOut } from '../walk/ways-out.ts';
import { eachEffect } from './each-effect.ts';

/** Every field is saved somewhere and read somewhere, and every word it may hold is used. */
export const memoryUse: Rule = (flow, add) => {
  const saved = savedValues(flow.walk.ways);
  for (const [field, declared] of Object.entries(flow.definition.memory)) {
    // What outlives the conversation may be saved or read in another flow (set/remembered.ts).
    if (flow.definition.remember?.includes(field) === true) continue;
    const values = saved.get(field);
    const isRead = readsField(flow, field);
    if (values === undefined) notSaved(field, isRead, add);
    else if (!isRead && !opensRequest(flow)) notRead(field, add);
    else notUsed(flow.definition, { field, declared, values }, add);
  }
};

/** Whether a value of the field can be there at all: some way saves it, or another flow may have. */
export function isEverSaved({ definition, walk }: ProvedFlow, field: string): boolean {
  return definition.remember?.includes(field) === true || savedValues(walk.ways).has(field);
}

/** Whether some step or effect of a flow reads a field. */
export function readsField({ definition, walk }: ProvedFlow, field: string): boolean {
  return (
    Object.keys(definition.steps).some((id) => walk.fields.readAt(id).has(field)) ||
    eachEffect(walk.ways).some(({ effect }) => fieldsIn(effect).includes(field))
  );
}

/** Whether somebody may be told what the conversation remembers: the person who takes up its request. */
export function opensRequest({ walk }: ProvedFlow): boolean {
  return eachEffect(walk.ways).some(({ effect }) => effect.type === 'follow_up');
}

function notSaved(field: string, isRead: boolean, add: Add): void {
  const place = { path: ['memory', field], at: 'key' as const };
  if (isRead)
    add(place, {
      code: 'never_saved',
      found: `\`${field}\` is read and never saved`,
      mend: 'Save it, or read another field.',
    });
  else
    add(place, {
      code: 'unused_field',
      severity: 'warning',
      found: `nothing uses \`${field}\``,
      mend: 'Remove it, or save and read it.',
    });
}

function notRead(field: string, add: Add): void {
  add(
    { path: ['memory', field], at: 'key' },
    {
      code: 'never_read',
      severity: 'warning',
      found: `\`${field}\` is saved and never read`,
      mend: 'Remove it: what is not used is not kept. Outcomes are recorded with `record`.',
    },
  );
}

type Used = { field: string; declared: Field; values: ReadonlySet<string | number | undefined> };

function notUsed(definition: FlowDefinition, { field, declared, values }: Used, add: Add): void {
  if ('kind' in declared) return;
  const asked = wordsAsked(definition, field);
  for (const [index, word] of declared.entries())
    if (!values.has(word) && !asked.has(word))
      add(
        { path: ['memory', field, String(index)] },
        {
          code: 'unused_value',
          severity: 'warning',
          found: `\`${field}\` is never \`${word}\``,
          mend: 'Remove the word, or save it.',
        },
      );
}

function savedValues(ways: WaysOut): Map<string, Set<string | number | undefined>> {
  const saved = new Map<string, Set<string | number | undefined>>();
  for (const { saves } of [...ways.values()].flat())
    for (const [field, value] of saves)
      saved.set(field, (saved.get(field) ?? new Set()).add(value));
  return saved;
}

function wordsAsked(definition: FlowDefinition, field: string): Set<string> {
  const cases = Object.values(definition.steps).flatMap((step) =>
    step.kind === 'branch' ? step.cases : [],
  );
  return new Set(
    cases.flatMap(({ when }) => (when.type === 'memory' && when.field === field ? [when.is] : [])),
  );
}
