import { textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { parseTexts } from '../../flow/parse-texts.ts';
import type { ReviewFacts } from '../../release/review-facts.ts';
import type { StoredAct } from '../../store/approvals.ts';
import { pairOf, type Unit, wordsHash } from '../translate/units.ts';

/** A text with its place: the same words elsewhere are another text, and other words in its place too. */
export function textHash({ kind, name, source }: Pick<Unit, 'kind' | 'name' | 'source'>): string {
  return wordsHash(`${kind} ${name}\n${source}`);
}

/** Everything that a reviewer of a language reads, each text once. */
function textsIn(files: DraftFiles, flow: string, language: string): readonly Unit[] {
  const none = new Map<string, string>();
  const pair = { from: language, to: language };
  return pairOf({ files, released: none, bases: none }, flow, pair)?.units ?? [];
}

/** Of one language alone: all of a flow takes ten times as long to read. */
function isSignedInFile(files: DraftFiles, flow: string, language: string): boolean {
  const path = textsPath(flow, language);
  const read = parseTexts(files.get(path) ?? '', path, language);
  return read.ok && read.texts.reviewed !== undefined;
}

/** What has to be known to say who has read which text. */
export type Known = {
  draft: { flow: string; files: DraftFiles };
  released: { files: DraftFiles } | undefined;
  acts: readonly StoredAct[];
  facts?: Pick<ReviewFacts, 'authors' | 'isOne'>;
};

/**
 * Texts of a language that a reviewer was shown when she signed, in this draft or before, and those of a file that was signed as a
 * whole. Whoever writes a language of this draft reads it for nobody else.
 */
export function readBefore({ draft, released, acts, facts }: Known, language: string): Set<string> {
  const inFile =
    released !== undefined && isSignedInFile(released.files, draft.flow, language)
      ? textsIn(released.files, draft.flow, language).map(textHash)
      : [];
  const round = acts.findLastIndex(({ kind }) => kind === 'closed') + 1;
  const isOwn = (by: string) =>
    facts?.authors.some((one) => one.language === language && facts.isOne(one.staffId, by)) ===
    true;
  const signed = acts.filter(
    (act, place) =>
      act.kind === 'signed' && act.language === language && !(place >= round && isOwn(act.by)),
  );
  return new Set([...inFile, ...signed.flatMap(({ texts }) => texts ?? [])]);
}

/** Texts of a language, as they read now, that no reviewer of it has ever read. */
export function neverRead(known: Known, language: string): Unit[] {
  const read = readBefore(known, language);
  const { flow, files } = known.draft;
  return textsIn(files, flow, language).filter((unit) => !read.has(textHash(unit)));
}
