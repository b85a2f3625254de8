import { quoted } from './finding.ts';
import type { WrittenLine } from './written-lines.ts';
import type { YamlMistake } from './yaml-mistake.ts';

/** What is wrong with the text behind a name, or in a line of a list. */
export function valueMistake(line: WrittenLine): YamlMistake | undefined {
  const place = { line: line.number, column: line.valueAt + 1 };
  const { value, closes, rest } = line;
  const first = value[0] ?? '';
  if (value === '') return undefined;
  const isBracket = first === '{' || first === '[';
  if (closes === 'open') {
    const mend = isBracket
      ? `Close it with \`${first === '{' ? '}' : ']'}\`, or put a text in double quotes.`
      : 'Close it: put this text in double quotes.';
    return { ...place, found: `the \`${first}\` that stands here is not closed`, mend };
  }
  if (closes === 'closed') {
    if (rest !== '') return { ...place, ...behindTheClosing(first, value, rest) };
    return isBracket ? commaMistake(line) : undefined;
  }
  if (/^(?:[@`%,*&!\]}]|[-?](?: |$)|[|>](?![-+\d]*$))/u.test(value))
    return { ...place, found: `a text begins with ${mark(first)}`, mend: inDoubleQuotes(value) };
  return /:(?: |$)/u.test(value) ? { ...place, ...colonInside(value) } : undefined;
}

type Words = { found: string; mend: string };

function behindTheClosing(first: string, value: string, rest: string): Words {
  const isBracket = first === '{' || first === '[';
  if (isBracket && /^[}\]]+$/u.test(rest))
    return { found: `one \`${rest[0]}\` is too many`, mend: 'Remove it.' };
  if (isBracket) return { found: `a text begins with ${mark(first)}`, mend: inDoubleQuotes(value) };
  return {
    found: `after the closing \`${first}\` more text follows`,
    mend: `Put the whole text in double quotes, with other marks inside.`,
  };
}

function colonInside(value: string): Words {
  if (value.endsWith('}') && !value.includes('{'))
    return {
      found: 'a `}` stands here without its `{`',
      mend: 'Write `{` behind the first colon.',
    };
  if (/^[“”„‘’]/u.test(value))
    return { found: 'curly quotes stand around a text', mend: 'Write straight ones: `"`.' };
  return { found: 'there is a colon in this text', mend: inDoubleQuotes(value) };
}

function mark(letter: string): string {
  return letter === '`' ? 'a backtick' : `\`${letter}\``;
}

function inDoubleQuotes(value: string): string {
  const shown = value.includes('"') ? '' : `: ${quoted(`"${value}"`)}`;
  return `Put this text in double quotes${shown}.`;
}

/** In `{ a: b c: d }` a comma is missing. */
function commaMistake({ number, value, valueAt }: WrittenLine): YamlMistake | undefined {
  const bare = value.replaceAll(/"[^"]*"|'[^']*'/gu, (text) => '_'.repeat(text.length));
  let at = 0;
  for (const part of bare.split(/[,{}[\]]/u)) {
    const [first, second, third] = part.split(': ');
    if (first !== undefined && second !== undefined && third !== undefined) {
      const word = second.slice(second.lastIndexOf(' ') + 1);
      const column = valueAt + at + first.length + second.length - word.length + 3;
      const found = `no comma stands before \`${word}\``;
      const mend = 'Write one. A text with a colon inside stands in double quotes.';
      return { line: number, column, found, mend };
    }
    at += part.length + 1;
  }
  return undefined;
}
