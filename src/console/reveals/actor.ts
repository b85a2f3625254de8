import type { RevealActor } from '../../followup/reveal-rules.ts';
import type { Staff } from '../frame/route.ts';
import { seesAll } from '../frame/who.ts';

/** What she may do about a reveal. */
export function revealActor(staff: Staff): RevealActor {
  return { staffId: staff.id, isLead: staff.isLead, mayAgree: seesAll(staff) };
}
