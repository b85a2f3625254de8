import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAuditAtMost } from '../../store/audit.ts';
import type { Answer } from './answer.ts';
import type { Ask, Route } from './route.ts';

/** Pages that tell of members: to try one that is not hers leaves a trace, as reading hers does [rel P57]. */
const OF_MEMBERS = /^\/(?:members|reveals|follow-ups)(?:\/|$)/u;
/** Entries for a person in an hour: enough to be seen, and whoever tries ten thousand ids does not bury the rest of the log. */
export const REFUSALS_NOTED = 20;
const HOUR_MS = 3_600_000;

/** Writes down who was refused which kind of page. Not which one: an address holds whatever somebody typed. */
export async function noteRefused(ask: Ask, route: Route, answer: Answer): Promise<void> {
  const { parts, signedIn, now } = ask;
  if (signedIn === undefined || !OF_MEMBERS.test(route.path) || !isRefusal(answer)) return;
  const detail = `${route.method} ${route.path}`;
  const entry = { actor: signedIn.id, action: 'members_refused', detail, now } as const;
  const since = new Date(now.getTime() - HOUR_MS);
  await parts.pool.run((db) =>
    writeAuditAtMost(db, auditEntry(parts.keyring, entry), { now, since, most: REFUSALS_NOTED }),
  );
}

function isRefusal(answer: Answer): boolean {
  return answer.kind === 'not_found' || (answer.kind === 'refused' && answer.status === 403);
}
