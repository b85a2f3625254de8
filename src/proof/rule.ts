import type { FlowDefinition } from '../flow/definition.ts';
import type { Finding, PlaceOf, SpotOf } from '../flow/finding.ts';
import type { Texts } from '../flow/parse-texts.ts';
import type { Release } from '../flow/release.ts';
import type { ProofInput, ReadProgramme } from './read-input.ts';
import type { Walk } from './walk/walk-flow.ts';

/** One message that a turn can say: the text ids in order, as `render` takes them. */
export type Screen = {
  channel: 'sms' | 'ussd';
  /** Those in which it can happen. */
  languages: readonly string[];
  says: readonly string[];
  /** The step whose text comes last. */
  step: string;
  /** Nobody asked for it: it begins a flow with a purpose, or follows a silence. */
  unprompted: boolean;
};

/** A flow that the reader found whole, with everything that a rule may ask. */
export type ProvedFlow = {
  readonly name: string;
  /** As released: parts are already put in, their steps and texts named `<step>__<id>`. */
  readonly definition: FlowDefinition;
  readonly release: Release;
  /** Each language of the flow as it was read. */
  readonly texts: readonly Texts[];
  /** Where a step or a text of the release was written: those of a part in the part's own files. */
  readonly placeOf: PlaceOf;
  /** Every turn that can happen, taken through the compiled machine. */
  readonly walk: Walk;
  /** Every different message that any turn can say, in each channel. */
  readonly screens: readonly Screen[];
  /** Those that have it; none where no programme of the set does, and then it has to suit any. */
  readonly programmes: readonly ReadProgramme[];
  /** Whether some programme plays it so; any where none has it. */
  readonly isPlayed: (language: string, channel: 'sms' | 'ussd') => boolean;
  /** The whole set: programmes, formats, words, phrases, helplines, the other flows. */
  readonly set: ProofInput;
};

/**
 * Where a finding belongs, by its path of keys: in flow.yaml (`{ path: ['steps', 'praise', 'to'] }`) or in a language
 * file (`{ language: 'sn', path: ['texts', 'praise'] }`). Steps and texts of a part are found in the part's own files.
 */
export type Place = {
  language?: string;
  path: readonly string[];
  /** Points at the key instead of the value. */
  at?: 'key' | 'value';
};

/** What is said of it; without `severity` it is an error. */
export type Said = {
  code: string;
  severity?: Finding['severity'];
  found: string;
  meant?: string | undefined;
  mend: string;
};
export type Add = (place: Place, said: Said) => void;

/** Looks at one flow and adds what it finds. Pure: the same flow gives the same findings, in the same order. */
export type Rule = (flow: ProvedFlow, add: Add) => void;

/** Adds to a flow, or to a file that is no flow's own, such as that of a programme. */
export type Adders = {
  adderFor(flow: ProvedFlow): Add;
  addAt(file: { file: string; spotOf: SpotOf }, place: Place, said: Said): void;
  /** Whether anything that is said of this file is reported. */
  isWanted(of: { file: string }): boolean;
  /** Whether an error was said of the flow so far that is not of its words alone. */
  isWrong(flow: ProvedFlow): boolean;
  /** Notes that its transcripts were not played: what is wrong would only show there once more. */
  leaveUnplayed(flow: ProvedFlow): void;
};
/** Looks at the set as a whole. */
export type SetRule = (flows: readonly ProvedFlow[], set: ProofInput, to: Adders) => void;
