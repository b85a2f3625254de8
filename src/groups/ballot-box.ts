import { assert } from '../base/assert.ts';
import { randomBelow } from '../base/ids.ts';
import { keyedHash, open, seal } from '../base/seal.ts';

/** Bytes of a token: two members of one group never share one. */
const TOKEN_BYTES = 16;
const SLOT_BYTES = TOKEN_BYTES + 1;

/** What a box is sealed with: the ballot, its own key, and how many may vote. */
export type Ballot = { id: string; key: Buffer; eligible: number; options: number };

/**
 * A box holds a slot for every voter, full or empty, so that its size tells nothing. A slot is a token and a choice. The
 * token is a hash of her membership under the ballot's key, which goes with the box: after that it leads to nobody.
 */
export function emptyBox(ballot: Ballot): Buffer {
  return sealed(ballot, new Map());
}

/** Puts a vote in, in the place of the one that was hers before; every slot is moved. */
export function cast(ballot: Ballot, box: Buffer, vote: { token: Buffer; choice: number }): Buffer {
  const votes = opened(ballot, box);
  votes.set(vote.token.toString('hex'), vote.choice);
  assert(votes.size <= ballot.eligible, 'nobody votes who may not');
  return sealed(ballot, votes);
}

export type Counted = { counts: number[]; cast: number };

/** How many votes each choice has. @throws Error when they do not add up, or more voted than may */
export function count(ballot: Ballot, box: Buffer): Counted {
  const votes = opened(ballot, box);
  const counts = Array.from({ length: ballot.options }, (_, index) => {
    return [...votes.values()].filter((choice) => choice === index + 1).length;
  });
  const sum = counts.reduce((all, one) => all + one, 0);
  assert(sum === votes.size && sum <= ballot.eligible, 'a ballot adds up');
  return { counts, cast: votes.size };
}

/** One membership, one token of this ballot, whichever number she has by then. */
export function tokenOf({ id, key }: Pick<Ballot, 'id' | 'key'>, membershipId: string): Buffer {
  return keyedHash(key, `ballot:${id}:${membershipId}`).subarray(0, TOKEN_BYTES);
}

type Votes = Map<string, number>;

function sealed({ id, key, eligible }: Ballot, votes: Votes): Buffer {
  const slots = [...votes].map(([token, choice]) =>
    Buffer.concat([Buffer.from(token, 'hex'), Buffer.of(choice)]),
  );
  const empty = Array.from({ length: eligible - slots.length }, () => Buffer.alloc(SLOT_BYTES));
  return seal(key, placeOf(id), Buffer.concat(shuffle([...slots, ...empty])));
}

function opened({ id, key, eligible }: Ballot, box: Buffer): Votes {
  const all = open(key, placeOf(id), box);
  assert(all.length === eligible * SLOT_BYTES, 'a box has a slot for everybody');
  const votes: Votes = new Map();
  for (let at = 0; at < all.length; at += SLOT_BYTES) {
    const choice = all[at + TOKEN_BYTES] ?? 0;
    if (choice > 0) votes.set(all.toString('hex', at, at + TOKEN_BYTES), choice);
  }
  return votes;
}

function placeOf(id: string): string {
  return `ballot.box:${id}`;
}

function shuffle(slots: Buffer[]): Buffer[] {
  const left = [...slots];
  return slots.map(() => left.splice(randomBelow(left.length), 1)[0] ?? Buffer.alloc(SLOT_BYTES));
}
