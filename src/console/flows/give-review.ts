import { newId } from '../../base/ids.ts';
import { auditEntry } from '../../engine/audit-entry.ts';
import { type DraftAct, mayAct, type NotNow, planFor } from '../../release/rules.ts';
import { addReviewAct, type StoredAct } from '../../store/approvals.ts';
import { writeAudit } from '../../store/audit.ts';
import type { Tx } from '../../store/connect.ts';
import { lockDraft, setDraftState } from '../../store/drafts.ts';
import type { ReleasePlan } from '../../store/release-stages.ts';
import type { Ask } from '../frame/route.ts';
import { keepSigned } from '../translate/keep-bases.ts';
import { factsNow, type Review } from './read-review.ts';
import { readBefore } from './read-texts.ts';
import { hashesOf, shownHash, shownOf, showsIn, textsOf } from './reading-texts.ts';
import { REASON_MAX } from './release-approvals.ts';

export type Reviewed =
  | { kind: 'done' }
  /** `changed_meanwhile`: it reads differently from what the page has shown. */
  | { kind: 'refused'; why: NotNow | 'changed_meanwhile' };

type About = {
  /** Of what was read: of the language for a signature, else of the whole. */
  content?: string | undefined;
  language?: string | undefined;
  reason?: string | undefined;
  /** How fast it is to go: as it is sent, or as the page has shown it to whoever approves. */
  plan?: string | undefined;
  /** Of a signature: what of the language the page has shown, and a hash of just that. */
  show?: string | undefined;
  read?: string | undefined;
};

/** Does one thing about a draft in review, by the rules, on what was read and nothing else. */
export async function review(
  ask: Ask,
  seen: Review,
  kind: DraftAct,
  about: About = {},
): Promise<Reviewed> {
  const { parts, staff } = ask;
  const { draft, facts } = seen;
  const { language = '' } = about;
  const hash = hashOf(seen, kind, language);
  const meanwhile: Reviewed = { kind: 'refused', why: 'changed_meanwhile' };
  if ((about.content ?? hash) !== hash || isOtherPlan(seen, kind, about)) return meanwhile;
  const texts = kind === 'signed' ? await signedTexts(ask, seen, language, about) : null;
  if (texts === 'others') return meanwhile;
  const reason = (about.reason ?? '').trim().slice(0, REASON_MAX);
  const said = { language, reason, isMore: hasMore(seen, language, texts) };
  const why = mayAct(kind, facts, staff, said);
  if (why !== undefined) return { kind: 'refused', why };
  return parts.pool.transact(async (tx): Promise<Reviewed> => {
    const locked = await lockDraft(tx, draft.flow);
    if (locked?.revision !== draft.revision || locked.state !== draft.state) return meanwhile;
    // What somebody else has said since counts as well, as if they had come one after the other.
    const then = await factsNow(tx, seen);
    if (isApproval(kind) && then.plan !== facts.plan) return meanwhile;
    const still = mayAct(kind, then, staff, said);
    if (still !== undefined) return { kind: 'refused', why: still };
    const words = kind === 'blocked' ? reason : null;
    await writeAct(tx, ask, seen, {
      kind,
      hash,
      language,
      words,
      plan: planOf(seen, kind, about.plan),
      texts,
    });
    return { kind: 'done' };
  });
}

/** What an act is about, as it reads now. */
function hashOf({ facts }: Review, kind: DraftAct, language: string): string {
  if (kind !== 'signed') return facts.content;
  return facts.languages.find((one) => one.language === language)?.hash ?? '';
}

/** Whether whoever approves was shown another plan than the one that counts. */
function isOtherPlan({ facts }: Review, kind: DraftAct, { plan }: About): boolean {
  return isApproval(kind) && plan !== undefined && plan !== (facts.plan ?? '');
}

/** Whether she was shown texts that no reviewer had read before. */
function hasMore(seen: Review, language: string, texts: readonly string[] | null): boolean {
  if (texts === null) return false;
  const known = readBefore(seen, language);
  return texts.some((hash) => !known.has(hash));
}

type Written = Pick<StoredAct, 'hash' | 'words' | 'plan' | 'texts'> & {
  kind: DraftAct;
  language: string;
};

/** Writes it down, and what follows from it. */
async function writeAct(tx: Tx, ask: Ask, { draft }: Review, act: Written): Promise<void> {
  const { parts, staff, now } = ask;
  const { flow } = draft;
  const { kind, language, plan } = act;
  const by = { id: newId(now.getTime()), flow, by: staff.id, at: now };
  await addReviewAct(tx, { ...act, ...by, language: kind === 'signed' ? language : null });
  if (kind === 'signed') {
    const saved = { flow, spoken: parts.programme.languages, by: staff.id, now };
    await keepSigned(tx, saved, draft.files, language);
  }
  if (kind === 'sent') await setDraftState(tx, flow, 'in_review');
  if (kind === 'taken_back') await setDraftState(tx, flow, 'draft');
  await note(tx, ask, 'draft_reviewed', detailOf([flow, kind, language, plan]));
}

/** The texts that the page has shown, where it says which; `others`: by now it would show others. */
async function signedTexts(
  ask: Ask,
  seen: Review,
  language: string,
  { show, read }: About,
): Promise<readonly string[] | 'others' | null> {
  const shows = showsIn(show);
  if (shows === undefined || read === undefined) return null;
  const shown = shownOf((await textsOf(ask, seen, language)).texts, shows);
  return shownHash(shown) === read ? hashesOf(shown) : 'others';
}

function isApproval(kind: DraftAct): boolean {
  return kind === 'peer_approved' || kind === 'approved';
}

/**
 * How fast it is to go: as it is sent, the slower one where nothing was chosen or too many take part; as it is approved, what
 * stood there. The first version of a flow needs no plan.
 */
function planOf(
  { released, facts }: Review,
  kind: DraftAct,
  wished: string | undefined,
): ReleasePlan | null {
  if (isApproval(kind)) return facts.plan;
  if (kind !== 'sent' || released?.version === undefined) return null;
  return planFor(wished === 'at_once' ? 'at_once' : 'steps', facts.isFew);
}

function detailOf([flow, kind, language, plan]: readonly [
  string,
  DraftAct,
  string,
  ReleasePlan | null,
]): string {
  const agreed = plan === null ? '' : `plan_${plan}`;
  return [flow, kind, language, agreed].filter((one) => one !== '').join(' ');
}

/** One entry of the audit log for what was done about a draft. */
export async function note(
  tx: Tx,
  { parts, staff, now }: Ask,
  action: 'draft_reviewed' | 'draft_discarded' | 'draft_commented',
  detail: string,
): Promise<void> {
  const entry = auditEntry(parts.keyring, { actor: staff.id, action, detail, now });
  await writeAudit(tx, entry, { now });
}
