import { isMapping } from '../read-object.ts';
import { type Desk, deskOf, mappingIn } from './desk.ts';
import { setTarget } from './edit-ways.ts';
import { goesOnAsBefore, keepsWhereItGoesOn } from './goes-on.ts';
import { joined } from './join-ways.ts';
import { type Entrance, entrancesOf, exitsOf, targetOf } from './written-exits.ts';
import { removePair, setValue } from './yaml-text.ts';

/** A fork that goes on as before: the field it looks at, where each note leads, and where none does. */
type Fork = { field: string; targets: ReadonlyMap<string, string>; last: string };

/**
 * Once nothing stands before a fork that goes on as before, each way leads again where the fork led it, and fork and notes
 * are gone. Only where joining these ways would make the very same fork: what an author has changed at it stays.
 */
export function partWays(desk: Desk, id: string): void {
  const fork = forkAt(desk, id);
  if (fork === undefined) return;
  const ways = entrancesOf(desk.steps(), id);
  const isApart = notesOf(desk, fork.field).some(({ exit }) => exit.to !== id);
  if (ways.length === 0 || isApart) return;
  const apart = deskOf(desk.files, desk.flow);
  for (const way of ways) leadBack(apart, way, fork);
  apart.editFlow((source) => removePair(source, ['steps', id]));
  dropField(apart, fork.field);
  const isNamed = JSON.stringify(apart.steps()).includes(`"${fork.field}"`);
  if (!isNamed && isMadeOf(desk, apart, { ways, last: fork.last }))
    desk.editFlow(() => apart.files.get(`${desk.flow}/flow.yaml`));
}

function forkAt(desk: Desk, id: string): Fork | undefined {
  const step = desk.steps()[id];
  if (!goesOnAsBefore(id) || !isMapping(step) || !Array.isArray(step['branch'])) return undefined;
  const exits = exitsOf(step);
  const last = exits.find((exit) => exit.id === 'else')?.to;
  const cases = exits.filter((exit) => exit.id !== 'else');
  const notes = step['branch'].map(noteOf);
  const field = notes[0]?.field;
  if (last === undefined || field === undefined || !keepsWhereItGoesOn(field)) return undefined;
  if (notes.length !== cases.length || notes.some((one) => one?.field !== field)) return undefined;
  const [only = ''] = wordsOf(desk, field);
  const targets = cases.map((exit, at) => [notes[at]?.value ?? only, targetOf(exit)] as const);
  return { field, targets: new Map(targets), last };
}

function noteOf(one: unknown): { field: string; value: string | undefined } | undefined {
  const when = isMapping(one) ? one['when'] : undefined;
  if (!isMapping(when)) return undefined;
  const { known, memory, is } = when;
  if (typeof known === 'string') return { field: known, value: undefined };
  return typeof memory === 'string' && typeof is === 'string'
    ? { field: memory, value: is }
    : undefined;
}

function wordsOf(desk: Desk, field: string): string[] {
  const words = mappingIn(desk.written(), 'memory')[field];
  return Array.isArray(words) ? words.map(String) : [];
}

/** Every way that notes where it led. */
function notesOf(desk: Desk, field: string): Entrance[] {
  return Object.entries(desk.steps()).flatMap(([step, written]) =>
    exitsOf(written)
      .filter(({ save }) => isMapping(save) && Object.hasOwn(save, field))
      .map((exit) => ({ step, exit })),
  );
}

/** A way as it was before it noted where it led. */
function leadBack(desk: Desk, { step, exit }: Entrance, { field, targets, last }: Fork): void {
  const { save, means } = exit;
  const value = isMapping(save) ? save[field] : undefined;
  const path = ['steps', step, ...exit.path.slice(0, -1), 'save'];
  if (isMapping(save) && typeof value === 'string') {
    const others = Object.entries(save).filter(([name]) => name !== field);
    const [other] = others;
    const isShort = others.length === 1 && other?.[1] === means;
    desk.editFlow((source) => {
      if (other === undefined) return removePair(source, path);
      return isShort ? setValue(source, path, other[0]) : removePair(source, [...path, field]);
    });
  }
  const target = typeof value === 'string' ? targets.get(value) : undefined;
  setTarget(desk, { step, exit: exit.id }, target ?? last);
}

function dropField(desk: Desk, field: string): void {
  const isLast = Object.keys(mappingIn(desk.written(), 'memory')).length === 1;
  desk.editFlow((source) => removePair(source, isLast ? ['memory'] : ['memory', field]));
}

/** Whether joining the ways anew makes the flow that they were taken apart from. */
function isMadeOf(
  desk: Desk,
  apart: Desk,
  { ways, last }: { ways: readonly Entrance[]; last: string },
): boolean {
  const again = deskOf(apart.files, apart.flow);
  const led = ways.flatMap(({ step, exit }) => {
    const now = exitsOf(again.steps()[step]).find(({ id }) => id === exit.id);
    return now === undefined ? [] : [{ step, exit: now }];
  });
  const isLast = ({ exit }: Entrance) => Number(targetOf(exit) === last);
  const fork = joined(
    again,
    led.toSorted((one, other) => isLast(one) - isLast(other)),
  );
  for (const { step, exit } of led) setTarget(again, { step, exit: exit.id }, fork);
  return inNoOrder(again) === inNoOrder(desk);
}

/** What is written, whatever stands first of keys, and of the words that a field may hold. */
function inNoOrder(desk: Desk): string {
  const sorted = (kind: unknown) =>
    Array.isArray(kind) ? kind.map(String).toSorted((a, b) => a.localeCompare(b)) : kind;
  const memory = Object.entries(mappingIn(desk.written(), 'memory'));
  const fields = Object.fromEntries(memory.map(([field, kind]) => [field, sorted(kind)]));
  return JSON.stringify({ ...desk.written(), memory: fields }, (_, value: unknown) =>
    isMapping(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => a.localeCompare(b)))
      : value,
  );
}
