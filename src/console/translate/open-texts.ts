import { createRecall } from '../../base/recall.ts';
import { contentHash } from '../../base/seal.ts';
import { languagesIn, textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { openDrafts } from '../../store/approvals.ts';
import { readDraft } from '../../store/drafts.ts';
import { translationBases } from '../../store/translations.ts';
import { releasedFiles } from '../flows/released-files.ts';
import type { Ask } from '../frame/route.ts';
import { askedTexts } from './asked-texts.ts';
import { spokenIn } from './pairs.ts';
import { copiesIn, type Languages, pairOf, sourceOf } from './units.ts';

/** Drafts looked at, the newest first: more are not being worked on at once. */
const DRAFTS_MAX = 20;
/** Counts kept: of every draft in each of a programme's languages. */
const KEPT_MAX = 200;

/** What one draft lacks in one language that the programme speaks. */
export type OpenTexts = Languages & { flow: string; missing: number; changed: number };

const recallMissing = createRecall<number>(KEPT_MAX);

/** Texts of open drafts that are not translated, or were changed since, by flow and language. */
export async function openTexts(ask: Pick<Ask, 'parts'>): Promise<OpenTexts[]> {
  const { parts } = ask;
  const drafts = (await parts.pool.run(openDrafts)).slice(0, DRAFTS_MAX);
  const all = await Promise.all(drafts.map(({ flow }) => openTextsOf(ask, flow)));
  return all.flat().filter(({ missing, changed }) => missing + changed > 0);
}

/** What drafts lack in languages that the programme does not speak: `languages` of them, `texts` in all. */
type OtherTexts = { flow: string; languages: number; texts: number; first: string };

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
    .map((language) => ({ language, count: copiesIn(files, flow, language) }))
    .filter(({ count }) => count > 0);
  const texts = copies.reduce((sum, { count }) => sum + count, 0);
  return { languages: copies.length, texts, first: copies[0]?.language ?? '' };
}

/** What a translation lacks, and what stayed while another language changed, by the language that changed. */
async function openTextsOf({ parts }: Pick<Ask, 'parts'>, flow: string): Promise<OpenTexts[]> {
  const { languages: spoken } = parts.programme;
  const [draft, rows] = await Promise.all([
    parts.pool.run((db) => readDraft(db, flow)),
    parts.pool.run((db) => translationBases(db, flow)),
  ]);
  if (draft === undefined) return [];
  const { files } = draft;
  const own = spokenIn(files, { flow, spoken });
  const source = sourceOf(own, (one) => copiesIn(files, flow, one));
  if (source === undefined) return [];
  const released = (await releasedFiles(parts, flow))?.files ?? new Map();
  const asked = askedTexts({ files, released, rows }, { flow, spoken });
  return own.flatMap((to) =>
    own
      .filter((from) => from !== to)
      .map((from) => {
        const changed = asked.filter((one) => one.from === from && one.to === to).length;
        const missing = from === source ? missingOf(files, flow, { from, to }) : 0;
        return { flow, from, to, missing, changed };
      }),
  );
}

/** A file that cannot be read has no texts to count; the proof says so. */
function missingOf(files: DraftFiles, flow: string, languages: Languages): number {
  const texts = [languages.from, languages.to].map((one) => files.get(textsPath(flow, one)) ?? '');
  const key = contentHash(JSON.stringify([flow, languages, texts]));
  return recallMissing(key, () => {
    const now = { files, released: new Map<string, string>(), bases: new Map<string, string>() };
    const units = pairOf(now, flow, languages)?.units ?? [];
    return units.filter(({ state }) => state === 'missing').length;
  });
}
