import type { WrittenLine } from './written-lines.ts';
import type { YamlMistake } from './yaml-mistake.ts';

/** The levels that are open at a line, from the outside in; `from` is the index of the first line of each. */
export type Levels = { indent: number; isList: boolean; from: number }[];

/** Two spaces a level (docs/flows.md section 1). */
const LEVEL = 2;

/**
 * Takes one line with a name, or of a list, into the levels that are open; tells when it, or one before it, stands
 * elsewhere than its neighbours.
 */
export function indentMistake(
  lines: readonly WrittenLine[],
  index: number,
  before: WrittenLine | undefined,
  levels: Levels,
): YamlMistake | undefined {
  const line = lines[index];
  if (line === undefined) return undefined;
  const { indent, isItem } = line;
  let inner: Levels[number] | undefined;
  while ((levels.at(-1)?.indent ?? -1) > indent) inner = levels.pop();
  const outer = levels.at(-1);
  if (outer === undefined || outer.indent < indent) {
    const mistake = deeper(lines, index, { before, outer, inner });
    if (mistake !== undefined) return mistake;
    levels.push({ indent, isList: isItem, from: index });
  } else if (outer.isList !== isItem && !changesKind(line, index, before, levels))
    return mixed(line);
  if (isItem && line.key !== undefined)
    levels.push({ indent: line.keyAt, isList: false, from: index });
  return undefined;
}

type Around = {
  before: WrittenLine | undefined;
  outer: Levels[number] | undefined;
  inner: Levels[number] | undefined;
};

/** A line further in than the level it belongs to; only below a name without a value does one begin. */
function deeper(
  lines: readonly WrittenLine[],
  index: number,
  { before, outer, inner }: Around,
): YamlMistake | undefined {
  if (outer !== undefined && inner !== undefined) return between(lines, index, outer.indent, inner);
  return before === undefined || before.value === '' ? undefined : tooFar(lines, index);
}

/** A list may stand right below its name, no further in, and ends where the next name stands. */
function changesKind(
  { indent, isItem }: WrittenLine,
  from: number,
  before: WrittenLine | undefined,
  levels: Levels,
): boolean {
  const isBelowName = before?.value === '' && before.keyAt === indent;
  if (isItem) return isBelowName && levels.push({ indent, isList: true, from }) > 0;
  return levels.at(-2)?.indent === indent && levels.pop() !== undefined;
}

/** A line further in than the one above it, though that has a value: it stands too far in, or those above too little. */
function tooFar(lines: readonly WrittenLine[], index: number): YamlMistake | undefined {
  const [line, above] = [lines[index], lines[index - 1]];
  if (line === undefined || above === undefined) return undefined;
  let from = index - 1;
  for (let one = lines[from - 1]; one?.indent === above.indent; one = lines[from - 1]) {
    if (one.value === '') break;
    from--;
  }
  const [first, outside] = [lines[from], lines[from - 1]];
  if (first === undefined || outside === undefined) return stands(line, [above.indent]);
  // The first line below a name, two spaces further in, stands right.
  const isOutside =
    outside.value === '' ? outside.keyAt + LEVEL !== first.indent : outside.indent === line.indent;
  const isFew = index - from <= sameFrom(lines, index);
  return isOutside && isFew ? stands(first, [line.indent]) : stands(line, [above.indent]);
}

/** A line between two levels: it stands wrong, or the first line of the inner level does. */
function between(
  lines: readonly WrittenLine[],
  index: number,
  outer: number,
  inner: Levels[number],
): YamlMistake | undefined {
  const [line, first] = [lines[index], lines[inner.from]];
  if (line === undefined || first === undefined) return undefined;
  const beside = sameFrom(lines, inner.from);
  const here = sameFrom(lines, index);
  const isHereRight = here > beside || (here === beside && line.indent === outer + LEVEL);
  if (isHereRight && inner.indent - line.indent < LEVEL) return stands(first, [line.indent]);
  return stands(line, neighboursOf(lines, index, [outer, inner.indent], first));
}

/** Of two levels the one in which a line between them was meant; both, where nothing tells. */
function neighboursOf(
  lines: readonly WrittenLine[],
  index: number,
  levels: readonly [number, number],
  first: WrittenLine,
): readonly number[] {
  const line = lines[index];
  if (line === undefined) return levels;
  const [outer, inner] = levels;
  if (isDigit(line.key) && isDigit(first.key)) return [inner];
  for (const one of hinted(lines, index)) if (one === outer || one === inner) return [one];
  const isMiddle = inner - line.indent === line.indent - outer;
  return isMiddle ? levels : [inner - line.indent < line.indent - outer ? inner : outer];
}

/** Where the lines behind a line say that it belongs, the surest first. */
function hinted(lines: readonly WrittenLine[], index: number): (number | undefined)[] {
  const [line, next] = [lines[index], lines[index + 1]];
  if (line === undefined || next === undefined) return [];
  if (line.value !== '' || next.indent <= line.indent) return [next.indent];
  const behind = lines.slice(index + 1).find(({ indent }) => indent < next.indent);
  return [next.indent - LEVEL, behind?.indent];
}

function isDigit(key: string | undefined): boolean {
  return /^\d$/u.test(key ?? '');
}

/** How many lines of one level follow each other from here, whatever stands below them. */
function sameFrom(lines: readonly WrittenLine[], index: number): number {
  const indent = lines[index]?.indent ?? 0;
  let count = 0;
  for (const line of lines.slice(index)) {
    if (line.indent < indent) break;
    if (line.indent === indent) count++;
  }
  return count;
}

function stands(line: WrittenLine, neighbours: readonly number[]): YamlMistake {
  const spaces = `${line.indent} space${line.indent === 1 ? '' : 's'}`;
  return {
    line: line.number,
    column: line.indent + 1,
    found: `this line stands ${spaces} in, its neighbours ${neighbours.join(' or ')}`,
    mend: 'Give it as many spaces as its neighbours; what belongs to it stands two further in.',
  };
}

function mixed({ number, indent, isItem }: WrittenLine): YamlMistake {
  const found = isItem
    ? 'a line with `-` stands among lines without it'
    : 'a line without `-` stands among lines with it';
  const mend = isItem
    ? 'Remove the `-`: each of these lines is `name: value`.'
    : 'Begin it with `- `; or give it two spaces more, where it belongs to the line above.';
  return { line: number, column: indent + 1, found, mend };
}
