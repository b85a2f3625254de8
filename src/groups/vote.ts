import { assert } from '../base/assert.ts';
import type { Vote } from '../engine/ballot-vote.ts';
import type { Setting } from '../engine/setting.ts';
import { type BallotRow, lockBallot, saveBox } from '../store/ballots.ts';
import { type Ballot, cast, tokenOf } from './ballot-box.ts';
import type { GroupParts } from './group-parts.ts';

/** Puts a vote into its box, in the place of an earlier one of the same voter. @throws Error when it has closed */
export async function castVote({ setting, pool }: GroupParts, vote: Vote): Promise<void> {
  await pool.transact(async (tx) => {
    const row = await lockBallot(tx, vote.ballotId);
    const opened = row?.state === 'open' ? openBox(setting, row) : undefined;
    if (row === undefined || opened === undefined || row.closesAt <= setting.clock.now())
      throw new Error('this ballot has closed');
    const { ballot, box } = opened;
    assert(
      vote.choice >= 1 && vote.choice <= ballot.options,
      'only what stands to choice is voted',
    );
    const token = tokenOf(ballot, vote.membershipId);
    await saveBox(tx, row.id, cast(ballot, box, { token, choice: vote.choice }));
  });
}

/** The box of an open ballot with the key that opens it; undefined where they are gone. */
export function openBox(
  { keyring }: Pick<Setting, 'keyring'>,
  { id, wrappedKey, box, eligible, options }: BallotRow,
): { ballot: Ballot; box: Buffer } | undefined {
  if (wrappedKey === null || box === null) return undefined;
  return { ballot: { id, key: keyring.openKey(id, wrappedKey), eligible, options }, box };
}
