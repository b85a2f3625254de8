/** Longest neutral name of a peer group: it leaves room for a time and a place in one SMS. */
export const GROUP_NAME_MAX = 16;
/** Longest place in words, such as "the hall behind the market". */
export const PLACE_MAX = 30;
/** Places that a group chooses from: they stand on one screen. */
export const PLACES_MAX = 3;
/** As `Thu 24/12 14:00`, with short names of days in every language that ships. */
export const MEETS_MAX = 18;
/** What a meeting can be made of; what is said there is the group's own. */
export const PARTS = ['talk', 'aims', 'small', 'work', 'rights'] as const;
/** A meeting of four hours has three parts (informal, aims, small circles). */
export const PARTS_MAX = 3;
/** Votes are numbers from here on, which answer nothing else that a text asks. */
export const FIRST_CHOICE = 21;
/** The flows that ask about the next meeting, and in a vote. */
export const MEETING_FLOW = 'meeting';
export const BALLOT_FLOW = 'ballot';

/** The number of the last of so many choices. */
export function lastChoice(options: number): string {
  return String(FIRST_CHOICE + options - 1);
}
