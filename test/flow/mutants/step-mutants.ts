import type { Chance } from '../../world/chance.ts';
import { type Mutant, mutantOf, type Written } from './mutant.ts';
import { targetPaths, tidy } from './tidy.ts';
import { branchesOf, type Tree, treeAt, type TreePath, treeWith } from './tree.ts';

/** One step of a flow, and how to write the flow with another in its place. */
type At = { written: Written; id: string; step: Tree; chance: Chance };

/**
 * Mistakes in the steps of a flow. What a deletion leaves without a use is deleted too, as an author would do, so that
 * the reader cannot find the mistake by its remains.
 */
export function stepMutants(written: Written, chance: Chance): Mutant[] {
  const steps = Object.entries(branchesOf(treeAt(written.flow, ['steps']))).flatMap(
    ([id, step]) => {
      const at = { written, id, step, chance };
      return [
        ...withoutAChoice(at),
        ...withoutATransition(at),
        ...bypassed(at),
        ...ledElsewhere(at),
        ...swapped(at),
        ...withoutAnEffect(at),
        ...savedOtherwise(at),
        ...askedOtherwise(at),
        ...typedOnce(at),
      ];
    },
  );
  return [...steps, ...keptLonger(written)];
}

/** A PIN that is typed again is taken, whatever it is. */
function typedOnce(at: At): Mutant[] {
  if (treeAt(at.step, ['answer', 'same_pin_as']) === undefined) return [];
  return [changed(at, ['answer'], 'pin', 'PIN typed once', 'the second may differ')];
}

/** What asks for a PIN goes on by SMS, and is offered again. */
function keptLonger(written: Written): Mutant[] {
  const memory = Object.values(branchesOf(treeAt(written.flow, ['memory'])));
  if (treeAt(written.flow, ['session_only']) === undefined || !memory.includes('pin')) return [];
  const flow = treeWith(written.flow, ['session_only'], undefined);
  const changedFlow = tidy({ ...written, flow });
  return [mutantOf(written, changedFlow, 'kept longer', 'without session_only')];
}

function changed(at: At, path: TreePath, value: Tree | undefined, kind: string, what: string) {
  const { written, id } = at;
  const flow = treeWith(written.flow, ['steps', id, ...path], value);
  return mutantOf(written, tidy({ ...written, flow }), kind, `${id}: ${what}`);
}

/** The choices behind the deleted one take its place. */
function withoutAChoice(at: At): Mutant[] {
  const choices = Object.entries(branchesOf(treeAt(at.step, ['choices'])));
  if (choices.length < 2) return [];
  return choices.map(([digit, choice]) => {
    const left = choices.filter(([other]) => other !== digit).map(([, one]) => one);
    const renumbered = Object.fromEntries(left.map((one, index) => [String(index + 1), one]));
    const means = JSON.stringify(treeAt(choice, ['means']));
    return changed(at, ['choices'], renumbered, 'choice deleted', `without ${digit} ${means}`);
  });
}

/** Silence, the way back, the way out of what was not clear, a case of a branch. */
function withoutATransition(at: At): Mutant[] {
  const cases = targetPaths(at.step).filter(([key]) => key === 'branch');
  const paths = [['back'], ['unclear'], ['silence'], ...cases.map((path) => path.slice(0, 2))];
  const isOnly = cases.length === 1;
  return paths
    .filter((path) => treeAt(at.step, path) !== undefined)
    .map((path) => {
      const kind = path[0] === 'silence' ? 'silence dropped' : 'transition deleted';
      const what = `without ${path.join(' ')}`;
      // A branch without cases is no branch: what is left of it is the way to `else`.
      return path[0] === 'branch' && isOnly
        ? replaced(at, treeAt(at.step, ['else']), kind, what)
        : changed(at, path, undefined, kind, what);
    });
}

/** Whatever led to a step leads to the one behind it, and the step is gone. */
function bypassed(at: At): Mutant[] {
  const [first] = targetPaths(at.step);
  const next = first === undefined ? undefined : treeAt(at.step, first);
  return next === at.id
    ? []
    : [replaced(at, next, 'step deleted', `bypassed to ${JSON.stringify(next)}`)];
}

function replaced(at: At, next: Tree | undefined, kind: string, what: string): Mutant {
  const { written, id } = at;
  let flow = treeWith(written.flow, ['steps', id], undefined);
  if (treeAt(flow, ['start']) === id) flow = treeWith(flow, ['start'], next);
  for (const [other, step] of Object.entries(branchesOf(treeAt(flow, ['steps']))))
    for (const path of targetPaths(step))
      if (treeAt(step, path) === id) flow = treeWith(flow, ['steps', other, ...path], next);
  return mutantOf(written, tidy({ ...written, flow }), kind, `${id}: ${what}`);
}

function ledElsewhere(at: At): Mutant[] {
  const { written, id, step, chance } = at;
  const all = [...Object.keys(branchesOf(treeAt(written.flow, ['steps']))), 'end'];
  return targetPaths(step).flatMap((path) => {
    const target = treeAt(step, path);
    const others = all.filter((one) => one !== target && one !== id);
    if (others.length === 0) return [];
    const other = chance.pick(others);
    const what = `${path.join(' ')} leads to ${other}, not ${JSON.stringify(target)}`;
    return [changed(at, path, other, 'led elsewhere', what)];
  });
}

