import type { GROUP_ACTS } from '../flow/vocabulary.ts';

/** Requests for a person, and the work with members, as a turn reads and writes them. */

/** Ids of requests for which nobody has been reached. */
export type OpenRequests = { asked: string | null; late: string | null };

/** What a turn has to know of somebody's work, to leave hers alone. */
export type CounsellorPlace = {
  id: string;
  /** invited: all that is heard of her is her answer to that. */
  state: 'invited' | 'active' | 'away';
  /** Prompts that wait for an answer, and the numbers of the last 30 days. */
  open: number;
  numbers: readonly number[];
  /** Those of them that are about a group and wait: they take more than one digit. */
  groupNumbers: readonly number[];
  /** What a text of ours has just asked of her, for instance her PIN. */
  asks: string | null;
  /** The session of her own menu while it lasts, and what was typed in it, as of the phone's own session. */
  home: {
    sessionId: string;
    sessionUntil: Date;
    sessionLength: number;
    sessionHash: Buffer;
  } | null;
  pinHash: Buffer | null;
  /** What she was given to set her first PIN with, while it counts. */
  codeHash: Buffer | null;
  pinWaitUntil: Date | null;
};

/**
 * `once`: not where one for the same reason is open for this phone, and somebody is still to be asked about it. `dueAt`: nobody is asked before, so that she can still
 * say when.
 */
export type FollowUpWrite = { id: string; reason: string; once: boolean; dueAt?: Date };

/** What she said about a request that is open: a time for the call, that it is over, or else that it still stands. */
export type RequestMove = {
  id: string;
  window?: { from: Date; to: Date };
  endedAs?: 'mistake' | 'withdrawn';
};

/** What somebody says to her peer group: work for the room of groups. `aboutId`: the meeting that was asked about. */
export type GroupTaskWrite = {
  id: string;
  act: 'join' | 'leave' | (typeof GROUP_ACTS)[number];
  codeSealed: Buffer | null;
  aboutId: string | null;
};

/** The peer group of a phone: what its texts may say. Sealed values are under the group's own key. */
export type GroupPlace = {
  id: string;
  name: string;
  /** Null once it has closed. */
  wrappedKey: Buffer | null;
  placesSealed: Buffer | null;
  membershipId: string;
  /** A facilitator has said yes, and she has not left. */
  agreed: boolean;
  /** It is that of the member to whom the phone leads now, and not of somebody else who has it too. */
  hers: boolean;
  /** The meeting that she was told about last. */
  meeting: {
    id: string;
    startsAt: Date;
    place: number;
    placeSealed: Buffer | null;
    /** What was asked before is about the meeting before it. */
    plannedAt: Date;
    /** It is planned still: neither over nor cancelled. */
    stands: boolean;
    /** It is not at the usual place. */
    elsewhere: boolean;
    /** What it is made of, in order. */
    agenda: string[];
  } | null;
  /** Of a ballot in which she may vote. */
  ballot: { id: string; options: number; closesAt: Date } | null;
  /** The counts of its last vote, for three days. */
  votes: number[] | null;
};

/** `shown`: what the proposed one is called, sealed under the key of her phone. */
export type MatchPlace = {
  agreed: boolean;
  proposed: boolean;
  shown: { counsellorId: string; phoneId: string; wrappedKey: Buffer; sealed: Buffer } | null;
};

/** What the member said of who meets her, or could. */
export type MatchAct = 'agree' | 'decline' | 'change';

/** A complaint for the head of the programme. `named`: the phone's id stands beside it; else nothing leads to the phone. */
export type ComplaintWrite = {
  id: string;
  named: boolean;
  /** The date where the programme is, as `2027-01-31`: no time of day. */
  receivedOn: string;
  language: string;
  wrappedKey: Buffer;
  wordsSealed: Buffer;
  /** What it is about; the four digits that were told; the row that takes her own counsellor off prompts. */
  kind: string | null;
  receipt: number | null;
  holdId: string | null;
};

/** A thing that is counted by its day, `2027-01-31`, and nothing else of it kept. */
export type TallyWrite = { day: string; name: string };
