import type { Db } from '../store/connect.ts';
import { invitedAfter } from '../store/staff-accounts.ts';

/**
 * For so long an account counts as whoever invited it: a second account made for one press is then of no use that week, and all
 * admins have seen it on their start page by the time that it is (docs/decisions/0032).
 */
export const NEWCOMER_MS = 7 * 24 * 3_600_000;

/** Accounts in their first week, each with whoever invited it. */
export type Newcomers = ReadonlyMap<string, string>;

/** Read in the transaction that they decide about. In the demo, where one person tries every role, there are none. */
export async function readNewcomers(
  db: Db,
  { now, demo }: { now: Date; demo: boolean },
): Promise<Newcomers> {
  if (demo) return new Map();
  const rows = await invitedAfter(db, new Date(now.getTime() - NEWCOMER_MS));
  return new Map(rows.map(({ staffId, invitedBy }) => [staffId, invitedBy]));
}

/** Whether these are two people: two accounts, of which neither counts as the other, nor both as one who invited them. */
export function areTwoPeople(newcomers: Newcomers, one: string, other: string): boolean {
  return personOf(newcomers, one) !== personOf(newcomers, other);
}

/** Whoever is invited is newer than who invited her, so that this comes to an end. */
function personOf(newcomers: Newcomers, account: string): string {
  const inviter = newcomers.get(account);
  return inviter === undefined ? account : personOf(newcomers, inviter);
}
