import { auditEntry } from '../../engine/audit-entry.ts';
import { newId } from '../../base/ids.ts';
import { writeAudit } from '../../store/audit.ts';
import { addComment } from '../../store/approvals.ts';
import type { Draft } from '../../store/drafts.ts';
import { saveBases } from '../../store/translations.ts';
import { rewordedQuery } from '../flows/followed-note.ts';
import type { SavedEdit } from '../flows/open-draft.ts';
import { saveTexts } from '../flows/save-texts.ts';
import type { Ask } from '../frame/route.ts';
import { applyWords } from './apply-words.ts';
import { type Desk, placeOf } from './open-desk.ts';
import { pairOf, type Unit, wordsHash } from './units.ts';

/** A translation that was typed; `basis` is what it was made from, the source as it reads now where nothing else is said. */
export type Typed = { id: string; words: string; basis?: string };
export type Remark = { id: string; words: string };

/** `examples`: what the next page says of the kept examples that show these words. */
type SavedWords =
  | { kind: 'saved'; examples: Record<string, string> }
  | { kind: 'unwritable' }
  | Exclude<SavedEdit, { kind: 'saved' }>;

/** Characters of a remark: a few sentences. */
export const REMARK_MAX = 500;

/**
 * Saves translations that differ from those of the revision that was shown, so that what somebody else has saved meanwhile
 * and nobody touched here stays; kept examples show them by the same save. Then notes from which words each was made. `unwritable`: the file is written in a way that
 * is not safely changed, and nothing of it was saved.
 */
export async function saveWords(
  ask: Ask,
  desk: Desk,
  revision: number,
  typed: readonly Typed[],
): Promise<SavedWords> {
  const { languages, released, bases } = desk;
  const { flow } = desk.draft;
  let isWritable = true;
  const { saved, examples } = await saveTexts(ask, desk.draft, revision, (files) => {
    const shown = pairOf({ files, released, bases }, flow, languages);
    const words = typed.flatMap(({ id, words: said }) => {
      const unit = shown?.units.find((one) => one.id === id);
      return unit === undefined || said === unit.target ? [] : [{ unit, words: said }];
    });
    const applied = applyWords(files, flow, languages.to, words);
    isWritable = applied.ok;
    return applied.ok ? applied.files : files;
  });
  if (!isWritable) return { kind: 'unwritable' };
  if (saved.kind !== 'saved') return saved;
  await noteBases(ask, desk, saved.draft, typed);
  return { kind: 'saved', examples: rewordedQuery(examples) };
}

async function noteBases(
  ask: Ask,
  desk: Desk,
  draft: Draft,
  typed: readonly Typed[],
): Promise<void> {
  const { languages, released, bases: known } = desk;
  const { flow, files } = draft;
  const now = pairOf({ files, released, bases: known }, flow, languages);
  const units = new Map((now?.units ?? []).map((unit): [string, Unit] => [unit.id, unit]));
  const bases = typed.flatMap(({ id, basis }) => {
    const unit = units.get(id);
    return unit === undefined ? [] : [{ unit: id, sourceHash: basis ?? wordsHash(unit.source) }];
  });
  const { staff, now: at, parts } = ask;
  const { from: sourceLanguage, to: language } = languages;
  const saved = { flow, language, sourceLanguage, bases, by: staff.id, now: at };
  await parts.pool.transact((tx) => saveBases(tx, saved));
}

/** Adds what was said about texts, for whoever translates and signs. */
export async function addRemarks(ask: Ask, desk: Desk, remarks: readonly Remark[]): Promise<void> {
  if (remarks.length === 0) return;
  const { parts, staff, now } = ask;
  const { flow } = desk.draft;
  await parts.pool.transact(async (tx) => {
    for (const { id, words } of remarks) {
      const place = placeOf(desk.languages.to, id);
      const comment = { id: newId(now.getTime()), flow, place, by: staff.id, at: now };
      await addComment(tx, { ...comment, words: words.slice(0, REMARK_MAX) });
    }
    const detail = `${flow} ${desk.languages.to} ${remarks.length}`;
    const act = { actor: staff.id, action: 'draft_commented' as const, detail, now };
    await writeAudit(tx, auditEntry(parts.keyring, act), { now });
  });
}
