import type { ReleasePlan } from '../store/release-stages.ts';

/** What somebody did about a draft on its way to a release. */
const REVIEW_ACTS = [
  /** Given to the reviewers. */
  'sent',
  /** Taken back to go on with it. */
  'taken_back',
  /** The wording of one language is right, says a reviewer. */
  'signed',
  /** Somebody with lived experience would want to get this. */
  'peer_approved',
  /** She would not: it waits until she has been heard. */
  'blocked',
  'lifted',
  /** A second person has read all of it. */
  'approved',
  /** Released or discarded: what was said before is about something else. */
  'closed',
  /** To widen a stage early, or to go on with one that was held: another person has to agree. */
  'asked_wider',
  'asked_resume',
] as const;
export type ReviewKind = (typeof REVIEW_ACTS)[number];

export type ReviewAct = {
  kind: ReviewKind;
  by: string;
  at: Date;
  /** Of what was signed or approved: the language, or the whole. Another content has another hash. */
  hash: string;
  language: string | undefined;
  /** Why it is blocked. */
  words: string | undefined;
  /** As it was sent or approved: how fast it is to go. */
  plan: ReleasePlan | null;
};

export type ReviewFacts = {
  isSent: boolean;
  isChanged: boolean;
  /** What the proof found that must be mended. */
  errors: number;
  /** Hash of all that people would get. */
  content: string;
  /** Those that the programme speaks, each with the hash of its wording. */
  languages: readonly {
    language: string;
    hash: string;
    /** Signed in the file that was released, and the same since. */
    isSignedInFile: boolean;
    /** Texts and answers in it that are copies of another language, and wait for their translation. */
    copies: number;
    /** Texts and answers that stayed while this draft changed them in another language: nobody said yet that they are right. */
    asked: number;
  }[];
  /** Who saved what of this draft; `language` undefined for anything but the wording of one. */
  authors: readonly { staffId: string; language: string | undefined }[];
  /** How fast it would go: as it was sent, or slower where too many take part by now. */
  plan: ReleasePlan | null;
  /** Whether so few take part that it may be everybody's at once. */
  isFew: boolean;
  /** Oldest first. */
  acts: readonly ReviewAct[];
  /** Whether two accounts count as one person: each with itself, and one in its first week with whoever invited it. */
  isOne: (account: string, other: string) => boolean;
};
