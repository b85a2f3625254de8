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

/** Somebody asks to join a peer group by its code, or to leave hers: work for the room of groups. */
export type GroupTaskWrite = { id: string; act: 'join' | 'leave'; codeSealed: Buffer | null };

/** `shown`: what the proposed one is called, sealed under the key of her phone. */
export type MatchPlace = {
  agreed: boolean;
  proposed: boolean;
  shown: { counsellorId: string; phoneId: string; wrappedKey: Buffer; sealed: Buffer } | null;
};

/** What the member said of who meets her, or could. */
export type MatchAct = 'agree' | 'decline' | 'change';
