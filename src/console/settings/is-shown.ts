import { isSwitchedOn } from '../../store/programme-switches.ts';
import type { Pool } from '../../store/connect.ts';
import { ROLES, type Role } from '../frame/route.ts';

/** What a programme of under 20,000 people, in one country, does without: it enters people by hand. */
const NOT_IN_SMALL: readonly string[] = ['/console/invitations'];
/** Four roles are enough there: who runs it, who writes, who reads for a language, who has lived it. */
const SMALL_ROLES: readonly Role[] = ['admin', 'editor', 'reviewer', 'peer_reviewer'];

/** Whether a place stands in the menu of this programme. A page that is not shown still answers to its address. */
export function isShown(path: string, { small }: { small: boolean }): boolean {
  return !small || !NOT_IN_SMALL.includes(path);
}

/** The roles that are offered when somebody is invited. */
export function rolesOffered({ small }: { small: boolean }): readonly Role[] {
  return small ? SMALL_ROLES : ROLES;
}

export async function isSmall(pool: Pool): Promise<boolean> {
  return pool.run((db) => isSwitchedOn(db, 'small'));
}
