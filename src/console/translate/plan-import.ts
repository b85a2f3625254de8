import { type Problem, tidyWords, type Together } from './check-words.ts';
import type { Comments, ExchangedRow } from './exchange.ts';
import { type Unit, wordsHash } from './units.ts';

/** What one row of a file would do. */
export type Planned = {
  line: number;
  id: string;
  unit: Unit | undefined;
  words: string;
  problems: readonly Problem[];
  /** Remarks that are not there yet. */
  comments: readonly string[];
  /** What the translation was made from; undefined where it is to be looked at again. */
  basis: string | undefined;
  kind:
    | 'same'
    /** The words stay, and its translator says that they are still right. */
    | 'confirmed'
    /** Nothing stands there: it comes in. */
    | 'new'
    /** It takes the place of what stood there when the file left. */
    | 'change'
    /** Somebody has changed it here since: it would be overwritten, and is left unless it is chosen. */
    | 'overwrite'
    /** Nobody touched it in the file, and somebody did here: it stays as it is here. */
    | 'left'
    | 'empty'
    | 'error';
  /** Why it is an error, where it is no problem of its words; the end of a word key. */
  why: 'unknown_id' | 'twice' | undefined;
};

type Now = {
  units: readonly Unit[];
  comments: Comments;
  problemsOf: (unit: Unit, words: string, said: Together) => Problem[];
};

/** What a file would do, row by row, where those of `chosen` are taken together. Nothing is done. */
export function planImport(
  rows: readonly ExchangedRow[],
  now: Now,
  chosen?: ReadonlySet<string>,
): Planned[] {
  const units = new Map(now.units.map((unit) => [unit.id, unit]));
  const seen = new Map<string, number>();
  for (const { id } of rows) seen.set(id, (seen.get(id) ?? 0) + 1);
  const together = rows.flatMap((row) => {
    const unit = units.get(row.id);
    const words = tidyWords(unit?.kind ?? 'text', row.words);
    const isOut = unit === undefined || words === '' || chosen?.has(row.id) === false;
    return isOut ? [] : [{ unit, words }];
  });
  return rows.map((row) => {
    const unit = units.get(row.id);
    const words = tidyWords(unit?.kind ?? 'text', row.words);
    const plain = { line: row.line, id: row.id, unit, words, problems: [], comments: [] };
    const wrong = (why: Planned['why']): Planned => ({
      ...plain,
      kind: 'error',
      why,
      basis: undefined,
    });
    if (unit === undefined) return wrong('unknown_id');
    if ((seen.get(row.id) ?? 0) > 1) return wrong('twice');
    const kind = kindOf(row, unit, words);
    const isTaken = kind === 'new' || kind === 'change' || kind === 'overwrite';
    const problems = isTaken ? now.problemsOf(unit, words, together) : [];
    const isWrong = problems.some(({ severity }) => severity === 'error');
    const known = now.comments.get(row.id) ?? [];
    return {
      ...plain,
      problems,
      comments: row.comments.filter((one) => !known.includes(one)),
      basis: row.isUnsure ? undefined : (row.was?.source ?? wordsHash(unit.source)),
      kind: isWrong ? 'error' : kind,
      why: undefined,
    };
  });
}

function kindOf(row: ExchangedRow, unit: Unit, words: string): Planned['kind'] {
  if (words === '') return 'empty';
  if (words === unit.target)
    return unit.state === 'changed' && !row.isUnsure && row.was !== undefined
      ? 'confirmed'
      : 'same';
  if (unit.target === undefined) return 'new';
  const { was } = row;
  if (was === undefined || was.target === wordsHash(unit.target)) return 'change';
  return was.target === wordsHash(words) ? 'left' : 'overwrite';
}

/** Rows that are taken unless somebody says otherwise. */
export function isTakenAtOnce({ kind }: Pick<Planned, 'kind'>): boolean {
  return kind === 'new' || kind === 'change' || kind === 'confirmed';
}

/** Rows that could be taken. */
export function canBeTaken({ kind }: Planned): boolean {
  return kind === 'overwrite' || isTakenAtOnce({ kind });
}
