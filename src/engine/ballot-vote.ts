import { publicRandomBytes } from '../base/random-bytes.ts';
import { phrase } from '../conversation/phrases.ts';
import { FIRST_CHOICE } from '../flow/peer-group.ts';
import type { Draft } from './draft.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** A vote on its way to the box: in memory only, and in no row of whoever gave it. */
export type Vote = {
  ballotId: string;
  /** From 1 on. */
  choice: number;
  voter: { id: string; key: Buffer };
};

/** Puts a vote into the box; resolves once it is committed. Filled by the room of groups. @throws Error when it has closed */
export type CastVote = (vote: Vote) => Promise<void>;

/** What a turn votes for. `refused`: there is no such number, or no ballot of hers. */
export function voteOf(
  { row, key }: Situation,
  { talk }: Pick<Draft, 'talk'>,
): Vote | 'refused' | undefined {
  const asked = talk?.effects.find(({ effect }) => effect.type === 'vote')?.effect;
  if (asked?.type !== 'vote') return undefined;
  const ballot = row.group?.ballot ?? undefined;
  const choice = asked.number - FIRST_CHOICE + 1;
  if (row.group === null || ballot === undefined || choice < 1 || choice > ballot.options)
    return 'refused';
  return { ballotId: ballot.id, choice, voter: { id: row.group.membershipId, key } };
}

/** To a number that is not in the ballot, or after its end: the question stands as it was. */
export function notInBallot(setting: Setting, { row, language }: Situation): string {
  const ballot = row.group?.ballot ?? undefined;
  if (ballot === undefined) return phrase(setting.phrases, language, 'ballot_closed', {});
  const last = String(FIRST_CHOICE + ballot.options - 1);
  return phrase(setting.phrases, language, 'ballot_not_there', { last });
}

const HASH_BYTES = 32;

/**
 * The same digits from the same phone have the same content hash: one that answered something else would tell what a vote
 * was. So of a vote there is none.
 */
export function hashOfVote(): Buffer {
  return publicRandomBytes(HASH_BYTES);
}
