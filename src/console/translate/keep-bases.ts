import { languagesIn, textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { missingIn } from '../../flow/edit/yaml-text.ts';
import type { Tx } from '../../store/connect.ts';
import { saveBases, translationBases } from '../../store/translations.ts';
import {
  copiesIn,
  pairOf,
  placeIn,
  readWords,
  sourceOf,
  type Unit,
  wordingIn,
  wordsHash,
} from './units.ts';

type Saved = { flow: string; spoken: readonly string[]; by: string; now: Date };
type Versions = { before: DraftFiles; after: DraftFiles };
type Basis = { unit: string; sourceHash: string };

/**
 * Notes for every language from what its words were made, wherever somebody has saved them: what is written now was made
 * from the source as it reads now; what stays while the source changes, from the source as it read before.
 */
export async function keepBases(tx: Tx, saved: Saved, versions: Versions): Promise<void> {
  const { flow } = saved;
  const { before, after } = versions;
  const from = sourceIn(after, saved);
  if (from === undefined) return;
  const isSame = (language: string) =>
    before.get(textsPath(flow, language)) === after.get(textsPath(flow, language));
  for (const to of languagesIn(after, flow)) {
    if (to === from || (isSame(from) && isSame(to))) continue;
    const rows = await translationBases(tx, flow, to);
    const known = new Set(rows.map(({ unit }) => unit));
    const bases = basesBetween(flow, { from, to }, versions, known);
    await save(tx, saved, { from, to }, bases);
  }
}

/** Whoever signs a language says that it is right beside the source as it reads now. */
export async function keepSigned(
  tx: Tx,
  saved: Saved,
  files: DraftFiles,
  to: string,
): Promise<void> {
  const from = sourceIn(files, saved);
  if (from === undefined || from === to) return;
  const bases = unitsOf(files, saved.flow, { from, to }).map(madeNow);
  await save(tx, saved, { from, to }, bases);
}

type Between = { from: string; to: string };

function basesBetween(
  flow: string,
  { from, to }: Between,
  { before, after }: Versions,
  known: ReadonlySet<string>,
): Basis[] {
  const [source, target] = [from, to].map((one) => readWords(before, flow, one));
  const copies = missingIn(before.get(textsPath(flow, to)) ?? '');
  return unitsOf(after, flow, { from, to }).flatMap((unit) => {
    const was = wordingIn(source, unit);
    const isKept = wordingIn(target, unit) === unit.target && !copies.has(placeIn(unit).join('.'));
    if (!isKept || was === undefined) return [madeNow(unit)];
    if (was === unit.source || known.has(unit.id)) return [];
    return [{ unit: unit.id, sourceHash: wordsHash(was) }];
  });
}

/** What stands in both languages and says something; words for an answer are each language's own. */
function unitsOf(files: DraftFiles, flow: string, languages: Between): Unit[] {
  const units = pairOf({ files, released: new Map(), bases: new Map() }, flow, languages)?.units;
  return (units ?? []).filter(({ kind, target }) => kind !== 'answer' && target !== undefined);
}

function madeNow({ id, source }: Unit): Basis {
  return { unit: id, sourceHash: wordsHash(source) };
}

function save(
  tx: Tx,
  { flow, by, now }: Saved,
  { from: sourceLanguage, to: language }: Between,
  bases: readonly Basis[],
): Promise<void> {
  return saveBases(tx, { flow, language, sourceLanguage, bases, by, now });
}

function sourceIn(files: DraftFiles, { flow, spoken }: Saved): string | undefined {
  const all = languagesIn(files, flow);
  const own = spoken.filter((one) => all.includes(one));
  return sourceOf(own.length > 0 ? own : all, (one) => copiesIn(files, flow, one));
}
