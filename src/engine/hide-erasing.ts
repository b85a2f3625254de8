import type { PhoneRow } from '../store/turn-rows.ts';
import type { Decision } from './decision.ts';

/** Of somebody who is not known: nobody takes part. */
const UNKNOWN = {
  memberId: null,
  memberLanguage: null,
  memberWrappedKey: null,
  sharedPhone: null,
  traits: null,
  hoursFrom: null,
  hoursTo: null,
  pausedUntil: null,
  joinedAt: null,
  ownSealed: null,
} as const satisfies Partial<PhoneRow>;

/** Where nothing was said since it was asked, the place is to be erased as well. A parked one stays parked. */
const NOWHERE = {
  conversationId: null,
  flow: null,
  version: null,
  step: null,
  askedAt: null,
  expiresAt: null,
  closedBy: null,
  offer: null,
  offerAt: null,
  reasks: 0,
  timed: false,
  silences: 0,
} as const satisfies Partial<PhoneRow>;

/**
 * The row as a turn may see it: of what is to be erased it shows nothing, so that nothing of it is said or written. Only for
 * the length of a session whose PIN was right is she known again.
 */
export function hideErasing(row: PhoneRow, now: Date): PhoneRow {
  if (row.hiddenTo === null) return row;
  if (row.turn <= row.hiddenTo) return { ...row, ...UNKNOWN, ...NOWHERE, purposes: [] };
  const inSession = row.sessionUntil !== null && row.sessionUntil > now;
  // Since it was asked turns have seen nobody: a member who stands there has been let in by her PIN.
  if (row.memberId !== null && inSession) return row;
  return { ...row, ...UNKNOWN, purposes: [] };
}

/** Whether this turn lets the phone take part again: then what is pending is erased first, and the number is new. */
export function comesBack(row: PhoneRow, decided: Decision, joinFlow: string): boolean {
  if (row.hiddenTo === null || row.memberId !== null || decided.kind !== 'save') return false;
  const { restart, consents, member, conversation } = decided.write;
  const joins = conversation.flow === joinFlow && row.flow !== joinFlow;
  return restart?.undo === false || consents.length > 0 || member !== undefined || joins;
}
