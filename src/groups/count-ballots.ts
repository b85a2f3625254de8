import { FIRST_CHOICE } from '../flow/peer-group.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Setting } from '../engine/setting.ts';
import { type BallotRow, dueBallots, endBallot, lockBallot } from '../store/ballots.ts';
import { lockGroup, lockLeaders } from '../store/groups.ts';
import { type Counted, count } from './ballot-box.ts';
import type { GroupParts } from './group-parts.ts';
import { tellFacilitators, tellOne } from './tell-facilitators.ts';
import { openBox } from './vote.ts';

/** A result is worth telling for three days; by then it is known to the group. In milliseconds. */
const RESULT_WORTH_MS = 72 * 3_600_000;

/** Counts the ballots that have closed. A box that does not open or add up is void, which is told too. */
export async function countBallots({ setting, pool }: GroupParts): Promise<number> {
  const now = setting.clock.now();
  let counted = 0;
  for (const { id, groupId } of await pool.run((db) => dueBallots(db, now)))
    counted += Number(
      await pool.transact(async (tx) => {
        await lockLeaders(tx, groupId);
        const group = await lockGroup(tx, groupId);
        const ballot = await lockBallot(tx, id);
        if (group === undefined || ballot?.state !== 'open') return false;
        const result = resultOf(setting, ballot);
        if (result === undefined) await endBallot(tx, id, { state: 'void' }, now);
        else await endBallot(tx, id, { state: 'counted', counts: result.counts }, now);
        const sendBy = new Date(now.getTime() + RESULT_WORTH_MS);
        const variables = {
          group: group.name,
          votes: (result?.counts ?? []).map((n, at) => `${FIRST_CHOICE + at}: ${n}`).join(', '),
          count: String(result?.cast ?? 0),
          other: String(ballot.eligible),
        };
        const told = {
          words: (to: { language: string }) => say(setting, to, 'group_result', variables),
          sendBy,
        };
        await tellFacilitators({ setting, tx, now }, groupId, told);
        await tellOne({ setting, tx, now }, group.moderatorId, told);
        return true;
      }),
    );
  return counted;
}

/** Undefined: it does not open, or does not add up. */
function resultOf(setting: Setting, row: BallotRow): Counted | undefined {
  try {
    const opened = openBox(setting, row);
    return opened && count(opened.ballot, opened.box);
  } catch (error) {
    setting.log.error('ballot_void', { ballot: row.id }, error);
    return undefined;
  }
}
