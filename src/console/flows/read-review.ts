import { contentHashes } from '../../flow/edit/content-hashes.ts';
import { languageOf } from '../../flow/edit/draft-files.ts';
import { areTwoPeople, type Newcomers, readNewcomers } from '../../engine/second-person.ts';
import type { ReviewAct, ReviewFacts, ReviewKind } from '../../release/review-facts.ts';
import { holdsUp } from '../../proof/holds-up.ts';
import { planFor, sentPlan } from '../../release/rules.ts';
import { reviewActs, type StoredAct } from '../../store/approvals.ts';
import type { Db } from '../../store/connect.ts';
import { draftEditors } from '../../store/draft-history.ts';
import { translationBases } from '../../store/translations.ts';
import type { Draft } from '../../store/drafts.ts';
import { staffNames } from '../../store/staff-accounts.ts';
import type { Ask } from '../frame/route.ts';
import { fewPeople } from './few-people.ts';
import { askedOf, type AskedText, askedTexts } from '../translate/asked-texts.ts';
import { openDraft } from './open-draft.ts';
import { proofSoon, type Soon } from './proof-soon.ts';
import { type DraftProof, proveDraft } from './prove-draft.ts';
import { releasedFiles, type ReleasedFiles } from './released-files.ts';

/** A draft with everything that its release waits for. */
export type Review = {
  draft: Draft;
  released: ReleasedFiles | undefined;
  proof: DraftProof;
  facts: ReviewFacts;
  acts: readonly StoredAct[];
  /** What stayed while another language changed, also before this draft. */
  asked: readonly AskedText[];
  /** Of everybody who did something about it. */
  names: ReadonlyMap<string, string>;
};

/** The same while its proof may still be on its way: nothing but what the proof says waits for it. */
export type Seen = Omit<Review, 'proof'> & { proof?: DraftProof };

/** Undefined where there is no such flow. */
export async function readReview(ask: Ask, flow: string): Promise<Review | undefined> {
  const { parts } = ask;
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return undefined;
  const proof = await proveDraft(parts, flow, draft.files);
  return { draft, proof, ...(await readStanding(ask, draft, errorsOf(ask, proof))) };
}

/** A page waits for no proof that takes long, and one of what reads as it is released needs none. */
export async function readSoon(
  ask: Ask,
  draft: Draft,
): Promise<{ review: Seen; proved: Soon | undefined; before: Soon | undefined }> {
  const review = { draft, ...(await readStanding(ask, draft)) };
  const { released, facts } = review;
  if (!facts.isChanged) return { review, proved: undefined, before: undefined };
  const [proved, before] = await Promise.all([
    proofSoon(ask, draft.flow, draft.files),
    // What it costs is set beside what it has cost.
    released && proofSoon(ask, draft.flow, released.files),
  ]);
  if (proved.kind !== 'proved') return { review, proved, before };
  const { proof } = proved;
  return {
    review: { ...review, proof, facts: { ...facts, errors: errorsOf(ask, proof) } },
    proved,
    before,
  };
}

/** Whoever sent or approved these very words did so only because they had no mistakes. */
export function wasProved({ acts, content }: ReviewFacts): boolean {
  return acts.some(({ kind, hash }) => hash === content && PROVED_BY.includes(kind));
}

const PROVED_BY: readonly ReviewKind[] = ['sent', 'peer_approved', 'approved'];

