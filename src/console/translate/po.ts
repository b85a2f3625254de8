/** One message of a PO file. `context` says which text of ours it is. */
export type PoEntry = {
  context: string;
  source: string;
  target: string;
  /** What translators say about it (`# `), remark by remark. */
  comments: readonly string[];
  /** What we say about it (`#. `), line by line. */
  notes: readonly string[];
  flags: readonly string[];
};
type PoHeader = Readonly<Record<string, string>>;

/** Why a file, or a line of it, is no PO; the end of a word key. */
type PoFault = {
  line: number;
  why: 'no_quote' | 'no_keyword' | 'no_header' | 'no_context' | 'plural';
};
export type PoRead =
  | { ok: true; header: PoHeader; entries: readonly (PoEntry & { line: number })[] }
  | { ok: false; faults: readonly PoFault[] };

/** So many mistakes are told; more are the same one again. */
const FAULTS_MAX = 50;
const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\v': '\\v',
  '\f': '\\f',
  '\b': '\\b',
  '\u0007': '\\a',
};
const UNESCAPED: ReadonlyMap<string, string> = new Map(
  Object.entries(ESCAPES).map(([letter, written]) => [written.slice(1), letter]),
);

/** Writes a PO file as GNU gettext has it: UTF-8, one message for each text, lines broken where the text breaks. */
export function writePo(header: PoHeader, entries: readonly PoEntry[]): string {
  const lines = Object.entries(header).map(([name, value]) => `${name}: ${value}\n`);
  const head = ['msgid ""', 'msgstr ""', ...lines.map(quoted)].join('\n');
  return `${[head, ...entries.map(writeEntry)].join('\n\n')}\n`;
}

function writeEntry({ context, source, target, comments, notes, flags }: PoEntry): string {
  // A line `#` alone parts one remark from the next.
  const remarks = comments.flatMap((one, index) => [
    ...(index === 0 ? [] : ['#']),
    ...one.split('\n').map((line) => `# ${line}`),
  ]);
  return [
    ...remarks,
    ...notes.map((note) => `#. ${note}`),
    ...(flags.length === 0 ? [] : [`#, ${flags.join(', ')}`]),
    `msgctxt ${quoted(context)}`,
    `msgid ${asWritten(source)}`,
    `msgstr ${asWritten(target)}`,
  ].join('\n');
}

function asWritten(text: string): string {
  const lines = text.split(/(?<=\n)/u);
  return lines.length < 2 ? quoted(text) : ['""', ...lines.map(quoted)].join('\n');
}

function quoted(text: string): string {
  return `"${text.replaceAll(/[\\"\p{Cc}]/gu, escaped)}"`;
}

function escaped(letter: string): string {
  const code = letter.codePointAt(0) ?? 0;
  return ESCAPES[letter] ?? (code < 0x80 ? `\\${code.toString(8).padStart(3, '0')}` : letter);
}

type Reading = {
  entries: (PoEntry & { line: number })[];
  faults: PoFault[];
  header: PoHeader | undefined;
  open: Open;
};
type Part = 'msgctxt' | 'msgid' | 'msgstr';
type Open = Record<Part, string | undefined> & {
  line: number;
  last: Part | undefined;
  comments: string[];
  notes: string[];
  flags: string[];
};

/** Reads a PO file, of ours or as an editor of PO saved it; what is obsolete (`#~`) is left out. */
export function readPo(text: string): PoRead {
  const reading: Reading = { entries: [], faults: [], header: undefined, open: nothingOpen(1) };
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u);
  for (const [index, line] of lines.entries()) {
    const fault = takeLine(reading, line.trim(), index + 1);
    if (fault !== undefined) reading.faults.push({ line: index + 1, why: fault });
    if (reading.faults.length >= FAULTS_MAX) break;
  }
  closeEntry(reading, lines.length);
  const { entries, faults, header } = reading;
  if (header === undefined && faults.length === 0) faults.push({ line: 1, why: 'no_header' });
  if (faults.length > 0 || header === undefined) return { ok: false, faults };
  return { ok: true, header, entries };
}

function takeLine(reading: Reading, line: string, number: number): PoFault['why'] | undefined {
  if (line === '') {
    closeEntry(reading, number);
    return undefined;
  }
  if (line.startsWith('#')) {
    if (reading.open.last !== undefined) closeEntry(reading, number);
    takeRemark(reading.open, line);
    return undefined;
  }
  const [, word = '', rest = line] = /^([a-z_]+(?:\[\d+\])?)\s+(.*)$/su.exec(line) ?? [];
  if (word === 'msgid_plural' || word.startsWith('msgstr[')) return 'plural';
  if (word !== '' && !isPart(word)) return 'no_keyword';
  const said = unquoted(rest);
  if (said === undefined) return 'no_quote';
  return word === '' ? goOn(reading.open, said) : begin(reading, { word, said, number });
}

function isPart(word: string): word is Part {
  return word === 'msgctxt' || word === 'msgid' || word === 'msgstr';
}

function goOn(open: Open, said: string): PoFault['why'] | undefined {
  const { last } = open;
  if (last === undefined) return 'no_keyword';
  open[last] += said;
  return undefined;
}

/** A message may follow the one before without an empty line. */
function begin(reading: Reading, at: { word: Part; said: string; number: number }): undefined {
  const { word, said, number } = at;
  const begins = word === 'msgctxt' || (word === 'msgid' && reading.open.msgctxt === undefined);
  if (begins && reading.open.last !== undefined) closeEntry(reading, number);
  if (begins) reading.open.line = number;
  reading.open[word] = said;
  reading.open.last = word;
}

function takeRemark({ comments, notes, flags }: Open, line: string): void {
  const mark = line[1] ?? ' ';
  const rest = line.slice(2);
  if (mark === '.') notes.push(rest.trim());
  else if (mark === ',') flags.push(...rest.split(',').map((flag) => flag.trim()));
  else if (mark === ' ') comments.push(line.slice(2));
}

function closeEntry(reading: Reading, number: number): void {
  const { msgctxt, msgid, msgstr, line, last, comments, notes, flags } = reading.open;
  // Remarks stand above their message; an empty line alone does not end them.
  if (last === undefined) return;
  reading.open = nothingOpen(number);
  const fault = (why: PoFault['why']) => void reading.faults.push({ line, why });
  if (msgid === undefined || msgstr === undefined) return fault('no_keyword');
  if (msgctxt === undefined && msgid === '') {
    reading.header = headerOf(msgstr);
    return;
  }
  if (msgctxt === undefined) return fault('no_context');
  const remarks = comments
    .join('\n')
    .split(/\n\n+/u)
    .filter((one) => one !== '');
  const said = { context: msgctxt, source: msgid, target: msgstr };
  reading.entries.push({ ...said, comments: remarks, notes, flags, line });
}

function nothingOpen(line: number): Open {
  const said = { msgctxt: undefined, msgid: undefined, msgstr: undefined };
  return { ...said, line, last: undefined, comments: [], notes: [], flags: [] };
}

function headerOf(text: string): PoHeader {
  return Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const [, name, value = ''] = /^([^:]+):\s*(.*)$/u.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
}

function unquoted(written: string): string | undefined {
  const inside = /^"((?:[^"\\]|\\.)*)"$/su.exec(written)?.[1];
  return inside?.replaceAll(
    /\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))/gsu,
    (_, octal: string | undefined, hex: string | undefined, letter: string) => {
      if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
      if (hex !== undefined) return String.fromCodePoint(Number.parseInt(hex, 16));
      return UNESCAPED.get(letter) ?? letter;
    },
  );
}
