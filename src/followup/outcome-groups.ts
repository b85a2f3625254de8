import { Purpose } from '../flow/vocabulary.ts';
import { CONTACT_KINDS } from '../store/contacts.ts';

/** A group of figures. `parts`: its cells are parts of one sum, which is shown too. */
export type OutcomeGroup = { group: string; cells: readonly string[]; parts: boolean };

const PURPOSES = Purpose.options;
const ANSWERS = ['yes', 'little', 'no'];
const feedback = (item: string): OutcomeGroup => ({
  group: `feedback_${item}`,
  cells: ANSWERS,
  parts: true,
});

/**
 * Every figure that is ever shown: what is not named here is not counted. docs/outcomes.md says of each what it counts, what
 * for and where it comes from; a test compares the two.
 */
export const OUTCOME_GROUPS: readonly OutcomeGroup[] = [
  { group: 'people', cells: ['took_part', 'joined'], parts: false },
  { group: 'yes_given', cells: PURPOSES, parts: false },
  { group: 'yes_taken_back', cells: PURPOSES, parts: false },
  { group: 'yes_lapsed', cells: PURPOSES, parts: false },
  { group: 'steps', cells: ['done', 'part', 'not_yet'], parts: false },
  { group: 'papers', cells: ['asked', 'wait', 'no', 'came'], parts: false },
  { group: 'quiet', cells: ['unanswered'], parts: false },
  { group: 'requests', cells: ['urgent', 'talk', 'digest'], parts: true },
  { group: 'requests_over', cells: ['met', 'closed', 'otherwise'], parts: true },
  ...['heard', 'respected', 'involved', 'safe', 'pushed'].map(feedback),
  { group: 'stops', cells: ['stop', 'wrong_number'], parts: true },
  { group: 'contacts', cells: CONTACT_KINDS, parts: true },
];

/** Times, in hours of the clock. */
export const OUTCOME_TIMES = [
  'hours_to_accepted_median',
  'hours_to_accepted_p90',
  'hours_to_met_median',
  'hours_to_met_p90',
] as const;
