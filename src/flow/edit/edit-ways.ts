import { Document } from 'yaml';
import { CHOICES_MAX, END } from '../definition.ts';
import { durationMs } from '../duration.ts';
import { isMapping, type Path } from '../read-object.ts';
import { type Desk, EditRefused, mappingIn } from './desk.ts';
import { dropUnused } from './edit-words.ts';
import { silenceOf } from './near-silence.ts';
import { choiceLine, type NewChoice, type Noted } from './new-answer.ts';
import { type Exit, exitsOf, FLOW_MARK, meaningsOf } from './written-exits.ts';
import { addPair, removePair, renumber, setValue, valueText } from './yaml-text.ts';

/** A way out of a step. `start` with an empty step: what the flow begins with. */
export type Way = { step: string; exit: string };
export const START_WAY = 'start';
/** Names of ways that can also hand over to another flow. */
const CAN_HAND_OVER = /^(?:choice\.\d|yes|no|case\.\d+|to)$/u;

/** @throws EditRefused */
export function exitOf(desk: Desk, way: Way): Exit {
  if (way.exit === START_WAY) {
    const start = desk.written()['start'];
    return { id: START_WAY, path: ['start'], to: typeof start === 'string' ? start : END };
  }
  const exit = exitsOf(desk.step(way.step)).find(({ id }) => id === way.exit);
  if (exit === undefined) throw new EditRefused('no_such_way', { step: way.step });
  return exit;
}

/** Leads a way to a step, to `end`, or to `flow:name`, which hands over. What it asks of the service stays. */
export function setTarget(desk: Desk, way: Way, target: string): void {
  const exit = exitOf(desk, way);
  const flow = target.startsWith(FLOW_MARK) ? target.slice(FLOW_MARK.length) : undefined;
  const to = flow === undefined ? target : END;
  if (to !== END) desk.step(to);
  const isStart = way.exit === START_WAY;
  if (isStart && to === END) throw new EditRefused('last_step');
  if (flow !== undefined && !CAN_HAND_OVER.test(way.exit)) throw new EditRefused('only_steps');
  const base = isStart ? [] : ['steps', way.step];
  const path = [...base, ...exit.path];
  if (exit.to !== to) desk.editFlow((source) => setValue(source, path, to));
  if (exit.flow !== flow) setHandOver(desk, path.slice(0, -1), exit, flow);
}

/** Hands over to another flow at the end of a way, or no more. */
function setHandOver(desk: Desk, line: Path, exit: Exit, flow?: string): void {
  if (Array.isArray(exit.effects)) throw new EditRefused('effects_in_order');
  if (flow === undefined) dropEffect(desk, line, exit, 'hand_over');
  else if (exit.flow !== undefined)
    desk.editFlow((source) => setValue(source, [...line, 'do', 'hand_over'], flow));
  else addEffect(desk, line, exit, `hand_over: ${flow}`);
}

export function dropEffect(desk: Desk, line: Path, exit: Exit, effect: string): void {
  if (Array.isArray(exit.effects)) throw new EditRefused('effects_in_order');
  const isWhole = !isMapping(exit.effects) || Object.keys(exit.effects).length === 1;
  desk.editFlow((source) => removePair(source, [...line, 'do', ...(isWhole ? [] : [effect])]));
}

export function addEffect(desk: Desk, line: Path, exit: Exit, effect: string): void {
  const [key = '', text = ''] = effect.split(': ');
  desk.editFlow((source) =>
    isMapping(exit.effects)
      ? addPair(source, [...line, 'do'], { key, text })
      : addPair(source, line, { key: 'do', text: `{ ${effect} }` }),
  );
}

/** Adds an answer to a question with choices. */
export function addChoice(desk: Desk, step: string, choice: NewChoice, noted: Noted): void {
  asChoices(desk, step);
  const count = choicesOf(desk, step).length;
  if (count >= CHOICES_MAX) throw new EditRefused('too_many_choices', { most: CHOICES_MAX });
  const silence = silenceOf(desk.step(step));
  const { text } = choiceLine(desk, choice, meaningsOf(desk.step(step)), { noted, silence });
  const key = String(count + 1);
  const isFlow = valueText(desk.files.get(`${desk.flow}/flow.yaml`) ?? '', [
    'steps',
    step,
  ])?.startsWith('{');
  desk.editFlow((source) => {
    if (count > 0) return addPair(source, ['steps', step, 'choices'], { key, text });
    const lines =
      isFlow === true ? { text: `{ 1: ${text} }` } : { text: '', below: [`  1: ${text}`] };
    return addPair(source, ['steps', step], { key: 'choices', after: 'ask', ...lines });
  });
}

