import { createRecall } from '../../base/recall.ts';
import { contentHash } from '../../base/seal.ts';
import { languagesIn, textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { openDrafts } from '../../store/approvals.ts';
import { type Draft, readDraft } from '../../store/drafts.ts';
import { translationBases } from '../../store/translations.ts';
import { releasedFiles } from '../flows/released-files.ts';
import type { Ask } from '../frame/route.ts';
import { copiesIn, type Languages, pairOf, sourceOf } from './units.ts';

/** Drafts looked at, the newest first: more are not being worked on at once. */
const DRAFTS_MAX = 20;
/** Counts kept: of every draft in each of a programme's languages. */
const KEPT_MAX = 200;

/** What one draft lacks in one language that the programme speaks. */
export type OpenTexts = Languages & { flow: string; missing: number; changed: number };
type Counts = Pick<OpenTexts, 'missing' | 'changed'>;

const recallCounts = createRecall<Counts>(KEPT_MAX);

/** Texts of open drafts that are not translated, or were changed since, by flow and language. */
export async function openTexts(ask: Pick<Ask, 'parts'>): Promise<OpenTexts[]> {
  const { parts } = ask;
  const drafts = (await parts.pool.run(openDrafts)).slice(0, DRAFTS_MAX);
  const all = await Promise.all(drafts.map(({ flow }) => openTextsOf(ask, flow)));
  return all.flat().filter(({ missing, changed }) => missing + changed > 0);
}

/** What drafts lack in languages that the programme does not speak: `languages` of them, `texts` in all. */
type OtherTexts = { flow: string; languages: number; texts: number };

export async function otherTexts({ parts }: Pick<Ask, 'parts'>): Promise<OtherTexts[]> {
  const drafts = (await parts.pool.run(openDrafts)).slice(0, DRAFTS_MAX);
  const all = await Promise.all(
    drafts.map(({ flow }) => parts.pool.run((db) => readDraft(db, flow))),
  );
  return all.flatMap((draft) => {
    if (draft === undefined) return [];
    const { flow, files } = draft;
    const copies = copiesElsewhere(files, flow, parts.programme.languages);
    return copies.texts === 0 ? [] : [{ flow, ...copies }];
  });
}

/** Words that wait for their translation into languages which a programme does not speak: they hold nothing up. */
export function copiesElsewhere(
  files: DraftFiles,
  flow: string,
  spoken: readonly string[],
): Omit<OtherTexts, 'flow'> {
  const copies = languagesIn(files, flow)
    .filter((one) => !spoken.includes(one))
    .map((one) => copiesIn(files, flow, one))
    .filter((count) => count > 0);
  return { languages: copies.length, texts: copies.reduce((sum, count) => sum + count, 0) };
}

async function openTextsOf({ parts }: Pick<Ask, 'parts'>, flow: string): Promise<OpenTexts[]> {
  const draft = await parts.pool.run((db) => readDraft(db, flow));
  if (draft === undefined) return [];
  const { languages } = parts.programme;
  const all = languagesIn(draft.files, flow);
  const from = sourceOf(
    languages.filter((one) => all.includes(one)),
    (one) => copiesIn(draft.files, flow, one),
  );
  if (from === undefined) return [];
  const released = (await releasedFiles(parts, flow))?.files ?? new Map();
  const others = languages.filter((one) => one !== from && all.includes(one));
  return Promise.all(
    others.map(async (to) => {
      const rows = await parts.pool.run((db) => translationBases(db, flow, to));
      const own = rows.filter(({ sourceLanguage }) => sourceLanguage === from);
      const bases = new Map(own.map(({ unit, sourceHash }) => [unit, sourceHash]));
      return { flow, from, to, ...countsOf({ draft, released, bases }, { from, to }) };
    }),
  );
}

type Stand = { draft: Draft; released: DraftFiles; bases: ReadonlyMap<string, string> };

/** A file that cannot be read has no texts to count; the proof says so. */
function countsOf({ draft, released, bases }: Stand, languages: Languages): Counts {
  const { flow, files } = draft;
  const texts = [files, released].flatMap((of) =>
    [languages.from, languages.to].map((one) => of.get(textsPath(flow, one)) ?? ''),
  );
  const key = contentHash(JSON.stringify([flow, languages, texts, [...bases]]));
  return recallCounts(key, () => {
    const units = pairOf({ files, released, bases }, flow, languages)?.units ?? [];
    const count = (state: string) => units.filter((unit) => unit.state === state).length;
    return { missing: count('missing'), changed: count('changed') };
  });
}
