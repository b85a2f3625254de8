import { END } from '../../../flow/definition.ts';
import { goesOnAsBefore } from '../../../flow/edit/goes-on.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import type { Exit } from '../../../flow/edit/written-exits.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { Duration } from '../../../flow/written-values.ts';
import { fieldName, plain, valueName } from './plain-names.ts';
import { effectNames } from './effect-names.ts';
import { flowTitle } from './flow-names.ts';
import { guardIn, lookName } from './guard-names.ts';
import { spanName } from './span-names.ts';
import { PART_MARK } from './step-numbers.ts';
import type { Telling } from './telling.ts';

/** Letters of a step's own words that stand for it in lists and links. */
const GLIMPSE_LETTERS = 48;

/** What a step says, or does, in a few words. */
export function stepGlimpse(telling: Telling, step: OutlineStep): string {
  const { w, spoken } = telling;
  const words = step.text === undefined ? undefined : spoken.texts.get(step.text)?.sms;
  if (words !== undefined) return glimpse(words);
  switch (step.kind) {
    case 'branch':
      return glimpse(w('read.glimpse_branch', { what: lookedAt(telling, step).join(', ') }));
    case 'use':
      return w('read.glimpse_use', { part: flowTitle(w, String(step.written['use'])) });
    case 'do':
      return glimpse(effectNames(telling, step.written['do']).join(', '));
    default:
      return plain(step.id);
  }
}

/** What a fork looks at, each once. */
export function lookedAt(telling: Telling, { written }: OutlineStep): string[] {
  const cases: unknown = written['branch'];
  const asked = Array.isArray(cases)
    ? cases.map((one: unknown) =>
        lookName(telling, isMapping(one) ? guardIn(one['when']) : undefined),
      )
    : [];
  return asked.length === 0 ? [telling.w('read.looks_unknown')] : [...new Set(asked)];
}

/** The start of words, on one line. */
export function glimpse(words: string): string {
  const line = words.replaceAll(/\s+/gu, ' ');
  const letters = Array.from(line);
  return letters.length > GLIMPSE_LETTERS
    ? `${letters.slice(0, GLIMPSE_LETTERS - 1).join('')}…`
    : line;
}

/** A step by its number in what is released and the start of its words, "4 · Thank you for trying", or the end. */
export function stepName(telling: Telling, id: string): string {
  const { w, outline, inside } = telling;
  if (id === END) return w('read.the_end');
  const [own = id, part] = id.split(PART_MARK);
  const step = outline.steps.get(own);
  if (step === undefined) {
    const said = inside?.(id);
    return said === undefined ? plain(id) : glimpse(said);
  }
  const number = step.number === undefined ? '' : `${step.number} · `;
  const words = part === undefined ? undefined : inside?.(id);
  return `${number}${words === undefined ? stepGlimpse(telling, step) : glimpse(words)}`;
}

/** Steps in the order of their numbers; those of a part stand together where it is used. */
export function asRead({ outline }: Telling, ids: readonly string[]): string[] {
  const places = new Map([...outline.steps.keys()].map((id, place) => [id, place]));
  const placeOf = (id: string) => places.get(id.split(PART_MARK)[0] ?? id) ?? places.size;
  return ids.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Where something leads, which may be a step that is not there. */
export function targetName(telling: Telling, target: string): string {
  if (goesOnAsBefore(target)) return telling.w('read.goes_on_before');
  const isThere = target === END || telling.outline.steps.has(target);
  return isThere ? stepName(telling, target) : telling.w('read.nowhere', { step: plain(target) });
}

/** An answer as the phone calls it. */
export function answerName({ spoken }: Telling, means: string): string {
  return spoken.labels.get(means) ?? plain(means);
}

/** A text by the step that says it, or as what stands below questions, else by its own start. */
export function textName(telling: Telling, text: string): string {
  const { w, outline, spoken } = telling;
  const step = [...outline.steps.values()].find((one) => one.text === text);
  if (step !== undefined) return stepName(telling, step.id);
  const { foot, foot_values: footOfValues } = outline.written;
  if (text === foot || text === footOfValues) return w('names.foot');
  const words = spoken.texts.get(text)?.sms;
  return words === undefined ? plain(text) : glimpse(words);
}

/** What a way is called: an answer by its label, silence by its time. */
export function exitName(telling: Telling, exit: Exit, digit?: number): string {
  const { w } = telling;
  const [kind] = exit.id.split('.');
  if (exit.means !== undefined) {
    const label = answerName(telling, exit.means);
    return digit === undefined ? label : `${digit} ${label}`;
  }
  if (kind === 'silence') return w('read.way_silence', { time: writtenSpan(w, exit.after) });
  return w(`read.way_${kind ?? 'to'}`);
}

/** `48h` as "48 hours". */
export function writtenSpan(w: Telling['w'], time: unknown): string {
  const read = Duration.safeParse(time);
  return read.success ? spanName(w, read.data) : String(time);
}

/** What an answer keeps: the field, or fixed values. */
export function saveNames(telling: Telling, save: unknown): string[] {
  const { w, outline } = telling;
  if (typeof save === 'string') return [w('read.keeps', { field: fieldName(w, save) })];
  if (!isMapping(save)) return [];
  const { memory } = outline.written;
  const isField = (name: string) => isMapping(memory) && Object.hasOwn(memory, name);
  return Object.entries(save).map(([field, value]) => {
    // A part hands over what it has asked: the name of the field in the flow that uses it stands behind the colon.
    if (typeof value === 'string' && isField(value))
      return w('read.keeps', { field: fieldName(w, value) });
    return keptAs(telling, field, String(value));
  });
}

/** What is kept without being asked, or is forgotten. */
export function keptAs(telling: Telling, field: string, value: string): string {
  const { w } = telling;
  return value === ''
    ? w('map.forgets', { field: fieldName(w, field) })
    : w('read.keeps_as', { field: fieldName(w, field), value: valueName(telling, value) });
}

/** What kind of answer a question without choices reads. */
export function answerKindName(w: Telling['w'], answer: unknown): string {
  if (!isMapping(answer)) return w(answer === 'pin' ? 'read.answer_pin' : 'read.answer_time');
  const [kind, value] = Object.entries(answer)[0] ?? [];
  switch (kind) {
    case 'number':
      return w('read.answer_number', { range: String(value).replace(' to ', ' – ') });
    case 'text':
      return w('read.answer_text', { count: Number(value) });
    case 'date':
      return w('read.answer_date', { time: writtenSpan(w, value) });
    case 'same_pin_as':
      return w('read.answer_same_pin');
    default:
      return w('read.answer_time');
  }
}
