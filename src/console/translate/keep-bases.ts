import { textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { missingIn } from '../../flow/edit/yaml-text.ts';
import type { Tx } from '../../store/connect.ts';
import { type BasisRow, saveBases, translationBases } from '../../store/translations.ts';
import { basesOf, pairsIn, spokenIn } from './pairs.ts';
import {
  type Bases,
  type Languages,
  pairOf,
  placeIn,
  readWords,
  type Unit,
  wordingIn,
  wordsHash,
} from './units.ts';

type Saved = { flow: string; spoken: readonly string[]; by: string; now: Date };
type Versions = { before: DraftFiles; after: DraftFiles };
type Basis = { unit: string; sourceHash: string };

/**
 * Notes for every language beside which words of the others its own were made, wherever somebody has saved them: what is
 * written now was made beside the others as they read now; what stays while another changes, beside what that read before.
 */
export async function keepBases(tx: Tx, saved: Saved, versions: Versions): Promise<void> {
  const { flow } = saved;
  const { before, after } = versions;
  const isSame = (language: string) =>
    before.get(textsPath(flow, language)) === after.get(textsPath(flow, language));
  const pairs = pairsIn(after, saved).filter(({ from, to }) => !isSame(from) || !isSame(to));
  if (pairs.length === 0) return;
  const rows = await translationBases(tx, flow);
  const waiting = new Map(
    [...new Set(pairs.map(({ from }) => from))].map((one) => [
      one,
      waitingIn(before, saved, rows, one),
    ]),
  );
  for (const pair of pairs) {
    const known = basesOf(rows, pair);
    const follows = waiting.get(pair.from) ?? new Set();
    await save(tx, saved, pair, basesBetween(flow, pair, versions, { known, follows }));
  }
}

/** Whoever signs a language says that it is right beside the others as they read now. */
export async function keepSigned(
  tx: Tx,
  saved: Saved,
  files: DraftFiles,
  to: string,
): Promise<void> {
  for (const pair of pairsIn(files, saved).filter((one) => one.to === to))
    await save(tx, saved, pair, unitsOf(files, saved.flow, pair).map(madeNow));
}

/** What somebody says is still right beside the others as they read now, without changing it. */
export async function keepConfirmed(
  tx: Tx,
  saved: Saved,
  files: DraftFiles,
  { to, units }: { to: string; units: readonly string[] },
): Promise<void> {
  const isMeant = ({ id }: Unit) => units.includes(id);
  for (const pair of pairsIn(files, saved).filter((one) => one.to === to)) {
    const own = unitsOf(files, saved.flow, pair).filter(isMeant);
    await save(tx, saved, pair, own.map(madeNow));
  }
}

/** What of a language waited for somebody: whoever writes it then follows the others, and asks nothing of them. */
function waitingIn(
  files: DraftFiles,
  { flow, spoken }: Saved,
  rows: readonly BasisRow[],
  language: string,
): Set<string> {
  const others = spokenIn(files, { flow, spoken }).filter((one) => one !== language);
  const units = others.flatMap((from) => {
    const pair = { from, to: language };
    const now = { files, released: new Map<string, string>(), bases: basesOf(rows, pair) };
    return pairOf(now, flow, pair)?.units ?? [];
  });
  const open = units.filter(({ state }) => state === 'missing' || state === 'changed');
  return new Set(open.map(({ id }) => id));
}

type Noted = { known: Bases; follows: ReadonlySet<string> };

function basesBetween(
  flow: string,
  { from, to }: Languages,
  { before, after }: Versions,
  { known, follows }: Noted,
): Basis[] {
  const [source, target] = [from, to].map((one) => readWords(before, flow, one));
  const copies = missingIn(before.get(textsPath(flow, to)) ?? '');
  return unitsOf(after, flow, { from, to }).flatMap((unit) => {
    const was = wordingIn(source, unit);
    const isKept = wordingIn(target, unit) === unit.target && !copies.has(placeIn(unit).join('.'));
    if (!isKept || was === undefined) return [madeNow(unit)];
    if (was === unit.source) return [];
    const basis = known.get(unit.id);
    const wasInStep = basis === undefined || basis === wordsHash(was);
    if (wasInStep && follows.has(unit.id)) return [madeNow(unit)];
    return basis === undefined ? [{ unit: unit.id, sourceHash: wordsHash(was) }] : [];
  });
}

/** What stands in both languages and says something; words for an answer are each language's own. */
function unitsOf(files: DraftFiles, flow: string, languages: Languages): Unit[] {
  const units = pairOf({ files, released: new Map(), bases: new Map() }, flow, languages)?.units;
  return (units ?? []).filter(({ kind, target }) => kind !== 'answer' && target !== undefined);
}

function madeNow({ id, source }: Unit): Basis {
  return { unit: id, sourceHash: wordsHash(source) };
}

function save(
  tx: Tx,
  { flow, by, now }: Saved,
  { from: sourceLanguage, to: language }: Languages,
  bases: readonly Basis[],
): Promise<void> {
  return saveBases(tx, { flow, language, sourceLanguage, bases, by, now });
}
