import type { Memory } from '../../flow/vocabulary.ts';
import type { ProvedFlow, Rule } from '../rule.ts';
import { fieldsIn } from '../walk/fields.ts';
import type { WalkedTurn } from '../walk/walk-flow.ts';
import type { WayOut } from '../walk/ways-out.ts';
import { isEverSaved } from './memory-use.ts';

/** A field that is read somewhere while it has no value. */
type Unset = { path: readonly string[]; field: string; severity: 'error' | 'warning' };

/** Whatever is read of memory was saved on every way there, or the flow asks first whether it is known. */
export const memoryReads: Rule = (flow, add) => {
  const told = new Set<string>();
  for (const turn of flow.walk.turns)
    for (const { path, field, severity } of unsetIn(flow, turn)) {
      const key = `${path.join(' ')} ${field}`;
      if (told.has(key) || !isEverSaved(flow, field)) continue;
      told.add(key);
      add(
        { path },
        {
          code: 'maybe_unset',
          severity,
          found: `\`${field}\` may have no value here: some way leads here without saving it`,
          mend: `Save it on every way, or put a branch \`when: { known: ${field} }\` before.`,
        },
      );
    }
};

/** Whether some text would be said with a field that has no value, so that the flow cannot be played. */
export function saysUnset(flow: ProvedFlow): boolean {
  return flow.walk.turns.some(({ strides }) =>
    strides.some(({ step, memory }) => !unsetInText(flow, step, memory).next().done),
  );
}

function* unsetIn(flow: ProvedFlow, turn: WalkedTurn): Generator<Unset> {
  for (const [index, { step, memory }] of turn.strides.entries()) {
    yield* unsetInText(flow, step, memory);
    yield* unsetInBranch(flow, step, memory, turn.strides[index + 1]?.held ?? 0);
    yield* unsetInEffects(flow, turn, index);
  }
}

function* unsetInText({ definition, walk }: ProvedFlow, id: string, memory: Memory) {
  const step = definition.steps[id];
  if (step === undefined || !('text' in step)) return;
  const path = ['steps', id, step.kind === 'say' ? 'say' : 'ask'];
  for (const field of walk.fields.readAt(id))
    if (!Object.hasOwn(memory, field)) yield { path, field, severity: 'error' as const };
}

/** A branch has its `else`, so this is only a warning; what other flows leave may always be missing. */
function* unsetInBranch({ definition }: ProvedFlow, id: string, memory: Memory, held: number) {
  const step = definition.steps[id];
  if (step?.kind !== 'branch') return;
  for (const [at, { when }] of step.cases.slice(0, held + 1).entries()) {
    if (!('field' in when) || when.type === 'known' || Object.hasOwn(memory, when.field)) continue;
    if (definition.remember?.includes(when.field) === true) continue;
    const path = ['steps', id, 'branch', String(at), 'when'];
    yield { path, field: when.field, severity: 'warning' as const };
  }
}

function* unsetInEffects({ walk }: ProvedFlow, turn: WalkedTurn, index: number) {
  const id = index === 0 ? turn.from?.step : turn.strides[index - 1]?.step;
  const memory = turn.strides[index]?.memory ?? {};
  const way = id === undefined ? undefined : wayTaken(walk.ways.get(id) ?? [], turn, index);
  if (id === undefined || way === undefined) return;
  const path = ['steps', id, ...way.path.slice(0, -1), 'do'];
  for (const effect of way.do)
    for (const field of fieldsIn(effect))
      if (!Object.hasOwn(memory, field)) yield { path, field, severity: 'error' as const };
}

/** The way out that led to a stride. */
function wayTaken(
  all: readonly WayOut[],
  { strides, way }: WalkedTurn,
  index: number,
): WayOut | undefined {
  const held = strides[index]?.held;
  if (index > 0) return held === undefined ? all[0] : all[held];
  return all.find(({ path }) => path.join(' ') === way.join(' '));
}
