import { keepList, LIST_MIN } from '../../engine/invite-lists.ts';
import { localDate } from '../../engine/local-date.ts';
import { see, type Answer } from '../frame/answer.ts';
import type { Mistake } from '../frame/forms.ts';
import type { Ask } from '../frame/route.ts';
import { invitationsPage } from './lists-page.ts';
import { NUMBERS_MAX, readNumbers, type ReadNumbers } from './read-numbers.ts';

/** Letters in which somebody can say where numbers come from. */
const SOURCE_MIN = 10;
const SOURCE_MAX = 200;
const DAY = /^\d{4}-\d\d-\d\d$/u;

/** Takes a file of numbers, or says row by row what is to be put right; nothing is kept then. */
export async function enterNumbers(ask: Ask): Promise<Answer> {
  const { w, form, parts, staff } = ask;
  const source = (form.get('source') ?? '').trim();
  const sourcedOn = form.get('sourced_on') ?? '';
  const file = ask.upload('numbers');
  const read = file === undefined ? undefined : readNumbers(file.text);
  const mistakes: Mistake[] = [...aboutSource(ask, source, sourcedOn)];
  if (read === undefined) mistakes.push({ name: 'numbers', says: w('invitations.no_file') });
  else mistakes.push(...inFile(ask, read));
  if (mistakes.length > 0 || read?.ok !== true)
    return invitationsPage(ask, { source, sourcedOn, mistakes });
  await keepList(parts, { numbers: read.numbers, source, sourcedOn, actor: staff.id });
  return see('/console/invitations', 'invitations.entered');
}

function aboutSource({ w, now, parts }: Ask, source: string, sourcedOn: string): Mistake[] {
  const today = localDate(now, parts.programme.timeZone);
  const isDay = DAY.test(sourcedOn) && !Number.isNaN(Date.parse(sourcedOn));
  return [
    ...(source.length >= SOURCE_MIN && source.length <= SOURCE_MAX
      ? []
      : [{ name: 'source', says: w('invitations.source_missing') }]),
    ...(isDay && sourcedOn <= today
      ? []
      : [{ name: 'sourced_on', says: w('invitations.day_missing') }]),
  ];
}

function inFile({ w }: Ask, read: ReadNumbers): Mistake[] {
  if (read.ok) return [];
  if (read.file !== undefined)
    return [
      {
        name: 'numbers',
        says: w(`invitations.file_${read.file}`, { least: LIST_MIN, most: NUMBERS_MAX }),
      },
    ];
  return [...Map.groupBy(read.rows, ({ kind }) => kind)].map(([kind, rows]) => ({
    name: 'numbers',
    says: w(`invitations.row_${kind}`, {
      count: rows.length,
      lines: inRanges(rows.map(({ line }) => line)).join(', '),
    }),
  }));
}

/** Rows that stand below each other as the first and the last of them: 2, 7–31. */
function inRanges(lines: readonly number[]): string[] {
  const ranges: [number, number][] = [];
  for (const line of lines) {
    const last = ranges.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else ranges.push([line, line]);
  }
  return ranges.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
}
