import { say } from '../engine/say-to-counsellor.ts';
import type { Setting } from '../engine/setting.ts';
import { votesIn } from '../engine/tell-of-group.ts';
import { type BallotRow, dueBallots, endBallot, lockBallot, tellVoters } from '../store/ballots.ts';
import { type GroupRow, lockGroup, lockLeaders } from '../store/groups.ts';
import { isLockFault } from '../store/row-fault.ts';
import type { Tx } from '../store/transact.ts';
import { type Counted, count } from './ballot-box.ts';
import type { GroupParts } from './group-parts.ts';
import { VOTERS_MIN } from './open-ballot.ts';
import { tellFacilitators, tellOne } from './tell-facilitators.ts';
import { openBox } from './vote.ts';

/** A result is worth telling for three days; by then it is known to the group. In milliseconds. */
const RESULT_WORTH_MS = 72 * 3_600_000;

/** Counts the ballots that have closed, each by itself: one that fails keeps no other waiting. */
export async function countBallots({ setting, pool }: GroupParts): Promise<number> {
  const now = setting.clock.now();
  let counted = 0;
  for (const due of await pool.run((db) => dueBallots(db, now)))
    counted += Number(
      await pool
        .transact((tx) => countOne({ setting, tx, now }, due))
        .catch((error: unknown) => {
          if (!isLockFault(error))
            setting.log.error('ballot_not_counted', { ballot: due.id }, error);
          return false;
        }),
    );
  return counted;
}

type At = { setting: Setting; tx: Tx; now: Date };

async function countOne(
  at: At,
  { id, groupId }: { id: string; groupId: string },
): Promise<boolean> {
  const { setting, tx, now } = at;
  await lockLeaders(tx, groupId);
  const group = await lockGroup(tx, groupId);
  const ballot = await lockBallot(tx, id);
  if (group === undefined || ballot?.state !== 'open') return false;
  const result = resultOf(setting, ballot);
  await (result === undefined
    ? endBallot(tx, id, { state: 'void' }, now)
    : endBallot(tx, id, { state: 'counted', counts: result.counts }, now));
  await tell(at, { group, ballot, result });
  return true;
}

/** Everybody who could vote hears how it went, and so do those who lead and moderate. */
async function tell(
  at: At,
  { group, ballot, result }: { group: GroupRow; ballot: BallotRow; result: Counted | undefined },
): Promise<void> {
  const { setting, tx, now } = at;
  const sendBy = new Date(now.getTime() + RESULT_WORTH_MS);
  const words = (to: { language: string }) =>
    result === undefined
      ? say(setting, to, 'group_result_void', { group: group.name })
      : say(setting, to, 'group_result', {
          group: group.name,
          votes: votesIn(result.counts),
          count: String(result.cast),
          other: String(ballot.eligible),
        });
  await tellFacilitators(at, group.id, { words, sendBy });
  await tellOne(at, group.moderatorId, { words, sendBy });
  const notice = result === undefined ? 'group_vote_void' : 'group_voted';
  await tellVoters(tx, { ballotId: ballot.id, notice, now, sendBy });
}

/** Undefined: it does not open, does not add up, or so few voted that a count would say who chose what. */
function resultOf(setting: Setting, row: BallotRow): Counted | undefined {
  try {
    const opened = openBox(setting, row);
    const result = opened && count(opened.ballot, opened.box);
    return result !== undefined && result.cast >= VOTERS_MIN ? result : undefined;
  } catch (error) {
    setting.log.error('ballot_void', { ballot: row.id }, error);
    return undefined;
  }
}
