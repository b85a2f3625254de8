/** A line of a file that cannot be read as YAML, as far as it can be understood by itself. Columns are from 0. */
export type WrittenLine = {
  /** From 1. */
  number: number;
  /** Spaces before it. */
  indent: number;
  /** Whether it begins with `- `. */
  isItem: boolean;
  /** Where its name stands: behind `- `, where there is one. */
  keyAt: number;
  /** The name before the colon. */
  key: string | undefined;
  /** What stands behind the colon, or the whole line, without a remark. */
  value: string;
  valueAt: number;
  /** A quote or bracket that begins the value is closed in time, or not; `rest` is what stands behind it. */
  closes: 'plain' | 'closed' | 'open';
  rest: string;
};

/** A longer line is no line that a person typed, and is not looked into. */
const LINE_MAX = 2_000;
/** What a quote or bracket holds goes over so many lines at most; each of them is read again, and that must end. */
const OPEN_LINES_MAX = 40;

/** The lines that say something by themselves: not what goes on in a quote, in brackets or in a block of text. */
export function writtenLines(source: string): WrittenLine[] {
  const lines: WrittenLine[] = [];
  let open: WrittenLine | undefined;
  let block: number | undefined;
  let more = 0;
  for (const [index, raw] of source.split('\n').entries()) {
    const text = raw.slice(0, LINE_MAX).trimEnd();
    const line = writtenLine(text, index + 1);
    if (line === undefined) continue;
    if (block !== undefined && line.indent > block) continue;
    block = undefined;
    // A line that looks like the next one says that the bracket or quote before it was forgotten.
    const goesOn = line.key === undefined || line.indent > (open?.indent ?? 0);
    if (open !== undefined && goesOn && ++more < OPEN_LINES_MAX) {
      open.value += ` ${text.trim()}`;
      Object.assign(open, closing(open.value));
      if (open.closes !== 'open') open = undefined;
      continue;
    }
    open = line.closes === 'open' ? line : undefined;
    more = 0;
    if (/^[|>][-+\d]*$/u.test(line.value)) block = line.indent;
    lines.push(line);
  }
  return lines;
}

function writtenLine(text: string, number: number): WrittenLine | undefined {
  const before = /^[ \t]*/u.exec(text)?.[0] ?? '';
  let rest = text.slice(before.length);
  if (rest === '' || rest.startsWith('#') || rest === '---') return undefined;
  let keyAt = before.length;
  const dashes = /^(?:- +|-$)+/u.exec(rest)?.[0] ?? '';
  keyAt += dashes.length;
  rest = rest.slice(dashes.length);
  const named = nameIn(rest);
  const valueAt = keyAt + (named?.length ?? 0);
  const value = withoutRemark(rest.slice(named?.length ?? 0));
  const place = { number, indent: before.length, isItem: dashes !== '', keyAt, key: named?.name };
  return { ...place, value, valueAt, ...closing(value) };
}

/** `name: `, and how long that is with its spaces. A name may stand in quotes. */
function nameIn(text: string): { name: string; length: number } | undefined {
  const isQuoted = /^["']/u.test(text);
  const from = isQuoted ? endOf(text) : 0;
  if (from === undefined || /^[{}[\],#&*!|>%@`:]/u.test(text)) return undefined;
  const colon = text.slice(from).search(/:(?: |$)/u);
  if (colon === -1 || (isQuoted && text.slice(from, from + colon).trim() !== '')) return undefined;
  const behind = text.slice(from + colon + 1);
  const spaces = behind.length - behind.trimStart().length;
  return { name: text.slice(0, from + colon).trimEnd(), length: from + colon + 1 + spaces };
}

function withoutRemark(value: string): string {
  if (value.startsWith('#')) return '';
  const quoted = /^["']/u.test(value) ? endOf(value) : undefined;
  const at = value.slice(quoted ?? 0).search(/ #/u);
  return at === -1 ? value : value.slice(0, (quoted ?? 0) + at).trimEnd();
}

function closing(value: string): Pick<WrittenLine, 'closes' | 'rest'> {
  if (!/^["'[{]/u.test(value)) return { closes: 'plain', rest: '' };
  const end = endOf(value);
  return end === undefined
    ? { closes: 'open', rest: '' }
    : { closes: 'closed', rest: value.slice(end).trim() };
}

/** Behind the quote or bracket that closes what the value begins with. */
function endOf(value: string): number | undefined {
  const closers: string[] = [];
  for (let at = 0; at < value.length; at++) {
    const letter = value[at] ?? '';
    const last = closers.at(-1);
    if (last === '"' && letter === '\\') at++;
    else if (last === "'" && letter === "'" && value[at + 1] === "'") at++;
    else if (letter === last) {
      closers.pop();
      if (closers.length === 0) return at + 1;
    } else if (last !== '"' && last !== "'") opened(closers, letter, value[at - 1]);
  }
  return undefined;
}

function opened(closers: string[], letter: string, before: string | undefined): void {
  if (letter === '{') closers.push('}');
  if (letter === '[') closers.push(']');
  const isQuote = letter === '"' || letter === "'";
  if (isQuote && (before === undefined || /[\s{[,:]/u.test(before))) closers.push(letter);
}
