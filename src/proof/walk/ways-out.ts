import type { FlowDefinition, Step, WrittenEffect } from '../../flow/definition.ts';
import { exits } from '../../flow/exits.ts';

/** A way out of a step, with what is saved on it. A value that only the answer knows is undefined. */
export type WayOut = {
  to: string;
  do: readonly WrittenEffect[];
  /** Within the step, for instance `['choices', '1', 'to']`. */
  path: readonly string[];
  saves: ReadonlyMap<string, string | number | undefined>;
};

/** What a flow's steps lead to, by step; made once a flow. */
export type WaysOut = ReadonlyMap<string, readonly WayOut[]>;

export function waysOut(definition: FlowDefinition): WaysOut {
  const entries = Object.entries(definition.steps);
  return new Map(
    entries.map(([id, step]) => [
      id,
      exits(step).map((exit) => ({ ...exit, saves: savedOn(step, exit.path) })),
    ]),
  );
}

function savedOn(step: Step, path: readonly string[]): Map<string, string | number | undefined> {
  const saves = new Map<string, string | number | undefined>();
  const set = (values: Readonly<Record<string, string | number>> | undefined) => {
    for (const [field, value] of Object.entries(values ?? {})) saves.set(field, value);
  };
  const [kind, digit] = path;
  if (kind === 'choices' && step.kind === 'ask') {
    const choice = step.choices[Number(digit) - 1];
    if (choice?.save !== undefined) saves.set(choice.save, choice.means);
    set(choice?.set);
  } else if (kind === 'branch' && step.kind === 'branch') set(step.cases[Number(digit)]?.set);
  else if (kind === 'to' && 'to' in step) {
    if (step.kind === 'ask_value') saves.set(step.save, undefined);
    set(step.set);
  }
  return saves;
}
