import { indentMistake, type Levels } from './yaml-indent.ts';
import { quoted } from './finding.ts';
import { valueMistake } from './yaml-value.ts';
import { type WrittenLine, writtenLines } from './written-lines.ts';

/** Where and how a file is not YAML, in words for somebody who has never heard of YAML. Line and column from 1. */
export type YamlMistake = { line: number; column: number; found: string; mend: string };
/** What the parser stumbled over, with its place. */
export type YamlError = { code: string; line: number; column: number };

/** Words for what can be told from the code of the parser alone (its documentation lists them all). */
const BY_CODE: Record<string, { found: string; mend: string } | undefined> = {
  TAB_AS_INDENT: { found: 'a tab stands here', mend: 'Type two spaces for each level.' },
  BAD_DQ_ESCAPE: {
    found: 'a `\\` inside double quotes means something else',
    mend: 'Leave it out, or write it twice.',
  },
  MULTIPLE_DOCS: { found: 'a second file begins here', mend: 'Remove the line `---`.' },
};

/**
 * The one mistake to mend first. A parser tells where it could not go on, in words of its own, and stumbles over the
 * same mistake again and again; so the lines before that place are looked at, each as its author meant it.
 */
export function yamlMistake(source: string, errors: readonly YamlError[]): YamlMistake {
  const tab = errors.find(({ code }) => code === 'TAB_AS_INDENT');
  const first = tab ?? errors.toSorted((a, b) => a.line - b.line || a.column - b.column)[0];
  const place = { line: first?.line ?? 1, column: first?.column ?? 1 };
  const known = first === undefined ? undefined : BY_CODE[first.code];
  if (known !== undefined) return { ...place, ...known };
  const seen = seenIn(writtenLines(source));
  // Of a line without its neighbours' indentation only the line behind it tells.
  if (seen !== undefined && seen.line <= place.line + 1) return seen;
  return {
    ...place,
    found: 'something in this line, or just above it, is not as it must be',
    mend: 'Compare it with its neighbours: as many spaces, `name: value` with a colon and a space, quotes and brackets closed.',
  };
}

function seenIn(lines: readonly WrittenLine[]): YamlMistake | undefined {
  const levels: Levels = [];
  let before: WrittenLine | undefined;
  for (const [index, line] of lines.entries()) {
    if (line.key === undefined && !line.isItem) {
      const mistake = noColon(line, before, lines[index + 1]);
      if (mistake !== undefined) return mistake;
      continue;
    }
    const mistake = valueMistake(line) ?? indentMistake(lines, index, before, levels);
    if (mistake !== undefined) return mistake;
    before = line;
  }
  return undefined;
}

/** A line without a name, which does not go on with the text above it. */
function noColon(
  { number: line, indent, value }: WrittenLine,
  before: WrittenLine | undefined,
  after: WrittenLine | undefined,
): YamlMistake | undefined {
  const isBelow = before !== undefined && indent > before.keyAt;
  if (isBelow && before.value !== '') return undefined;
  // `name:` may have its text in the line below; then nothing stands beside that.
  if (isBelow && (after?.key === undefined || after.indent < indent)) return undefined;
  const place = { line, column: indent + 1 };
  const glued = /^([\w-]+):(\S.*)$/u.exec(value);
  if (glued !== null)
    return {
      ...place,
      found: `no space stands behind the colon of \`${glued[1]}\``,
      mend: `Write ${quoted(`${glued[1]}: ${glued[2]}`)}.`,
    };
  const [, word, rest] = /^([\w-]+)(?:$| +(.*))/u.exec(value) ?? [];
  if (word === undefined) return undefined;
  const goesOn = (rest ?? '').includes(' ')
    ? ' If it goes on with the text above, write it there.'
    : '';
  return {
    ...place,
    found: `no colon stands behind \`${word}\``,
    mend: `Write ${quoted(rest === undefined ? `${word}:` : `${word}: ${rest}`)}.${goesOn}`,
  };
}
