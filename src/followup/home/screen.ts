import type { PromptId, PromptVariables } from '../../conversation/prompts.ts';
import type { DueRequest, OwnPerson } from '../../store/home-people.ts';
import type { HomePlace, Who } from './place.ts';
import type { Why } from './why-due.ts';

/** What is done about somebody; the verbs of this room, and those of the menu alone. */
export type HomeAct =
  | { act: 'accept' | 'pass' | 'later' | 'no_airtime' | 'knows_family'; who: Who }
  | { act: 'met' | 'tried' | 'close'; who: Who }
  | { act: 'show_number' | 'refer'; who: Who }
  | { act: 'next_day'; who: Who; newStep: boolean; on: string }
  | { act: 'invite'; phone: string }
  | { act: 'away'; until: string }
  | { act: 'back' }
  | { act: 'hours'; from: string; to: string }
  | { act: 'support' }
  | { act: 'group'; where: string | undefined; text: string }
  | { act: 'set_pin'; pin: string };

/** What a reply leads to. An act may say something first, and may lead elsewhere. */
export type Move = { to: HomePlace; act?: HomeAct; says?: string };

export type Screen = {
  text: string;
  /** Undefined: not understood, so that the screen is shown again. */
  hear: (text: string) => Move | undefined;
  ends?: true;
};

/** Somebody who is due, or a member of hers. */
export type Listed = {
  who: Who;
  /** Undefined: nothing is due. */
  why: Why | undefined;
  request: DueRequest | undefined;
  member: OwnPerson | undefined;
};

/** All that a screen is made from: pure from here on. */
export type Home = {
  say: <Id extends PromptId>(id: Id, variables: PromptVariables<Id>) => string;
  /** A time of the day that somebody asked for. */
  window: (from: Date, to: Date | null) => string;
  /** A local date in words. */
  day: (date: string) => string;
  /** The local date where the programme is, `2026-11-24`. */
  today: string;
  /** Of whoever sends the number of a member in the form of the country. */
  callingCode: string;
  /** Due first, in their order, then her other members. */
  people: readonly Listed[];
  /** Leads a peer group; and the page of it where she is there. */
  leads: boolean;
  /** She is asked about no member. */
  leadsOnly: boolean;
  groupPage: string;
  awayUntil: string | undefined;
  duty: { from: string; to: string } | undefined;
  dutyHours: { from: string; to: string };
  /** The word for a cover topic in her language. */
  topic: (name: string) => string;
  /** The answer to words of danger, hers; `quiet`: nothing is named, and no number. What follows her 1. */
  care: (quiet: boolean) => string;
  afterCare: (quiet: boolean) => string;
};

/** A screen of which each digit leads somewhere. */
export function choices(to: Readonly<Record<string, Move>>): Screen['hear'] {
  return (text) => to[text];
}
