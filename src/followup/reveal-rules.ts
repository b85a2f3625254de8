import { areTwoPeople, type Newcomers } from '../engine/second-person.ts';
import type { Reveal, RevealReason } from '../store/reveals.ts';

/** Why a number or words may be asked for. */
export const REVEAL_REASONS: readonly RevealReason[] = [
  'danger',
  'not_reached',
  'wrong_number',
  'her_wish',
  'law',
];

/** A second person answers within a day, or the lead asks again: what was urgent yesterday may not be today. */
export const DECIDE_WITHIN_MS = 24 * 3_600_000;
/** So long after the yes it can be shown: long enough to come back to the desk, short enough to be for this one need. */
export const SHOW_WITHIN_MS = 15 * 60_000;
/** Characters of a reason in her own words: a word alone says nothing to whoever is to agree. */
export const NOTE_MIN = 10;
export const NOTE_MAX = 300;

/** Whoever acts, as the console knows her. */
export type RevealActor = {
  staffId: string;
  /** The safeguarding lead, who alone may ask and be shown. */
  isLead: boolean;
  /** Supervisor or admin, who may agree. */
  mayAgree: boolean;
};

/**
 * own: nobody agrees to what she has asked herself. counts_as_one: nor does an account that counts as hers. over: it was decided,
 * or is too old.
 */
export type NoDecision = 'not_allowed' | 'own' | 'counts_as_one' | 'over';

/** What stands against her deciding this; undefined where nothing does. */
export function hindersDecision(
  reveal: Pick<Reveal, 'askedBy' | 'askedAt' | 'state'>,
  by: RevealActor,
  { now, newcomers }: { now: Date; newcomers: Newcomers },
): NoDecision | undefined {
  if (!by.mayAgree) return 'not_allowed';
  if (reveal.askedBy === by.staffId) return 'own';
  if (!areTwoPeople(newcomers, reveal.askedBy, by.staffId)) return 'counts_as_one';
  const age = now.getTime() - reveal.askedAt.getTime();
  return reveal.state !== 'asked' || age >= DECIDE_WITHIN_MS ? 'over' : undefined;
}

/** not_yours: only whoever asked is shown it. waiting: nobody has agreed. shown: it was seen before. over: too late. */
export type NotShown = 'not_yours' | 'waiting' | 'declined' | 'shown' | 'over';

/** What stands against showing it to her now; undefined where nothing does. */
export function hindersShowing(
  reveal: Pick<Reveal, 'askedBy' | 'state' | 'until' | 'shownAt'>,
  by: RevealActor,
  now: Date,
): NotShown | undefined {
  if (!by.isLead || reveal.askedBy !== by.staffId) return 'not_yours';
  if (reveal.state === 'asked') return 'waiting';
  if (reveal.state === 'declined') return 'declined';
  if (reveal.shownAt !== null) return 'shown';
  return reveal.until === null || reveal.until <= now ? 'over' : undefined;
}