/** What was said of a draft, without its proof: whoever only reads and signs waits for none. */
export async function readStanding(
  ask: Ask,
  draft: Draft,
  errors = 0,
): Promise<Omit<Review, 'draft' | 'proof'>> {
  const { parts, now } = ask;
  const { flow, files } = draft;
  const released = await releasedFiles(parts, flow);
  const [acts, editors, rows, newcomers] = await Promise.all([
    parts.pool.run((db) => reviewActs(db, flow)),
    parts.pool.run((db) => draftEditors(db, flow)),
    parts.pool.run((db) => translationBases(db, flow)),
    parts.pool.run((db) => readNewcomers(db, { now, demo: parts.demo })),
  ]);
  const ids = [...acts.map(({ by }) => by), ...editors.map(({ staffId }) => staffId)];
  const names = await parts.pool.run((db) => staffNames(db, [...new Set(ids)]));
  const authors = editors.map(({ staffId, path }) => ({ staffId, language: languageOf(path) }));
  const { languages: spoken } = parts.programme;
  const isFew = await fewPeople(parts, flow, now);
  const asked = askedTexts(
    { files, released: released?.files ?? new Map(), rows },
    { flow, spoken },
  );
  const facts = factsOf(
    spoken,
    { draft, released, errors, newcomers, asked, isFew },
    authors,
    acts,
  );
  return { released, facts, acts, asked, names };
}

/** What must be mended before anybody is asked to read it. */
function errorsOf(
  { parts }: Pick<Ask, 'parts'>,
  { findings, release, report }: DraftProof,
): number {
  const { languages: heard } = parts.programme;
  const errors = findings.filter((one) => holdsUp(one, heard)).length;
  if (errors > 0 || release !== undefined) return errors;
  // A part is no release of its own; it has none, and may be whole all the same.
  return report.findings.filter((one) => holdsUp(one, heard)).length;
}

type Known = {
  draft: Draft;
  released: ReleasedFiles | undefined;
  errors: number;
  newcomers: Newcomers;
  asked: readonly AskedText[];
  isFew: boolean;
};

function factsOf(
  spoken: readonly string[],
  { draft, released, errors, newcomers, asked, isFew }: Known,
  authors: ReviewFacts['authors'],
  acts: readonly StoredAct[],
): ReviewFacts {
  const now = contentHashes(draft.flow, draft.files);
  const then = released && contentHashes(draft.flow, released.files);
  const languages = spoken.flatMap((language) => {
    const hash = now.languages.get(language);
    if (hash === undefined) return [];
    const isSame = then?.languages.get(language) === hash;
    const isSignedInFile = isSame && then.signedInFile.has(language);
    const copies = now.copies.get(language) ?? 0;
    return [{ language, hash, isSignedInFile, copies, asked: askedOf(asked, language) }];
  });
  return {
    isSent: draft.state === 'in_review',
    isChanged: draft.state !== 'released' && then?.content !== now.content,
    errors,
    content: now.content,
    languages,
    authors,
    ...saidNow(acts, isFew),
    isFew,
    isOne: (account, other) => !areTwoPeople(newcomers, account, other),
  };
}

/** The same with what was said meanwhile, for whoever decides under the lock of the draft. */
export async function factsNow(
  db: Db,
  { draft, facts }: Pick<Review, 'draft' | 'facts'>,
): Promise<ReviewFacts> {
  return { ...facts, ...saidNow(await reviewActs(db, draft.flow), facts.isFew) };
}

function saidNow(stored: readonly StoredAct[], isFew: boolean): Pick<ReviewFacts, 'acts' | 'plan'> {
  const acts = stored.map(actOf);
  return { acts, plan: planFor(sentPlan(acts), isFew) };
}

function actOf({ kind, by, at, hash, language, words, plan }: StoredAct): ReviewAct {
  const known: ReviewKind = kind;
  const about = { language: language ?? undefined, words: words ?? undefined };
  return { kind: known, by, at, hash, ...about, plan };
}

/** Whether all that is wrong are conversations that are played otherwise than they are written. */
export function isOnlyPlayed(
  { parts }: Pick<Ask, 'parts'>,
  { proof }: Pick<Seen, 'proof'>,
): boolean {
  const { languages: heard } = parts.programme;
  const errors = (proof?.findings ?? []).filter((one) => holdsUp(one, heard));
  return errors.length > 0 && errors.every(({ code }) => code === 'transcript_differs');
}
