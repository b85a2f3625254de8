import type { ReleasePlan } from '../store/release-stages.ts';
import type { ReviewAct, ReviewFacts, ReviewKind } from './review-facts.ts';

/** Whoever asks; her roles are those of the console. */
type Who = { id: string; roles: readonly string[] };

/** Why somebody may not, as it is said to her. */
export type NotNow =
  | 'not_your_role'
  | 'own_work'
  /** It is the work, or the other approval, of somebody with whom her account still counts as one. */
  | 'counts_as_one'
  | 'errors'
  | 'nothing_changed'
  | 'not_sent'
  | 'already'
  | 'blocked'
  | 'same_person'
  | 'no_reason'
  | 'not_blocked'
  | 'same_content'
  /** Words are not translated yet. */
  | 'copies'
  /** A language changed, and nobody has said whether the others are still right. */
  | 'unconfirmed'
  | 'not_ready';

/** What people do about a draft before it is released. */
export type DraftAct = Exclude<ReviewKind, 'closed' | 'asked_wider' | 'asked_resume'>;

const MAY: Readonly<Record<DraftAct, readonly string[]>> = {
  sent: ['editor', 'admin'],
  taken_back: ['editor', 'admin'],
  signed: ['reviewer'],
  peer_approved: ['peer_reviewer'],
  blocked: ['peer_reviewer'],
  lifted: ['peer_reviewer'],
  approved: ['admin', 'editor', 'reviewer'],
};
const MAY_RELEASE: readonly string[] = ['admin', 'editor'];

/** The slowest first. `null`: a person takes each step. */
const HASTE: readonly (ReleasePlan | null)[] = [null, 'steps', 'at_once'];

/** What is decided about a draft as it reads now. */
export type Standing = {
  languages: readonly {
    language: string;
    /** `file`: in the file, as it was released. */
    signed: { by: string; at: Date } | 'file' | undefined;
    /** It was signed, and has been changed since. */
    wasSigned: boolean;
    copies: number;
    asked: number;
  }[];
  block: { by: string; at: Date; reason: string } | undefined;
  peer: { by: string; at: Date } | undefined;
  second: { by: string; at: Date } | undefined;
};

/** Reads what counts: of this draft, of its content as it is now, and never of one's own work. */
export function standing(facts: ReviewFacts): Standing {
  const round = roundOf(facts.acts);
  const valid = round.filter(
    ({ hash, by, plan }) =>
      agreesTo(plan, facts.plan) && hash === facts.content && !isAuthor(facts, by),
  );
  const peer = valid.findLast(({ kind }) => kind === 'peer_approved');
  return {
    languages: facts.languages.map(({ language, hash, isSignedInFile, copies, asked }) => {
      const own = facts.acts.filter((act) => act.kind === 'signed' && act.language === language);
      const counts = own.findLast(
        (act) => act.hash === hash && !hasWritten(facts, act.by, language),
      );
      // A mark or a question changes no word and so no hash: what was signed before holds again once it is gone.
      const isOpen = copies > 0 || asked > 0;
      const signed = isOpen ? undefined : (counts ?? (isSignedInFile ? 'file' : undefined));
      const wasSigned = signed === undefined && own.length > 0;
      return { language, signed, wasSigned, copies, asked };
    }),
    block: blocksOf(round)[0],
    peer,
    second: valid.findLast(
      ({ kind, by }) => kind === 'approved' && !(peer && facts.isOne(by, peer.by)),
    ),
  };
}

/** Whether somebody may do this now; undefined: yes. `about` names the language to sign, or says why it is blocked. */
export function mayAct(
  kind: DraftAct,
  facts: ReviewFacts,
  who: Who,
  about: { language?: string; reason?: string; isMore?: boolean } = {},
): NotNow | undefined {
  if (!who.roles.some((role) => MAY[kind].includes(role))) return 'not_your_role';
  if (kind === 'sent') return maySend(facts);
  if (kind === 'signed') return maySign(facts, who, about);
  if (!facts.isSent) return 'not_sent';
  if (kind === 'taken_back') return undefined;
  if (kind === 'blocked') return (about.reason ?? '').trim() === '' ? 'no_reason' : undefined;
  if (kind === 'lifted') return mayLift(facts, who);
  return mayApprove(kind, facts, who);
}

/** Whether it may go out to the first phones; undefined: yes. */
export function mayRelease(facts: ReviewFacts, who: Who): NotNow | undefined {
  if (!who.roles.some((role) => MAY_RELEASE.includes(role))) return 'not_your_role';
  return nextOf(facts) === 'release' ? undefined : 'not_ready';
}

/** The one thing that comes next. */
export type NextThing =
  | 'nothing'
  | 'mend'
  | 'translate'
  | 'confirm'
  | 'send'
  | 'unblock'
  | 'sign'
  | 'peer'
  | 'second'
  | 'release';

