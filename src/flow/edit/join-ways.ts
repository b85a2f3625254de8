import { END } from '../definition.ts';
import { isMapping } from '../read-object.ts';
import { type Desk, EditRefused, freeName, mappingIn } from './desk.ts';
import { goesOnField, goesOnFork } from './goes-on.ts';
import { waysOfAnswers } from './main-question.ts';
import { openingWays } from './opening-ways.ts';
import { type Entrance, FLOW_MARK, targetOf } from './written-exits.ts';
import { addPair, setValue } from './yaml-text.ts';

type Steps = Readonly<Record<string, unknown>>;

/** The ways of whoever answers the main question, whatever she answers. */
export function everybodysWays(desk: Desk): Entrance[] {
  const { start } = desk.written();
  return waysOfAnswers(desk.steps(), typeof start === 'string' ? start : END);
}

/** The ways of whoever comes, before she is asked anything. */
export function firstWays(desk: Desk): Entrance[] {
  const { start } = desk.written();
  return openingWays(desk.steps(), typeof start === 'string' ? start : END);
}

/** Whether a place can be made that all of these come by, and goes on as each of them did. */
export function canJoin(steps: Steps, ways: readonly Entrance[]): boolean {
  const targets = new Set(ways.map(({ exit }) => targetOf(exit)));
  return targets.size === 1 || lastOf(steps, ways) !== undefined;
}

/**
 * The one step that all of these lead on to. Where they lead apart each notes where it led, and a new fork goes on from
 * there as each did, so that something can stand before it that everybody comes by.
 */
export function joined(desk: Desk, ways: readonly Entrance[]): string {
  const targets = [...new Set(ways.map(({ exit }) => targetOf(exit)))];
  const [only, ...others] = targets;
  if (only === undefined) throw new EditRefused('nobody_answers');
  if (others.length === 0) return only;
  const last = lastOf(desk.steps(), ways);
  if (last === undefined) throw new EditRefused('leads_apart', { step: ways[0]?.step ?? '' });
  const field = goesOnField(Object.keys(mappingIn(desk.written(), 'memory')));
  const names = new Map<string, string>();
  for (const one of noted(desk.steps(), ways, targets, last))
    names.set(one, freeName(wordsOf(one), names.values()));
  declare(desk, field, [...names.values()]);
  for (const way of ways) {
    const name = names.get(targetOf(way.exit));
    if (name !== undefined && canNote(desk.steps(), way)) note(desk, way, field, name);
  }
  return addFork(desk, { field, names, last }, lastStepOf(desk, ways));
}

/** What is noted: all, so that each note takes the place of another; but nothing of where a fork goes that finds no note. */
function noted(
  steps: Steps,
  ways: readonly Entrance[],
  targets: readonly string[],
  last: string,
): readonly string[] {
  const isAll = ways.every((way) => canNote(steps, way));
  return isAll ? targets : targets.filter((one) => one !== last);
}

/** Where a fork goes on that finds nothing noted: of ways that can note nothing there is one place at most. */
function lastOf(steps: Steps, ways: readonly Entrance[]): string | undefined {
  const isFlow = (target: string) => target.startsWith(FLOW_MARK);
  const unsaid = new Set(
    ways.filter((way) => !canNote(steps, way)).map(({ exit }) => targetOf(exit)),
  );
  if (unsaid.size > 1 || [...unsaid].some(isFlow)) return undefined;
  const [one = ways.map(({ exit }) => targetOf(exit)).findLast((target) => !isFlow(target))] =
    unsaid;
  return one;
}

function wordsOf(target: string): string {
  return target === END ? 'the end' : target.replaceAll(/^flow:|-/gu, ' ');
}

/** What somebody types is kept there already, and what holds for all others in a fork keeps nothing. */
function canNote(steps: Steps, { step, exit }: Entrance): boolean {
  const written = steps[step];
  if (exit.id === 'else') return false;
  return exit.id !== 'to' || !isMapping(written) || !Object.hasOwn(written, 'answer');
}

function declare(desk: Desk, field: string, words: readonly string[]): void {
  const text = `[${words.join(', ')}]`;
  const hasMemory = isMapping(desk.written()['memory']);
  desk.editFlow((source) =>
    hasMemory
      ? addPair(source, ['memory'], { key: field, text })
      : addPair(source, [], {
          key: 'memory',
          text: '',
          below: [`  ${field}: ${text}`],
          after: aboveMemory(desk),
        }),
  );
}

/** The last line of the head, before the steps. */
function aboveMemory(desk: Desk): string {
  const keys = Object.keys(desk.written());
  return keys[keys.indexOf('steps') - 1] ?? 'start';
}

/** Keeps one value more on a way. */
function note(desk: Desk, { step, exit }: Entrance, field: string, value: string): void {
  const line = ['steps', step, ...exit.path.slice(0, -1)];
  const { save, means } = exit;
  const text = `${field}: ${value}`;
  desk.editFlow((source) => {
    if (isMapping(save)) return addPair(source, [...line, 'save'], { key: field, text: value });
    if (typeof save === 'string')
      return setValue(source, [...line, 'save'], `{ ${save}: ${means ?? ''}, ${text} }`);
    return addPair(source, line, { key: 'save', text: `{ ${text} }` });
  });
}

type Fork = { field: string; names: ReadonlyMap<string, string>; last: string };

/** The lowest of the steps that these ways leave, so that the same ways make the same file. */
function lastStepOf(desk: Desk, ways: readonly Entrance[]): string | undefined {
  const left = new Set(ways.map(({ step }) => step));
  return Object.keys(desk.steps()).findLast((step) => left.has(step));
}

function addFork(desk: Desk, { field, names, last }: Fork, after: string | undefined): string {
  const cases = [...names].filter(([target]) => target !== last);
  const lines = cases.map(([target, value]) => {
    const flow = target.startsWith(FLOW_MARK) ? target.slice(FLOW_MARK.length) : undefined;
    const to = flow === undefined ? `to: ${target}` : `to: ${END}, do: { hand_over: ${flow} }`;
    // Where one thing is noted at all, a note is that.
    const when = names.size === 1 ? `known: ${field}` : `memory: ${field}, is: ${value}`;
    return `    - { when: { ${when} }, ${to} }`;
  });
  const key = goesOnFork(Object.keys(desk.steps()));
  const below = ['  branch:', ...lines, `  else: ${last}`];
  desk.editFlow((source) => addPair(source, ['steps'], { key, text: '', below, after }));
  return key;
}
