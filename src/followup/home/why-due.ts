import type { DueRequest } from '../../store/home-people.ts';

/** Why somebody is due, the most pressing first. */
const WHYS = [
  'waits_for_call',
  'urgent',
  'talk',
  'not_well',
  'not_seen',
  'no_answer',
  'other',
] as const;
export type Why = (typeof WHYS)[number];

/** Questions in a row without an answer after which her counsellor sees it. */
const QUIET_FROM = 1;

/** Why this request is due, in a word that tells nothing of what it is about. */
export function whyDue(request: Pick<DueRequest, 'kind' | 'reason' | 'stage' | 'isWithHer'>): Why {
  if (request.stage === 'accepted' && request.isWithHer) return 'waits_for_call';
  if (request.kind === 'urgent') return 'urgent';
  switch (request.reason) {
    case 'not_going_well':
      return 'not_well';
    case 'missed_twice':
      return 'not_seen';
    case 'silent':
    case 'no_answer':
      return 'no_answer';
    default:
      return request.kind === 'digest' ? 'other' : 'talk';
  }
}

/** Silence opens no task: it only stands at the end of the list. */
export function whyQuiet(silences: number): Why | undefined {
  return silences >= QUIET_FROM ? 'no_answer' : undefined;
}

type Due = { why: Why; windowFrom: Date | null; openedAt: Date };

/** By why, then by the time that was asked for, then by who has waited longest. */
export function byDue(a: Due, b: Due): number {
  const rank = WHYS.indexOf(a.why) - WHYS.indexOf(b.why);
  if (rank !== 0) return rank;
  const at = ({ windowFrom, openedAt }: Due) => (windowFrom ?? openedAt).getTime();
  return at(a) - at(b);
}
