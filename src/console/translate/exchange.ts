import { type PoEntry, readPo, writePo } from './po.ts';
import { readSheet, writeSheet } from './sheet.ts';
import { type Languages, type Unit, wordsHash } from './units.ts';

/** What translators said of each unit, the oldest first. */
export type Comments = ReadonlyMap<string, readonly string[]>;
export type Format = 'csv' | 'po';

/** A row of a file that came back. */
export type ExchangedRow = {
  line: number;
  id: string;
  words: string;
  comments: readonly string[];
  /** Hashes of the source and of the translation as they were when the file left; undefined in files of others. */
  was: { source: string; target: string } | undefined;
  /** Its translator is not sure of it. */
  isUnsure: boolean;
};

/** `why`: the end of a word key. */
export type FileFault = { line: number; why: string; values?: Readonly<Record<string, string>> };
export type Exchanged =
  | { ok: true; rows: readonly ExchangedRow[] }
  | { ok: false; faults: readonly FileFault[] };

type Sent = { flow: string; languages: Languages; units: readonly Unit[]; comments: Comments };

const ID = 'id';
const STATE = 'state';
const WAS = 'was';
const COMMENTS = 'comments';
const HEAD_FLOW = 'X-Mazano-Flow';
const HEAD_FROM = 'X-Mazano-From';
/** Of PO: its translator is to look at it again. */
const UNSURE = 'fuzzy';
const NOTE_WAS = 'was: ';

/** Every text of two languages as a file; nothing in it tells when it was made, so that the same texts are the same file. */
export function writeExchange(format: Format, sent: Sent): string {
  return format === 'csv' ? asSheet(sent) : asPo(sent);
}

function asSheet({ flow, languages, units, comments }: Sent): string {
  const { from, to } = languages;
  const header = [ID, 'channel', from, to, STATE, COMMENTS, WAS];
  const rows = units.map((unit) => [
    contextOf(flow, unit.id),
    unit.form === 'both' ? 'sms+ussd' : unit.form,
    unit.source,
    unit.target ?? '',
    unit.state,
    (comments.get(unit.id) ?? []).join('\n\n'),
    wasOf(unit),
  ]);
  return writeSheet(header, rows);
}

function asPo({ flow, languages, units, comments }: Sent): string {
  const { from, to } = languages;
  const header = {
    'Content-Type': 'text/plain; charset=UTF-8',
    'Content-Transfer-Encoding': '8bit',
    Language: to,
    [HEAD_FLOW]: flow,
    [HEAD_FROM]: from,
  };
  const entries = units.map((unit): PoEntry => ({
    context: contextOf(flow, unit.id),
    source: unit.source,
    target: unit.target ?? '',
    comments: comments.get(unit.id) ?? [],
    notes: [`${NOTE_WAS}${wasOf(unit)}`],
    flags: unit.state === 'changed' ? [UNSURE] : [],
  }));
  return writePo(header, entries);
}

function contextOf(flow: string, id: string): string {
  return `${flow}:${id}`;
}

function wasOf({ source, target }: Unit): string {
  return `${wordsHash(source)}.${wordsHash(target ?? '')}`;
}

/** Reads a file that came back, for this flow and these languages. */
export function readExchange(
  format: Format,
  text: string,
  to: { flow: string; languages: Languages },
): Exchanged {
  return format === 'csv' ? ofSheet(text, to) : ofPo(text, to);
}

type To = { flow: string; languages: Languages };

function ofSheet(text: string, { flow, languages }: To): Exchanged {
  const read = readSheet(text, [ID]);
  if (!read.ok) return { ok: false, faults: [{ line: read.line, why: `file_${read.why}` }] };
  const at = (name: string) => read.header.indexOf(name.toLowerCase());
  const [id, target] = [at(ID), at(languages.to)];
  if (target === -1) {
    const values = { language: languages.to };
    return { ok: false, faults: [{ line: 1, why: 'file_no_language', values }] };
  }
  const rows = read.rows.map(({ line, cells }): ExchangedRow => {
    const cell = (index: number) => cells[index] ?? '';
    const words = cell(target);
    const was = readWas(cell(at(WAS)));
    return {
      line,
      id: unitOf(flow, cell(id)),
      words,
      comments: remarksOf(cell(at(COMMENTS))),
      was,
      // Whoever wrote other words has looked at it, whatever the column says.
      isUnsure: cell(at(STATE)) === 'changed' && was?.target === wordsHash(words),
    };
  });
  return { ok: true, rows };
}

function ofPo(text: string, { flow, languages }: To): Exchanged {
  const read = readPo(text);
  if (!read.ok)
    return { ok: false, faults: read.faults.map(({ line, why }) => ({ line, why: `po_${why}` })) };
  const { Language: language } = read.header;
  if (language !== languages.to) {
    const values = { language: languages.to, found: language ?? '?' };
    return { ok: false, faults: [{ line: 1, why: 'file_other_language', values }] };
  }
  const rows = read.entries.map(
    ({ line, context, target, comments, notes, flags }): ExchangedRow => ({
      line,
      id: unitOf(flow, context),
      words: target,
      comments: comments.flatMap(remarksOf),
      was: readWas(notes.find((note) => note.startsWith(NOTE_WAS))?.slice(NOTE_WAS.length) ?? ''),
      isUnsure: flags.includes(UNSURE),
    }),
  );
  return { ok: true, rows };
}

/** What another flow's file names stays as it is named there, and is not found. */
function unitOf(flow: string, context: string): string {
  const named = context.trim();
  return named.startsWith(`${flow}:`) ? named.slice(flow.length + 1) : named;
}

function readWas(text: string): ExchangedRow['was'] {
  const [, source, target] = /^([0-9a-f]{12})\.([0-9a-f]{12})$/u.exec(text.trim()) ?? [];
  return source === undefined || target === undefined ? undefined : { source, target };
}

/** Remarks as they are kept: no empty lines within one, none around it. */
export function remarksOf(text: string): string[] {
  return text
    .replaceAll(/\r\n?/gu, '\n')
    .split(/\n[ \t]*(?:\n[ \t]*)+/u)
    .map((one) => one.replaceAll(/[ \t]+$/gmu, '').trim())
    .filter((one) => one !== '');
}
