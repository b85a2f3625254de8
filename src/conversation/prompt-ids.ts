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
  digest: ['count', 'list'],
  digest_more: ['count', 'list', 'more'],
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
  /** The number was hers, longer ago than it means anything. */
  number_over: ['number'],
  /** To whoever was entered as a counsellor: the one text before she agrees. */
  join_work: ['programme', 'number'],
  join_work_yes: [],
  join_work_no: [],
  thanks: [],
  /** A digit that is no answer to a prompt which is about no request. */
  not_this_answer: ['number'],
  /** The practice member, number 00: never a real person. */
  practice_asks: [],
  practice_yours: [],
  practice_later: [],
  practice_over: [],
  /** Contacts of this week, by kind. */
  contacts_home_visit: ['count'],
  contacts_group: ['count'],
  contacts_campaign: ['count'],
  contacts_call: ['count'],
  /** To a supervisor, about a counsellor by her code. */
  prompt_silent: ['number', 'code'],
  list_moved: ['code', 'other', 'count'],
  no_backup: ['code'],
  phone_locked: ['code'],
  is_back: ['code'],
  not_back: ['code'],
  nobody_of_yours: ['code'],
  refresher_soon: ['date'],
  refresher_over: ['date'],
  refresher_soon_of: ['code', 'date'],
  refresher_over_of: ['code', 'date'],
  /** Weekly supervision, in counts; {week} is as `12: 8/6/1`: asked, talked, waiting. */
  prompt_week: ['number', 'asked', 'met', 'waiting'],
  week_talk: [],
  week_of_hers: ['week', 'airtime'],
  /** To whoever hears complaints outside the line: nothing of what they say. */
  complaint_urgent: ['number', 'count'],
  complaint_waits: ['number', 'count'],
  complaint_taken: [],
  counsellor_held: ['code'],
  /** A mitra hands somebody over to a champion: not before that person agrees. */
  hand_over_asked: ['number'],
  hand_over_nobody: ['number'],
  /** Her own menu, opened by her PIN: each one screen, of at most 160. */
  home_menu: ['count'],
  home_menu_away: ['date'],
  home_due: [],
  home_due_none: [],
  home_mine: [],
  home_mine_none: [],
  /** A line for each who is due; none says why. */
  home_line_your_call: ['number'],
  home_line_urgent: ['number'],
  home_line_talk: ['number'],
  home_line_talk_when: ['number', 'when'],
  home_line_not_well: ['number'],
  home_line_not_seen: ['number'],
  home_line_no_answer: ['number'],
  home_line_other: ['number'],
  home_stopped: ['number'],
  /** Choices below one of those lines. */
  home_offered: [],
  home_accepted: [],
  home_own: [],
  home_tried_noted: ['number'],
  /** Before a call. */
  home_good_hours: ['from', 'to'],
  home_answers_else: [],
  home_answers_topic: ['topic'],
  home_cut_no: [],
  home_cut_yes: [],
  home_plan_shared: [],
  home_no_calls: [],
  home_alone: [],
  home_number: ['phone'],
  /** Below it: what the member of hers calls her small step, where she lets her words be shown. */
  home_own_word: ['words'],
  home_topic_garden: [],
  home_topic_market: [],
  home_topic_sewing: [],
  /** What they agreed on. */
  home_step: ['number'],
  home_refer: [],
  home_day: [],
  home_other_day: [],
  home_day_set: ['date'],
  home_day_by_mouth: [],
  home_invite: [],
  home_invite_number: [],
  home_invite_sure: ['phone'],
  home_invited: [],
  home_me: [],
  home_hours: ['from', 'to'],
  home_hours_set: ['from', 'to'],
  home_no_duty: [],
  home_away: [],
  home_away_sure: ['date'],
  home_away_set: [],
  home_back: [],
  home_refresher_1: [],
  home_refresher_2: [],
  home_refresher_3: [],
  home_next: [],
  home_ways: [],
  home_support: [],
  home_supported: [],
  home_pin: [],
  home_pin_again: [],
  home_pin_other: [],
  home_pin_differs: [],
  home_pin_set: [],
  /** To her backup, while she is away. */
  away_backup: ['date'],
  /** To a supervisor: somebody who works with members asks for a call herself. */
  prompt_support: ['number'],
  /** The same by text, where a programme has no dialling. Codes that begin with 0 are the service's own. */
  sms_menu: [],
  sms_due: [],
  sms_due_none: [],
  sms_mine: [],
  sms_invite: [],
  /** After the number: her PIN, the number read back, and where it is dialled instead. */
  sms_invite_pin: [],
  sms_invite_sure: ['end'],
  sms_invite_dial: ['service_code'],
  sms_away: [],
  sms_support: [],
  sms_hours: [],
  sms_day: ['number'],
  sms_number: ['phone'],
  /** Somebody with more training is offered to the member, who decides; or has to be asked face to face. */
  refer_noted: ['number'],
  refer_by_mouth: ['number'],
  /** The member said yes: she is hers from now on. */
  match_agreed: [],
  /** The member chose somebody else; no reason is asked or kept. */
  match_ended: [],
  /** To who leads a peer group: somebody with its code; the next meeting; how many came. */
  prompt_group_join: ['number', 'group'],
  prompt_group_plan: ['number', 'group', 'meets', 'where'],
  prompt_group_heads: ['number', 'group'],
  /** To the moderator, who leads no group: what is reported, never by whom. */
  prompt_group_report: ['number', 'group', 'what'],
  group_unkind: [],
  group_told: [],
  group_money: [],
  group_leader: [],
  group_vote_due: [],
  group_counts: ['group', 'meets', 'count', 'other', 'more'],
  group_heads_noted: ['count'],
  group_time: ['number'],
  group_places: ['number', 'places'],
  group_sure: ['number', 'group', 'meets', 'where', 'count', 'other'],
  group_cancel_sure: ['number', 'group', 'meets', 'count', 'other'],
  group_end_sure: ['number', 'group', 'count', 'other'],
  group_sent: ['count', 'other'],
  group_not_sent: [],
  group_dial: ['service_code'],
  group_more: ['number'],
  group_parts: ['number', 'places'],
  group_code: ['group', 'join'],
  group_hand: ['group', 'join'],
  /** The same by text, which stays on the phone. */
  group_hand_now: ['group', 'join'],
  /** A secret vote that she opens: how many choices, read back, and why it did not begin. */
  group_vote: ['number'],
  group_vote_sure: ['number', 'group', 'last', 'count', 'other'],
  group_no_vote: [],
  group_over: [],
  group_leads_now: ['group'],
  group_leads_no_more: ['group'],
  group_result: ['group', 'votes', 'count', 'other'],
  group_result_void: ['group'],
  /** Her menu about it. */
  home_menu_group: [],
  home_group_line: [],
  home_group: ['group', 'meets', 'where', 'count'],
  home_group_none: ['group'],
  home_group_time: [],
  home_group_not_time: [],
  home_group_place: ['places'],
  home_group_sure: ['meets', 'where', 'count', 'other'],
  home_group_cancel: ['meets', 'count', 'other'],
  home_group_more: [],
  home_group_parts: ['places'],
  home_group_end: ['group', 'count', 'other'],
  home_group_vote: [],
  home_group_vote_sure: ['last', 'count', 'other'],
  home_group_not_safe: [],
  /** On the card that she carries: what a text is about, and what comes after it. */
  card_request: ['number'],
  card_taken: ['number'],
  card_practice: [],
} as const satisfies Record<string, readonly string[]>;

export type PromptId = keyof typeof PROMPTS;
