/** A member as a turn writes her. Dates are instants; Buffers are sealed values or keyed hashes. */

/** The whole row as it is after the turn. */
export type MemberWrite = {
  id: string;
  /** Left out, the PIN stays as it is. */
  pinHash?: Buffer | undefined;
  language: string;
  sharedPhone: boolean | null;
  traits: readonly string[];
  hours: { from: string; to: string } | null;
  pausedUntil: Date | null;
  /** What she said about calls; left out, it stays as it is. */
  calls?: CallWishes | undefined;
  wrappedKey: Buffer;
};

/** What a member may say about calls to her phone. */
export type CallWishes = {
  /** Times of day as `08:00`; null: any. */
  hours?: { from: string; to: string } | null | undefined;
  /** With whom a caller may speak. */
  answeredBy?: 'anybody' | 'only_me' | 'no_calls' | undefined;
  /** What the call is said to be about, one of the programme's; null: nothing. */
  cover?: string | null | undefined;
  /** Whether to ring back when the call is cut off. */
  ringBack?: boolean | undefined;
};
