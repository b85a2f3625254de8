import { dutyNow } from '../flow/duty-hours.ts';
import { deferLate, deferRequest, dueRequests, lateRequests } from '../store/ladder-requests.ts';
import { isLockFault } from '../store/row-fault.ts';
import { passUnsent } from '../store/unsent-prompts.ts';
import type { FollowupParts } from './followup-parts.ts';
import { morningDigest } from './morning-digest.ts';
import { placeNow } from './place-now.ts';
import { stepRequest } from './step-request.ts';
import { tellLate } from './tell-late.ts';

/** Requests looked at in one run; more are looked at in the next, a second later. */
const LOOK_MAX = 200;
/** One that failed is looked at again after so long, in milliseconds. */
const FAILED_MS = 5 * 60_000;

/**
 * What is due about requests for a person: each goes to somebody, and from one to the next until one has it. Two processes
 * may do this at once: each request is looked at under its lock, and one that has moved on is left. Returns how many moved.
 */
export async function runLadder(parts: FollowupParts): Promise<number> {
  const { setting, pool } = parts;
  const now = setting.clock.now();
  const here = placeNow(setting.programme.timeZone, now);
  const trying = (defer: Defer) => async (id: string, work: () => Promise<boolean>) =>
    work().catch((error: unknown) => leave(parts, { id, now, error, defer }));
  const step = trying(deferRequest);
  let moved = 0;
  for (const id of await pool.run((db) => dueRequests(db, now, LOOK_MAX)))
    moved += Number(await step(id, () => stepRequest(parts, id, { now, here })));
  moved += await morningDigest(parts, { now, here }, step);
  const stepLate = trying(deferLate);
  for (const id of await pool.run((db) => lateRequests(db, { now, limit: LOOK_MAX })))
    moved += Number(await stepLate(id, () => tellLate(parts, id, now)));
  if (dutyNow(setting.programme, now).open) moved += await pool.run((db) => passUnsent(db, now));
  return moved;
}

/** Puts off what failed; whoever is told late goes by a time of her own. */
type Defer = typeof deferRequest;

/** A row that somebody holds is looked at in the next run; what fails otherwise must not keep the others waiting. */
async function leave(
  { setting, pool }: FollowupParts,
  { id, now, error, defer }: { id: string; now: Date; error: unknown; defer: Defer },
): Promise<boolean> {
  if (isLockFault(error)) return false;
  setting.log.error('request_not_moved', { followUp: id }, error);
  await pool.run((db) => defer(db, id, new Date(now.getTime() + FAILED_MS)));
  return false;
}

/** The day and time where the programme is, as duty lists have them. */
