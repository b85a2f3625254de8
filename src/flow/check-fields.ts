import { never } from '../base/assert.ts';
import type { Answer, Field } from './definition.ts';
import { closest, type Findings } from './finding.ts';
import { list, type Path } from './read-object.ts';

/** Fields by name; undefined where the declaration cannot be read. */
export type Fields = ReadonlyMap<string, Field | undefined>;

export type Scope = { findings: Findings; fields: Fields };

/** The field, if it is declared; one that could not be read was told already. */
export function fieldOf({ findings, fields }: Scope, path: Path, name: string, declare: string) {
  if (!fields.has(name) && !findings.isFull)
    findings.add(path, 'value', {
      code: 'no_such_field',
      found: `\`${name}\` is not declared under \`memory\``,
      meant: closest(name, fields.keys()),
      mend: `Declare it: \`memory: { ${name}: ${declare} }\`.`,
    });
  return fields.get(name);
}

/** What a field holds or a question asks for, in words. */
export function kindOf(of: Field | Answer): string {
  if (!('kind' in of)) return `one of ${list(of)}`;
  switch (of.kind) {
    case 'number':
      return `a number from ${of.from} to ${of.to}`;
    case 'text':
      return `own words of at most ${of.max} characters`;
    case 'time':
      return 'a time';
    case 'date':
      return 'a date';
    case 'pin':
      return 'a PIN';
    default:
      return never(of, 'kind of value');
  }
}

/** What a key needs of the field that it names. */
export type Needed = { key: string; kind: 'date' | 'time' | 'text' | 'pin' | 'number' };
const NEEDS = {
  text: 'own words',
  date: 'a date',
  time: 'a time',
  pin: 'a PIN',
  number: 'a number',
} as const;

/** How a field of that kind is declared, where its name alone is not enough. */
const DECLARED: Partial<Record<Needed['kind'], string>> = {
  text: '{ text: 20, coded: … }',
  number: '{ number: 1 to 5 }',
};

/** Says where a key names a field that holds another kind of value than it needs. */
export function expectKind(
  scope: Scope,
  path: Path,
  { key, kind }: Needed,
  name: string | undefined,
) {
  if (name === undefined) return;
  const declare = DECLARED[kind] ?? kind;
  const field = fieldOf(scope, path, name, declare);
  if (field === undefined || ('kind' in field && field.kind === kind)) return;
  scope.findings.add(path, 'value', {
    code: 'wrong_kind',
    found: `\`${name}\` holds ${kindOf(field)}, and \`${key}\` needs ${NEEDS[kind]}`,
    mend: `Name a field that is declared so: \`memory: { …: ${declare} }\`.`,
  });
}
