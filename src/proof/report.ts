import type { Finding } from '../flow/finding.ts';

/** A finding of the reader or of the proof; `message` is all of it in one or two sentences. */
export type ProofFinding = Finding & { message: string };

/** Least and most of something. */
export type Range = { least: number; most: number };

/** What one way to an outcome costs. */
export type OutcomeCost = {
  /** For instance `record: done`, `follow_up: asked_to_talk`, `subscribe: check_ins` or `end`. */
  outcome: string;
  /** Segments that we send. On USSD none. */
  segments: Range;
  /** Turns of the person: replies, and screens of a dialled session. */
  hops: Range;
  /** By programme, in its currency. */
  money: readonly { programme: string; currency: string; least: number; most: number }[];
};

export type FlowCosts = {
  flow: string;
  language: string;
  channel: 'sms' | 'ussd';
  outcomes: readonly OutcomeCost[];
};

/** What the proof says of a set of flows. */
export type Report = {
  flows: number;
  steps: number;
  /** Texts and names of answers, over all languages. */
  texts: number;
  /** In alphabetical order. */
  languages: readonly string[];
  /** Turns that were taken through the compiled machines, each different from the others. */
  paths: number;
  errors: number;
  warnings: number;
  /** By file, then in the order of its lines. */
  findings: readonly ProofFinding[];
  /** Flows whose transcripts were not played, since they have errors already. */
  unplayed: readonly string[];
  costs: readonly FlowCosts[];
};