export function nextOf(facts: ReviewFacts): NextThing {
  if (!facts.isChanged) return 'nothing';
  if (facts.errors > 0) return 'mend';
  if (hasCopies(facts)) return 'translate';
  if (isAsked(facts)) return 'confirm';
  if (!facts.isSent) return 'send';
  const now = standing(facts);
  if (now.block !== undefined) return 'unblock';
  if (now.languages.some(({ signed }) => signed === undefined)) return 'sign';
  if (now.peer === undefined) return 'peer';
  if (now.second === undefined) return 'second';
  return 'release';
}

function maySend(facts: ReviewFacts): NotNow | undefined {
  if (facts.isSent) return 'already';
  if (!facts.isChanged) return 'nothing_changed';
  if (hasCopies(facts)) return 'copies';
  if (isAsked(facts)) return 'unconfirmed';
  return facts.errors > 0 ? 'errors' : undefined;
}

/** Whether a language that people hear has words of another in it. */
function hasCopies({ languages }: ReviewFacts): boolean {
  return languages.some(({ copies }) => copies > 0);
}

/** Whether words of one language changed, and nobody has said yet that those of another still say the same. */
function isAsked({ languages }: ReviewFacts): boolean {
  return languages.some(({ asked }) => asked > 0);
}

/** `isMore`: she was shown texts that no reviewer had read, so that a signature that is there already says less. */
function maySign(
  facts: ReviewFacts,
  who: Who,
  { language = '', isMore = false }: { language?: string; isMore?: boolean },
): NotNow | undefined {
  if (hasWritten(facts, who.id, language)) return whoseWork(facts, who);
  const one = standing(facts).languages.find((each) => each.language === language);
  if (one === undefined) return 'not_ready';
  if (one.copies > 0) return 'copies';
  if (one.signed === undefined || one.signed === 'file' || isMore) return undefined;
  return 'already';
}

/** Whoever blocked may lift it; another with lived experience only once it reads differently. */
function mayLift(facts: ReviewFacts, who: Who): NotNow | undefined {
  const blocks = blocksOf(roundOf(facts.acts));
  const [first] = blocks;
  if (first === undefined) return 'not_blocked';
  if (blocks.some(({ by }) => by === who.id)) return undefined;
  return first.hash === facts.content ? 'same_content' : undefined;
}

function mayApprove(
  kind: 'peer_approved' | 'approved',
  facts: ReviewFacts,
  who: Who,
): NotNow | undefined {
  if (isAuthor(facts, who.id)) return whoseWork(facts, who);
  if (facts.errors > 0) return 'errors';
  const others = blocksOf(roundOf(facts.acts)).some(({ by }) => by !== who.id);
  const now = standing(facts);
  if (others || (kind === 'approved' && now.block !== undefined)) return 'blocked';
  const [given, other] = kind === 'approved' ? [now.second, now.peer] : [now.peer, now.second];
  if (given !== undefined) return 'already';
  if (other === undefined || !facts.isOne(other.by, who.id)) return undefined;
  return other.by === who.id ? 'same_person' : 'counts_as_one';
}

/** How fast it was asked to go when it was last sent to review. */
export function sentPlan(acts: readonly ReviewAct[]): ReleasePlan | null {
  return roundOf(acts).findLast(({ kind }) => kind === 'sent')?.plan ?? null;
}

/** A release may be everybody's at once only where few take part and few come by; else it goes in steps. */
export function planFor(wished: ReleasePlan | null, isFew: boolean): ReleasePlan | null {
  return wished === 'at_once' && !isFew ? 'steps' : wished;
}

/** Whoever agreed to a plan has agreed to every slower one, and to no quicker one. */
function agreesTo(agreed: ReleasePlan | null, plan: ReleasePlan | null): boolean {
  return HASTE.indexOf(agreed) >= HASTE.indexOf(plan);
}

/** What was said since the last release or discarded draft. */
function roundOf(acts: readonly ReviewAct[]): readonly ReviewAct[] {
  return acts.slice(acts.findLastIndex(({ kind }) => kind === 'closed') + 1);
}

type Block = { by: string; at: Date; hash: string; reason: string };

/** Blocks that stand, the oldest first. One outlives changes: it ends when it is lifted, or when whoever blocked approves. */
function blocksOf(round: readonly ReviewAct[]): Block[] {
  let blocks: Block[] = [];
  for (const { kind, by, at, hash, words } of round) {
    const own = blocks.find((block) => block.by === by);
    if (kind === 'blocked')
      blocks = [...blocks.filter((block) => block !== own), { by, at, hash, reason: words ?? '' }];
    if (kind === 'peer_approved') blocks = blocks.filter((block) => block !== own);
    if (kind === 'lifted') {
      const lifted = own ?? blocks[0];
      blocks = blocks.filter((block) => block !== lifted);
    }
  }
  return blocks;
}

function isAuthor(facts: ReviewFacts, id: string): boolean {
  return facts.authors.some(({ staffId }) => facts.isOne(staffId, id));
}

function hasWritten(facts: ReviewFacts, id: string, language: string): boolean {
  return facts.authors.some(
    (author) => author.language === language && facts.isOne(author.staffId, id),
  );
}

function whoseWork({ authors }: ReviewFacts, { id }: Who): 'own_work' | 'counts_as_one' {
  return authors.some(({ staffId }) => staffId === id) ? 'own_work' : 'counts_as_one';
}