/** Where two choices lead, and which comes first. */
function swapped(at: At): Mutant[] {
  const choices = Object.entries(branchesOf(treeAt(at.step, ['choices'])));
  return choices.slice(1).flatMap(([digit, choice], index) => {
    const [before = '', other = null] = choices[index] ?? [];
    const what = `${before} and ${digit} swapped`;
    const order = { ...branchesOf(treeAt(at.step, ['choices'])), [before]: choice, [digit]: other };
    const mutants = [changed(at, ['choices'], order, 'choices swapped', what)];
    const [one, two] = [treeAt(choice, ['to']), treeAt(other, ['to'])];
    if (one === two || one === undefined || two === undefined) return mutants;
    const there = treeWith(branchesOf(treeAt(at.step, ['choices'])), [before, 'to'], one);
    const both = treeWith(there, [digit, 'to'], two);
    return [...mutants, changed(at, ['choices'], both, 'targets swapped', what)];
  });
}

const DO_PATHS = ['do', 'yes do', 'no do'].map((path) => path.split(' '));

function withoutAnEffect(at: At): Mutant[] {
  return placesIn(at.step, 'do', DO_PATHS).flatMap((path) => {
    const effects = treeAt(at.step, path);
    const keys = Array.isArray(effects)
      ? effects.map((_, index) => String(index))
      : Object.keys(branchesOf(effects));
    return keys.map((key) => {
      const left = keys.length === 1 ? undefined : treeWith(effects ?? null, [key], undefined);
      const effect = JSON.stringify(treeAt(effects, [key]));
      return changed(
        at,
        path,
        left,
        'effect dropped',
        `${path.join(' ')} without ${key} ${effect}`,
      );
    });
  });
}

/** The places of `do` or `save` in a step. */
function placesIn(step: Tree, key: string, plain: readonly string[][]): string[][] {
  const beside = targetPaths(step)
    .filter(([first]) => first === 'choices' || first === 'branch')
    .map((path) => [...path.slice(0, -1), key]);
  return [...plain, ...beside].filter((path) => treeAt(step, path) !== undefined);
}

function savedOtherwise(at: At): Mutant[] {
  const { written, step } = at;
  if (treeAt(step, ['answer']) !== undefined || treeAt(step, ['use']) !== undefined) return [];
  return placesIn(step, 'save', [['save'], ['yes', 'save'], ['no', 'save']]).flatMap((path) => {
    const saved = treeAt(step, path);
    const forgets = changed(at, path, undefined, 'saved otherwise', `${path.join(' ')} dropped`);
    const others = Object.entries(branchesOf(saved)).flatMap(([field, value]) => {
      const other = otherValue(treeAt(written.flow, ['memory', field]), value);
      const what = `${field} is ${JSON.stringify(other)}, not ${JSON.stringify(value)}`;
      const to = [...path, field];
      return other === undefined ? [] : [changed(at, to, other, 'saved otherwise', what)];
    });
    return [forgets, ...others];
  });
}

function otherValue(field: Tree | undefined, value: Tree): Tree | undefined {
  if (Array.isArray(field)) return field.find((one) => one !== value);
  if (field === 'date') return value === 'tomorrow' ? 'in_a_week' : 'tomorrow';
  if (field === 'time') return value === '11:11' ? '12:12' : '11:11';
  if (typeof value === 'number') return value + 1;
  return value === '' ? undefined : '';
}

/** Another time of silence, another question of a branch. */
function askedOtherwise(at: At): Mutant[] {
  const waits = Object.entries(branchesOf(treeAt(at.step, ['silence']))).map(([time, to]) =>
    changed(at, ['silence'], { '5h': to }, 'asked otherwise', `silence after 5h, not ${time}`),
  );
  const cases = targetPaths(at.step).filter(([key]) => key === 'branch');
  const asked = cases.flatMap(([key = '', index = '']) => {
    const path = [key, index, 'when'];
    const when = treeAt(at.step, path);
    const other = otherGuard(when);
    const what = `${index} asks ${JSON.stringify(other)}, not ${JSON.stringify(when)}`;
    return other === undefined ? [] : [changed(at, path, other, 'asked otherwise', what)];
  });
  return [...waits, ...asked];
}

function otherGuard(when: Tree | undefined): Tree | undefined {
  const guard = branchesOf(when);
  if (guard['channel'] !== undefined)
    return { channel: guard['channel'] === 'ussd' ? 'sms' : 'ussd' };
  if (guard['member'] !== undefined)
    return { member: guard['member'] === 'dial_only' ? 'plan_shared' : 'dial_only' };
  if (guard['consented'] !== undefined)
    return { consented: guard['consented'] === 'evaluation' ? 'family_contact' : 'evaluation' };
  if (typeof guard['silences'] === 'number') return { silences: guard['silences'] + 1 };
  if (typeof guard['at_least'] === 'number') return { ...guard, at_least: guard['at_least'] + 1 };
  return undefined;
}
