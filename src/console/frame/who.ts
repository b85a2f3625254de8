import { has, type Staff } from './route.ts';

/** Whoever sees the whole programme, and not only members of her own. */
export const SEES_ALL = ['admin', 'supervisor'] as const;
/** Those, and counsellors, who see their own. */
export const SEES_MEMBERS = ['admin', 'supervisor', 'counsellor'] as const;

/** Whoever edits what members are told, and whoever runs the programme. */
export const SEES_EXPIRY = ['admin', 'editor', 'reviewer', 'supervisor'] as const;

export function seesAll(staff: Staff): boolean {
  return has(staff, SEES_ALL);
}
