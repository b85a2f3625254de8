import { z } from 'zod';
import { Language } from '../flow/definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from '../flow/data-file.ts';
import { LABEL_MAX, NUMBER_MAX } from '../flow/helplines.ts';
import { PROGRAMME_NAME_MAX } from '../flow/programme.ts';
import { GROUP_NAME_MAX, MEETS_MAX, PLACE_MAX } from '../flow/peer-group.ts';
import {
  atLongest,
  joinSayings,
  saying,
  type Sayings,
  tooManySegments,
  unknownVariables,
} from './sayings.ts';

/** What the service says outside every flow, and the variables that each may name. The list is closed. */
export const PHRASES = {
  /** The one text after a STOP: the same for every number, nothing of care (docs/wording.md section 3). */
  stop_acknowledged: [],
  /** The same where the word may mean "wait" too, or where more was written behind it. */
  stop_wait: [],
  /** The same to somebody who says that this is a wrong number. */
  stop_wrong: [],
  /** Something that may mean STOP was written: nothing is sent until it is answered. */
  stop_or_go_on: [],
  /** USSD, after 88: that session may still take it back with 1. */
  stop_screen: [],
  stop_undone: [],
  /** On redial; says nothing of the topic. */
  resume_offer: [],
  /** The last screen after 0, innocent to whoever looks on. */
  left: [],
  /** To a call that was asked for where texts say little: promises no minutes. */
  person_noted: [],
  /** What a flow asks where an answer of it offers a person: a question and two answers, put into the flow as they are. */
  person_offer: [],
  /** After 9 or 99, in duty hours: by when somebody calls. */
  person_by: ['by'],
  /** The same out of duty hours, followed by what is valid until then. */
  person_later: ['by'],
  person_until: [],
  person_until_line: ['helplines'],
  /** Behind it: a time, or a slip of the finger. It needs no answer. */
  person_when: [],
  person_window: ['when'],
  /** She pressed by mistake, or wants no call any more. */
  person_off: [],
  /** Asked for a person a day ago, and nobody has reached her: told once, without an excuse. */
  nobody_yet: ['place'],
  /** The same where no number may be told, or nobody answers one now. */
  nobody_yet_alone: [],
  help: [],
  /** To "who is this" and to whatever no question takes: the same for every number, known or not. */
  who: ['programme'],
  /** To words of danger, on a phone that others may read: names nothing (docs/wording.md section 4). */
  care: [],
  /** The same where the programme can be dialled. */
  care_dial: ['service_code'],
  /** The same to somebody whose texts may show her own words. */
  care_open: ['helplines'],
  /** After her 1: the numbers that somebody has called and verified. */
  care_numbers: ['helplines'],
  /** After her 1, where there is no such number. */
  care_elsewhere: [],
  care_not_now: [],
  closed_question: [],
  /** Before a question with choices that is asked again. */
  not_understood: [],
  /** The same before a question for a number, a time, a date or own words, which has no numbers to choose from. */
  not_read: [],
  /** The one text to a number that somebody else entered. */
  invitation: ['programme'],
  /** The one text to a number that a member is said to have now: whoever was told a word replies with it. */
  number_check: ['programme'],
  /** After that word. */
  number_confirmed: [],
  /** From memory, when the database cannot answer. */
  ussd_unavailable: [],
  /** The line that turns a USSD page. */
  more: [],
  welcome_back: ['programme'],
  /** A conversation whose flow does not resolve. */
  flow_unavailable: [],
  /** A facilitator has said yes; or there is no place. */
  group_yes: ['group', 'meets', 'where'],
  /** The same where no meeting is planned yet. */
  group_yes_soon: ['group'],
  group_no: [],
  /** Of a meeting: another time or place, none this time, and once more to who said that she comes. */
  group_moved: ['group', 'meets', 'where'],
  /** The same while another question is open, which a digit would answer. */
  group_moved_told: ['group', 'meets', 'where'],
  group_cancelled: ['group', 'meets'],
  group_again: ['group', 'meets', 'where'],
  group_closed: ['group'],
  /** How a vote went, to everybody; and that it does not count. */
  group_voted: ['group', 'votes'],
  group_vote_void: ['group'],
  /** In place of a place, where texts say little: the one she knows; another, which she may ask for. */
  place_known: [],
  place_new: [],
  /** What a meeting is made of. */
  part_talk: [],
  part_aims: [],
  part_small: [],
  part_work: [],
  part_rights: [],
  /** To a number that is in no ballot of hers; the vote goes on. */
  ballot_not_there: ['last'],
  ballot_closed: [],
  /** On a poster: how one begins, and what it costs. */
  poster_join: ['short_code'],
  poster_dial: ['service_code'],
  poster_price: ['price'],
  poster_free: [],
} as const satisfies Record<string, readonly string[]>;

