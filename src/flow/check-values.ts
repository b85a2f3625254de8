import { never } from '../base/assert.ts';
import {
  type Answer,
  DATE_WORDS,
  type Field,
  type Step,
  type WrittenEffect,
} from './definition.ts';
import type { DraftStep } from './draft.ts';
import { closest, type Findings, quoted } from './finding.ts';
import { exits } from './exits.ts';
import { checkGuard, checkWord } from './check-guard.ts';
import {
  expectKind,
  fieldOf,
  type Fields,
  kindOf,
  type Needed,
  type Scope,
} from './check-fields.ts';
import { list, type Path } from './read-object.ts';
import { COMPLAINT_KINDS } from './vocabulary.ts';
import { TimeOfDay } from './written-values.ts';

/** Checks that what is kept and asked of memory fits what is declared of it. */
export function checkValues(findings: Findings, fields: Fields, id: string, step: DraftStep): void {
  const at = (...path: string[]): Path => ['steps', id, ...path];
  const scope = { findings, fields };
  for (const { path, do: effects, set } of exits(step)) {
    const here = path.slice(0, -1);
    for (const [field, value] of Object.entries(set ?? {}))
      checkFixed(scope, at(...here, 'save', field), field, value);
    for (const [index, effect] of effects.entries()) {
      const nth = effects.slice(0, index).filter(({ type }) => type === effect.type).length;
      checkEffect(scope, at(...here, 'do', String(nth)), effect);
    }
  }
  if (step.kind === 'ask')
    for (const [index, { save, means }] of step.choices.entries())
      if (save !== undefined)
        checkWord(scope, at('choices', String(index + 1), 'save'), save, means);
  if (step.kind === 'ask_value') {
    checkAnswer(scope, at('save'), step.save, step.answer);
    checkPin(scope, at('answer'), step);
    checkCommands(findings, at('answer'), step.answer, step.back !== undefined);
  }
  if (step.kind === 'use')
    for (const [name, own] of Object.entries(step.fields))
      fieldOf(scope, at('save', name), own, '…');
  if (step.kind === 'branch')
    for (const [index, { when }] of step.cases.entries())
      checkGuard(scope, at('branch', String(index), 'when'), when);
}

function checkFixed(scope: Scope, path: Path, name: string, value: string | number): void {
  const field = fieldOf(
    scope,
    path,
    name,
    typeof value === 'number' ? '{ number: … }' : `[${value}]`,
  );
  if (field === undefined || fits(field, value)) return;
  if (!('kind' in field) && typeof value === 'string') return checkWord(scope, path, name, value);
  if (scope.findings.isFull) return;
  scope.findings.add(path, 'value', {
    code: 'no_such_value',
    found: `\`${name}\` cannot be ${quoted(value)}`,
    meant: typeof value === 'string' ? closest(value, wordsFor(field)) : undefined,
    mend: mendFixed(field),
  });
}

function fits(field: Field, value: string | number): boolean {
  if (!('kind' in field)) return typeof value === 'string' && field.includes(value);
  switch (field.kind) {
    case 'number':
      return typeof value === 'number' && value >= field.from && value <= field.to;
    case 'date':
      return DATE_WORDS.some((word) => word === value);
    case 'time':
      return TimeOfDay.safeParse(value).success;
    case 'text':
      return value === '';
    case 'pin':
      return false;
    default:
      return never(field, 'kind of field');
  }
}

function wordsFor(field: Field): readonly string[] {
  if (!('kind' in field)) return field;
  return field.kind === 'date' ? DATE_WORDS : [];
}

function mendFixed(field: Field): string {
  if (!('kind' in field)) return `Write one of: ${list(field)}.`;
  switch (field.kind) {
    case 'number':
      return `Write a whole number from ${field.from} to ${field.to}.`;
    case 'date':
      return `Write one of: ${list(DATE_WORDS)}.`;
    case 'time':
      return "Write a time of day in quotes, for instance '08:00'.";
    case 'text':
      return "Only a person fills it: it holds own words. Write '' to empty it, or name another field.";
    case 'pin':
      return 'Only a person fills it: ask for it with `answer: pin`.';
    default:
      return never(field, 'kind of field');
  }
}

