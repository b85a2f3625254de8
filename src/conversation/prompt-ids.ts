/**
 * What is said to counsellors, and the variables that each must name. The list is closed. No name, no content and no phone
 * number of a member stands in a prompt: {number} is the prompt's own. `home_…` are screens of her menu.
 */
export const PROMPTS = {
  /** Somebody asks for a call at a time of her own; answered by the number and one digit. */
  prompt_talk: ['number', 'when'],
  /** The same without a time. */
  prompt_talk_soon: ['number'],
  /** Danger, or not safe at home: says how soon, never why. */
  prompt_urgent: ['number', 'by'],
  /** To the backup, who is asked since nobody else could. */
  prompt_next: ['number', 'by'],
  /** To a supervisor or the lead. */
  prompt_escalated: ['number', 'since'],
  /** Some days after "I will call": how did it go? */
  prompt_outcome: ['number'],
  /** A new member could be hers; she is not told who. */
  prompt_match: ['number'],
  /** The one text of a morning: the numbers that wait. */
  digest: ['count', 'numbers'],
  digest_more: ['count', 'numbers', 'more'],
  /** After an answer; each says what is next. */
  accepted_dial: ['number', 'service_code'],
  accepted_sms: ['number'],
  passed: ['number'],
  later_noted: ['number', 'by'],
  no_airtime_noted: ['number'],
  match_noted: ['number'],
  met_noted: ['number'],
  tried_noted: ['number'],
  closed_noted: ['number'],
  /** A late answer gets a true one. */
  is_closed: ['number'],
  is_taken: ['number'],
  is_yours: ['number'],
  /** A bare digit where several prompts are open: it was applied to none. */
  for_whom: ['numbers'],
  /** The same where a question of her own is open too: 01 is 1 for herself. */
  for_whom_own: ['numbers'],
  /** The number is hers, the digit is none of its answers; or there is no such number. */
  not_an_answer: ['number'],
  no_such_number: ['number'],
} as const satisfies Record<string, readonly string[]>;

export type PromptId = keyof typeof PROMPTS;