export type PhraseId = keyof typeof PHRASES;
export type PhraseVariables<Id extends PhraseId> = Readonly<
  Record<(typeof PHRASES)[Id][number], string>
>;

/**
 * A phrase is one SMS; in a script that GSM-7 lacks, two. Letters are counted as they are sent without accents: the proof
 * refuses a programme that speaks a language with dear letters and keeps them.
 */
const SEGMENTS_MAX = { gsm7: 1, ucs2: 2 } as const;

/** As many numbers as leave room for words in one SMS. */
export const LINES_NAMED_MAX = 2;
/** Longest value of each variable, in characters: two numbers with their names, a service code of five groups. */
const VALUE_MAX: Readonly<Record<string, number>> = {
  programme: PROGRAMME_NAME_MAX,
  service_code: 31,
  short_code: 15,
  /** An amount with its currency. */
  price: 14,
  helplines: LINES_NAMED_MAX * (LABEL_MAX + NUMBER_MAX + 3) - 2,
  place: LABEL_MAX + NUMBER_MAX + 1,
  /** A short name of a day, and a time of day or two. */
  by: 10,
  group: GROUP_NAME_MAX,
  meets: MEETS_MAX,
  where: PLACE_MAX,
  last: 2,
  /** Of nine choices among 999 voters at most. */
  votes: 70,
  when: 16,
};

const IDS = Object.keys(PHRASES).filter(isPhraseId);

/** flows/phrases/<language>.yaml */
const PhrasesFile = z.strictObject({
  spec: z.literal(1),
  language: Language,
  /** Who signed this translation, and when; null until a native speaker has. */
  reviewed: z.strictObject({ by: z.string().min(1), on: z.iso.date() }).nullable(),
  phrases: z
    .partialRecord(z.enum(IDS), z.string().trim().min(1))
    .superRefine((phrases, context) => {
      for (const id of IDS) {
        for (const message of faultsOf(id, phrases[id])) {
          context.addIssue({ code: 'custom', path: [id], message });
        }
      }
    }),
});

/** The phrases of each language; those of English are complete. */
export type Phrases = Sayings<PhraseId>;

/** Parses all phrase files together. English has to be there, with every phrase. */
export function parsePhrases(files: readonly SourceFile[]): Parsed<Phrases> {
  return joinSayings(files, IDS, {
    read: (source) => {
      const result = parseDataFile(source, PhrasesFile);
      if (!result.ok) return result;
      const { language, phrases } = result.value;
      return { ...result, value: { language, texts: phrases } };
    },
    mend: 'Every other language falls back to English: write each phrase there.',
  });
}

/** One phrase in a language, or in English where that language lacks it, its variables filled in. */
export function phrase<Id extends PhraseId>(
  phrases: Phrases,
  language: string,
  id: Id,
  variables: PhraseVariables<Id>,
): string {
  return saying<PhraseId>(phrases, { language, id }, variables);
}

function faultsOf(id: PhraseId, text: string | undefined): string[] {
  if (text === undefined) return [];
  return [
    ...unknownVariables(text, PHRASES[id]),
    ...tooManySegments(atLongest(text, VALUE_MAX), SEGMENTS_MAX),
  ];
}

function isPhraseId(text: string): text is PhraseId {
  return Object.hasOwn(PHRASES, text);
}