function checkAnswer(scope: Scope, path: Path, name: string, answer: Answer): void {
  const field = fieldOf(scope, path, name, declarationOf(answer));
  if (field === undefined || holds(field, answer)) return;
  scope.findings.add(path, 'value', {
    code: 'wrong_kind',
    found: `\`${name}\` holds ${kindOf(field)}, and this question asks for ${kindOf(answer)}`,
    mend: `Declare a field for it: \`memory: { …: ${declarationOf(answer)} }\`.`,
  });
}

function holds(field: Field, answer: Answer): boolean {
  if (!('kind' in field)) return false;
  if (field.kind === 'number' && answer.kind === 'number')
    return field.from <= answer.from && answer.to <= field.to;
  if (field.kind === 'text' && answer.kind === 'text') return answer.max <= field.max;
  return field.kind === answer.kind;
}

function declarationOf(answer: Answer): string {
  switch (answer.kind) {
    case 'number':
      return `{ number: ${answer.from} to ${answer.to} }`;
    case 'text':
      return `{ text: ${answer.max}, coded: … }`;
    case 'time':
    case 'date':
    case 'pin':
      return answer.kind;
    default:
      return never(answer, 'kind of answer');
  }
}

/** Where digits are answers, only these stay commands: nobody could give them as an answer. */
function checkCommands(findings: Findings, path: Path, answer: Answer, hasBack: boolean): void {
  if (answer.kind !== 'number') return;
  const taken = [...(hasBack ? [0] : []), 88, 99].find(
    (one) => answer.from <= one && one <= answer.to,
  );
  if (taken === undefined) return;
  const means = taken === 0 ? 'back' : taken === 88 ? 'stop' : 'a person';
  const mend =
    taken === 0
      ? 'Begin at 1, or leave out `back:`.'
      : 'End at 87, or ask in two questions; or ask for own words.';
  findings.add(path, 'value', {
    code: 'command_in_range',
    found: `${taken} is one of the answers here, but ${taken} means ${means} everywhere`,
    mend,
  });
}

/** What is no good PIN is told by a text of its own, since the question alone does not say what is wrong. */
function checkPin(scope: Scope, path: Path, { answer, unclear }: Step & { kind: 'ask_value' }) {
  if (answer.kind !== 'pin') return;
  if (answer.sameAs !== undefined)
    expectKind(scope, [...path, 'same_pin_as'], { key: 'same_pin_as', kind: 'pin' }, answer.sameAs);
  if (unclear !== undefined) return;
  scope.findings.add(path.slice(0, -1), 'value', {
    code: 'missing',
    found: '`unclear` is missing',
    mend: 'Add `unclear:` with a step that says what a PIN has to be, for what is too easy or not the same.',
  });
}

/** Where the name of a field stands in an effect, by its key. */
function keysTo(key: string): Path {
  if (key === 'join_group' || key === 'set_pin' || key === 'vote') return [key];
  return [key === 'words' ? 'complain' : 'remind', key];
}

function checkEffect(scope: Scope, path: Path, effect: WrittenEffect): void {
  const expect = (key: string, name: string | undefined, kind: Needed['kind']) =>
    expectKind(scope, [...path, ...keysTo(key)], { key, kind }, name);
  if (effect.type === 'remind_field') {
    expect('on', effect.dateField, 'date');
    expect('at', effect.timeField, 'time');
  }
  if (effect.type === 'join_group_field') expect('join_group', effect.codeField, 'text');
  if (effect.type === 'complain_field') {
    expect('words', effect.wordsField, 'text');
    checkKinds(scope, [...path, 'complain', 'about'], effect.aboutField);
  }
  if (effect.type === 'vote_field') expect('vote', effect.numberField, 'number');
  if (effect.type === 'set_pin_field') expect('set_pin', effect.pinField, 'pin');
}

/** What a complaint is about is one of a closed list, since who hears of it depends on it. */
function checkKinds(scope: Scope, path: Path, name: string | undefined): void {
  if (name === undefined) return;
  const field = fieldOf(scope, path, name, '[rude]');
  if (field === undefined) return;
  const kinds: readonly string[] = COMPLAINT_KINDS;
  const words = 'kind' in field ? [] : field;
  if (words.length > 0 && words.every((word) => kinds.includes(word))) return;
  scope.findings.add(path, 'value', {
    code: 'no_such_value',
    found: `\`${name}\` holds ${kindOf(field)}, and \`about\` takes kinds of complaint`,
    mend: `Declare it with some of ${list(COMPLAINT_KINDS)}.`,
  });
}