/** Takes an answer away; those behind it move up. */
export function removeChoice(desk: Desk, step: string, number: number): void {
  asChoices(desk, step);
  const digits = choicesOf(desk, step);
  const digit = digits[number - 1];
  if (digit === undefined) throw new EditRefused('no_such_way', { step });
  const means = exitsOf(desk.step(step)).find(({ id }) => id === `choice.${digit}`)?.means;
  const rest = digits.filter((one) => one !== digit);
  const hasBack = Object.hasOwn(desk.step(step), 'back');
  if (rest.length === 0 && !hasBack) throw new EditRefused('last_choice');
  desk.editFlow((source) =>
    rest.length === 0
      ? removePair(source, ['steps', step, 'choices'])
      : renumber(source, ['steps', step, 'choices'], rest),
  );
  if (means !== undefined) dropUnused(desk, [], [means]);
}

/** Puts an answer at another place; digits follow the order. */
export function moveChoice(desk: Desk, step: string, number: number, place: number): void {
  asChoices(desk, step);
  const digits = choicesOf(desk, step);
  const digit = digits[number - 1];
  if (digit === undefined || place < 1 || place > digits.length)
    throw new EditRefused('no_such_way', { step });
  const order = digits.filter((one) => one !== digit).toSpliced(place - 1, 0, digit);
  desk.editFlow((source) => renumber(source, ['steps', step, 'choices'], order));
}

function choicesOf(desk: Desk, step: string): string[] {
  return Object.keys(mappingIn(desk.step(step), 'choices'));
}

/** `yes:` and `no:` are the choices 1 and 2; written so, there can be a third. */
function asChoices(desk: Desk, step: string): void {
  const written = desk.step(step);
  if (
    !Object.hasOwn(written, 'ask') ||
    Object.hasOwn(written, 'answer') ||
    written['choices'] === 'languages'
  )
    throw new EditRefused('no_choices_here', { step });
  if (!isMapping(written['yes']) || !isMapping(written['no'])) return;
  const path = ['steps', step];
  const source = desk.files.get(`${desk.flow}/flow.yaml`) ?? '';
  const lines = ['yes', 'no'].map((means, index) => {
    const text = valueText(source, [...path, means]);
    const line = text?.startsWith('{') ? text : flowText(written[means]);
    return `${index + 1}: ${line.replace(/^\{\s*/u, `{ means: ${means}, `)}`;
  });
  const isFlow = valueText(source, path)?.startsWith('{');
  const value = isFlow
    ? { text: `{ ${lines.join(', ')} }` }
    : { text: '', below: lines.map((line) => `  ${line}`) };
  desk.editFlow((one) => addPair(one, path, { key: 'choices', after: 'ask', ...value }));
  for (const means of ['yes', 'no']) desk.editFlow((one) => removePair(one, [...path, means]));
}

function flowText(value: unknown): string {
  return new Document(value).toString({ collectionStyle: 'flow', lineWidth: 0 }).trim();
}

/** What happens when nobody answers; undefined: nothing. */
export function setSilence(
  desk: Desk,
  step: string,
  silence: { after: string; to: string } | undefined,
): void {
  const written = desk.step(step);
  if (!Object.hasOwn(written, 'ask')) throw new EditRefused('no_question', { step });
  const has = Object.hasOwn(written, 'silence');
  const path = ['steps', step];
  if (silence === undefined) {
    if (has) desk.editFlow((source) => removePair(source, [...path, 'silence']));
    return;
  }
  if (durationMs(silence.after) === undefined) throw new EditRefused('no_duration');
  if (silence.to !== END) desk.step(silence.to);
  const text = `{ ${silence.after}: ${silence.to} }`;
  desk.editFlow((source) =>
    has
      ? setValue(source, [...path, 'silence'], text)
      : addPair(source, path, { key: 'silence', text }),
  );
}
