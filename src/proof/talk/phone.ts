import type { Phrases } from '../../conversation/phrases.ts';
import type { Release } from '../../flow/release.ts';
import type { Effect, Memory } from '../../flow/vocabulary.ts';
import type { Scene, Stage } from '../transcripts/scene.ts';
import type { Before } from '../transcripts/transcript-facts.ts';

/** What a phone is tried in: the flows of an installation, and what it says by itself. */
export type World = {
  stage: Stage;
  phrases: Phrases;
  /** By name. */
  releases: ReadonlyMap<string, Release>;
  /** What dialling shows, what JOIN begins, and where complaints are heard. */
  flows: { home: string; join: string; complaint: string };
  /** The short public name of the programme. */
  name: string;
  /** Whether accents are left out of SMS in a language. */
  folds(language: string): boolean;
  /** How often a flow comes that says `in: rhythm`, in milliseconds. */
  rhythmMs(flow: string): number;
};

/** The USSD session as the phone has it before it; undefined when none is open. */
export type Session = {
  /** The whole text, of which one page is shown. */
  screen: string;
  page: number;
  /** Whether the talk goes on after it. */
  goesOn: boolean;
  /** What 1 means here beside an answer: go on where it was, there or by the other channel, or take the STOP back. */
  offer: 'resume' | 'move' | 'stopped' | undefined;
};

/** A flow that is to begin later, in the order in which it is due. */
export type Due = { flow: string; at: Date };

/** A phone that is tried out, with all that the service would know of it. Never changed, only followed. */
export type Phone = {
  scene: Scene;
  session: Session | undefined;
  /** The moment before a STOP; undefined when none stands. */
  stopped: Scene | undefined;
  /** "When?" stands behind a request for a person, and takes the next digit. */
  asksWhen?: boolean;
  /** How often in a row the question was put again. */
  reasks: number;
  due: readonly Due[];
  /** Fields of memory that outlive a conversation. */
  remembered: Memory;
  /** What was asked of the service so far, with the flow that asked. */
  effects: readonly { flow: string; line: string }[];
  record: Recorded;
};

/** The first flow of a talk as a transcript; `open` until that flow is over. */
export type Recorded = { flow: string; before: Before; lines: readonly string[]; open: boolean };

/** What is asked of the service. */
export type Asked = Exclude<Effect, { type: 'say' | 'hand_over' }>;

/** What happened on or with the phone, in order. */
export type Shown =
  | { kind: 'sms'; text: string; encoding: 'gsm7' | 'ucs2'; units: number; segments: number }
  | { kind: 'screen'; text: string; units: number; page: number; pages: number; goesOn: boolean }
  | { kind: 'effect'; effect: Asked }
  | { kind: 'note'; note: Note };

/** What a phone does not show, and who tries it has to know. */
export type Note =
  | { type: 'waits'; ms: number }
  | { type: 'over' | 'session_over' | 'dropped' | 'no_silence' | 'no_ussd' | 'nothing_sent' }
  | { type: 'expired' | 'stopped' | 'not_after_stop' | 'unasked_by_sms' | 'offer_open' }
  | { type: 'day'; today: string }
  | { type: 'begins' | 'no_flow' | 'no_consent' | 'waits_for_question'; flow: string };

/** What somebody does with the phone, or what happens to it. */
export type Act =
  | { type: 'text'; text: string }
  | { type: 'silence' | 'drop' | 'dial' }
  | { type: 'days'; days: number }
  | { type: 'language'; language: string }
  | { type: 'channel'; channel: 'sms' | 'ussd' };

export type Step = { phone: Phone; shown: readonly Shown[] };

/** By which channel the phone is spoken to: in a session by USSD, wherever the conversation was before. */
export function channelOf({ session, scene }: Phone): 'sms' | 'ussd' {
  return session === undefined ? scene.facts.channel : 'ussd';
}

/** The phone in a session that has just begun, before anything is shown. */
export function dialled(phone: Phone): Phone {
  return { ...phone, session: { screen: '', page: 0, goesOn: true, offer: undefined } };
}

/** A step that shows nothing but what whoever tries it has to know. */
export function noted(phone: Phone, ...notes: readonly Note[]): Step {
  return { phone, shown: notes.map((note) => ({ kind: 'note', note })) };
}

/** The steps one after the other, the last of them standing. */
export function joined(first: Step, next: (phone: Phone) => Step): Step {
  const second = next(first.phone);
  return { phone: second.phone, shown: [...first.shown, ...second.shown] };
}
