import { has, type Staff } from './route.ts';

/** Whoever sees the whole programme, and not only members of her own. */
export const SEES_ALL = ['admin', 'supervisor'] as const;
/** Those, and counsellors, who see their own. */
export const SEES_MEMBERS = ['admin', 'supervisor', 'counsellor'] as const;

/** Whoever writes, reads or answers for what members are told sees the flows, and may say what she thinks of them. */
export const SEES_FLOWS = [
  'admin',
  'editor',
  'translator',
  'reviewer',
  'peer_reviewer',
  'supervisor',
] as const;

/** Whoever edits what members are told, and whoever runs the programme. */
export const SEES_EXPIRY = ['admin', 'editor', 'reviewer', 'supervisor'] as const;

export function seesAll(staff: Staff): boolean {
  return has(staff, SEES_ALL);
}
