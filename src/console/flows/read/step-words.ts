import { END } from '../../../flow/definition.ts';
import type { Outline, OutlineStep, Spoken } from '../../../flow/edit/outline.ts';
import type { Exit } from '../../../flow/edit/written-exits.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { hasWords, type Words } from '../../frame/words.ts';

/** What a flow is told with: the interface's words, and the words of the language that is read. */
export type Telling = { w: Words; outline: Outline; spoken: Spoken };

/** Letters of a step's own words that stand for it in lists and links. */
const GLIMPSE_LETTERS = 48;

/** A name of the file, as words. */
export function plain(name: string): string {
  return name.replaceAll(/[_-]+/gu, ' ');
}

/** What a step says, or does, in a few words. */
export function stepGlimpse(telling: Telling, step: OutlineStep): string {
  const { w, spoken } = telling;
  const words = step.text === undefined ? undefined : spoken.texts.get(step.text)?.sms;
  if (words !== undefined) return glimpse(words);
  switch (step.kind) {
    case 'branch':
      return glimpse(w('read.glimpse_branch', { what: lookedAt(telling, step).join(', ') }));
    case 'use':
      return w('read.glimpse_use', { part: plain(String(step.written['use'])) });
    case 'do':
      return glimpse(effectWords(w, step.written['do']).join(', '));
    default:
      return plain(step.id);
  }
}

/** What a fork looks at, each once: "does not read?", "the language". */
export function lookedAt({ w }: Telling, { written }: OutlineStep): string[] {
  const cases: unknown = written['branch'];
  const asked = Array.isArray(cases) ? cases.map((one: unknown) => lookWords(w, one)) : [];
  return asked.length === 0 ? [w('read.looks_unknown')] : [...new Set(asked)];
}

function lookWords(w: Words, one: unknown): string {
  const when: unknown = isMapping(one) ? one['when'] : undefined;
  if (!isMapping(when)) return w('read.looks_unknown');
  const field = when['memory'] ?? when['known'];
  if (typeof field === 'string') return w('read.looks_memory', { field: plain(field) });
  if (when['days_since'] !== undefined)
    return w(when['days_since'] === 'joined' ? 'read.looks_joined' : 'read.looks_answered');
  const [name, value] = Object.entries(when)[0] ?? [];
  const key = `read.looks_${name ?? ''}`;
  return hasWords(key) ? w(key, { value: valueWords(w, value) }) : w('read.looks_unknown');
}

function glimpse(words: string): string {
  const line = words.replaceAll(/\s+/gu, ' ');
  const letters = Array.from(line);
  return letters.length > GLIMPSE_LETTERS
    ? `${letters.slice(0, GLIMPSE_LETTERS - 1).join('')}…`
    : line;
}

/** Where something leads, in words: "4 · Thank you for trying". */
export function targetWords(telling: Telling, target: string): string {
  const { w, outline } = telling;
  if (target === END) return w('read.the_end');
  const step = outline.steps.get(target);
  if (step === undefined) return w('read.nowhere', { step: plain(target) });
  const number = step.number === undefined ? '' : `${step.number} · `;
  return `${number}${stepGlimpse(telling, step)}`;
}

/** What a way is called: an answer by its label, silence by its time. */
export function exitName({ w, spoken }: Telling, exit: Exit, digit?: number): string {
  const [kind] = exit.id.split('.');
  if (exit.means !== undefined) {
    const label = spoken.labels.get(exit.means) ?? plain(exit.means);
    return digit === undefined ? label : `${digit} ${label}`;
  }
  if (kind === 'silence') return w('read.way_silence', { time: timeWords(w, exit.after ?? '') });
  return w(`read.way_${kind ?? 'to'}`);
}

/** `48h` as "48 hours". */
function timeWords(w: Words, time: unknown): string {
  const [, number, unit] = /^(\d+)([mhd])$/u.exec(String(time)) ?? [];
  if (number === undefined || unit === undefined) return String(time);
  return w(`read.time_${unit}`, { count: Number(number) });
}

/** What is asked of the service, a phrase each. */
export function effectWords(w: Words, effects: unknown): string[] {
  if (Array.isArray(effects)) return effects.flatMap((one) => effectWords(w, one));
  if (!isMapping(effects)) return [];
  return Object.entries(effects).map(([name, value]) => effectWord(w, name, value));
}

function effectWord(w: Words, name: string, value: unknown): string {
  if (name === 'start' && isMapping(value)) {
    const flow = plain(String(value['flow']));
    return value['in'] === 'rhythm'
      ? w('read.do_start_rhythm', { flow })
      : w('read.do_start', { flow, time: timeWords(w, value['in']) });
  }
  if (name === 'remind' && isMapping(value))
    return w('read.do_remind', { flow: plain(String(value['flow'])) });
  if (name === 'pause') return w('read.do_pause', { time: timeWords(w, value) });
  const key = `read.do_${name}`;
  return hasWords(key) ? w(key, { value: valueWords(w, value) }) : plain(name);
}

export function valueWords(w: Words, value: unknown): string {
  if (isMapping(value))
    return Object.values(value)
      .map((one) => valueWords(w, one))
      .join(', ');
  const name = String(value);
  return hasWords(`read.name_${name}`) ? w(`read.name_${name}`) : plain(name);
}

/** What an answer keeps: the field, or fixed values. */
export function saveWords(w: Words, save: unknown): string[] {
  if (typeof save === 'string') return [w('read.keeps', { field: plain(save) })];
  if (!isMapping(save)) return [];
  return Object.entries(save).map(([field, value]) =>
    w('read.keeps_as', { field: plain(field), value: plain(String(value)) }),
  );
}

/** What a branch asks, as half a sentence: "if she agreed to check-ins". */
export function guardWords(telling: Telling, when: unknown): string {
  const { w, spoken } = telling;
  if (!isMapping(when)) return w('read.when_unknown');
  const { memory, is } = when;
  const field = typeof memory === 'string' ? plain(memory) : '';
  if (typeof is === 'string')
    return w('read.when_is', { field, value: spoken.labels.get(is) ?? plain(is) });
  if (when['memory'] !== undefined)
    return when['days_ahead'] === undefined
      ? w('read.when_at_least', { field, count: Number(when['at_least']) })
      : w('read.when_days_ahead', { field, count: Number(when['days_ahead']) });
  if (when['days_since'] !== undefined)
    return w(when['days_since'] === 'joined' ? 'read.when_joined' : 'read.when_answered', {
      count: Number(when['at_least']),
    });
  const [name, value] = Object.entries(when)[0] ?? [];
  const key = `read.when_${name ?? ''}`;
  if (!hasWords(key)) return w('read.when_unknown');
  const count = typeof value === 'number' ? { count: value } : {};
  return w(key, { value: valueWords(w, value), ...count });
}

/** What kind of answer a question without choices reads. */
export function answerWords(w: Words, answer: unknown): string {
  if (!isMapping(answer)) return w(answer === 'pin' ? 'read.answer_pin' : 'read.answer_time');
  const [kind, value] = Object.entries(answer)[0] ?? [];
  switch (kind) {
    case 'number':
      return w('read.answer_number', { range: String(value).replace(' to ', ' – ') });
    case 'text':
      return w('read.answer_text', { count: Number(value) });
    case 'date':
      return w('read.answer_date', { time: timeWords(w, value) });
    case 'same_pin_as':
      return w('read.answer_same_pin');
    default:
      return w('read.answer_time');
  }
}
