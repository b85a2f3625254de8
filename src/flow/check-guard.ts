import { expectKind, fieldOf, kindOf, type Scope } from './check-fields.ts';
import type { Guard } from './definition.ts';
import { closest } from './finding.ts';
import type { Path } from './read-object.ts';

/** Checks that what a branch asks of memory is declared and can be. */
export function checkGuard(scope: Scope, path: Path, when: Guard): void {
  if (when.type === 'memory') checkWord(scope, path, when.field, when.is);
  if (when.type === 'known') fieldOf(scope, path, when.field, '…');
  if (when.type === 'days_ahead')
    expectKind(scope, path, { key: 'days_ahead', kind: 'date' }, when.field);
  if (when.type !== 'at_least') return;
  const field = fieldOf(scope, path, when.field, '{ number: … }');
  if (field === undefined) return;
  const isNumber = 'kind' in field && field.kind === 'number';
  if (isNumber && when.atLeast <= field.to) return;
  scope.findings.add(path, 'value', {
    code: isNumber ? 'no_such_value' : 'wrong_kind',
    found: isNumber
      ? `\`${when.field}\` is never ${when.atLeast} or more`
      : `\`${when.field}\` holds ${kindOf(field)}, and \`at_least\` compares numbers`,
    mend: isNumber
      ? `Write a whole number from ${field.from} to ${field.to}.`
      : 'Compare it with `is:`, or name a field that holds a number.',
  });
}

/** Checks that a word is one of those its field is declared with. */
export function checkWord(scope: Scope, path: Path, name: string, value: string): void {
  const field = fieldOf(scope, path, name, `[${value}]`);
  if (field === undefined) return;
  const words = 'kind' in field ? [] : field;
  if (words.includes(value)) return;
  scope.findings.add(path, 'value', {
    code: 'no_such_value',
    found: `\`${name}\` cannot be \`${value}\``,
    meant: closest(value, words),
    mend:
      'kind' in field
        ? `\`${name}\` holds ${kindOf(field)}, not one of some words: keep it in another field.`
        : `Declare it: \`memory: { ${name}: [${[...words, value].join(', ')}] }\`.`,
  });
}
