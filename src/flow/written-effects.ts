import { z } from 'zod';
import { FlowName, Language } from './definition.ts';
import { ANSWERED_BY, GROUP_ACTS, MATCH_ACTS, Noted, Purpose, Trait } from './vocabulary.ts';
import { Duration, Name, NUMBER_MAX, TimeOfDay } from './written-values.ts';

export const Start = z.strictObject({
  flow: FlowName,
  in: z
    .union([z.literal('rhythm'), Duration])
    .describe('a time such as `48h`, or `rhythm`: as often as the programme says'),
  send_within: Duration.meta({
    title:
      'Later than this it is not sent: it waits for the next time of its rhythm, or is dropped',
  }),
});
export const Remind = z.strictObject({
  flow: FlowName,
  on: Name.meta({ title: 'The field that holds the date' }).optional(),
  at: Name.meta({ title: 'The field that holds the time of day' }).optional(),
  earlier: Duration.meta({ title: 'So long before that date and time' }).optional(),
  send_within: Duration.meta({
    title:
      'Later than this it is not sent: it waits for the next time of its rhythm, or is dropped',
  }),
});
export const Complain = z.strictObject({
  words: Name.meta({ title: 'The field that holds what was written' }),
  named: z
    .boolean()
    .describe('`true` or `false`')
    .meta({ title: 'Whether the number stands beside it; without, nothing leads to the person' }),
  about: Name.meta({ title: 'The field that holds what it is about' }).optional(),
});
export const Hours = z.strictObject({ from: TimeOfDay, to: TimeOfDay });
export const Calls = z
  .strictObject({
    answered_by: z.enum(ANSWERED_BY).meta({ title: 'With whom a caller may speak' }),
    hours: z
      .union([Hours, z.literal('any')])
      .describe("`{ from: '08:00', to: '12:00' }`, or `any`")
      .meta({ title: 'Good hours for a call' }),
    cover: Name.meta({
      title: 'What a call is said to be about, one of `cover_topics`; or `none`',
    }),
    ring_back: z
      .boolean()
      .describe('`true` or `false`')
      .meta({ title: 'Whether to ring back when the call is cut off' }),
  })
  .partial();
const True = z.literal(true).describe('`true`');

/** What one mapping under `do:` may ask of the service; done in this order. */
export const Effects = z
  .strictObject({
    record: Name.meta({ title: 'Writes an outcome into the log' }),
    follow_up: Name.meta({ title: 'Opens a request for a person, with this reason' }),
    subscribe: Purpose.meta({ title: 'Enters a consent, where somebody has just said yes' }),
    unsubscribe: Purpose.meta({ title: 'Withdraws a consent' }),
    set_language: Language.meta({ title: 'Changes the language from the next text on' }),
    set_shared: z
      .boolean()
      .describe('`true` or `false`')
      .meta({ title: 'Notes whether others use this phone' }),
    note: Noted.meta({ title: 'Notes this of the member' }),
    unnote: Noted.meta({ title: 'Takes that note back' }),
    set_hours: z
      .union([Hours, z.literal('any')])
      .describe("`{ from: '08:00', to: '12:00' }`, or `any`")
      .meta({ title: 'When texts that nobody asked for may come' }),
    calls: Calls.meta({ title: 'What the member wishes of calls' }),
    match: z.enum(MATCH_ACTS).meta({ title: 'Her word about the person who meets her, or could' }),
    join_group: Name.meta({ title: 'Asks to join the peer group whose code this field holds' }),
    leave_group: True.meta({ title: 'Leaves the peer group' }),
    group: z.enum(GROUP_ACTS).meta({ title: 'What she says to her peer group' }),
    vote: Name.meta({ title: 'Votes for the number that this secret field holds' }),
    complain: Complain.meta({ title: 'Hands a complaint to the head of the programme alone' }),
    set_pin: Name.meta({ title: 'Makes what was typed twice the PIN of the member' }),
    erase: z
      .enum(['now', 'in_3_days'])
      .describe('`now` or `in_3_days`')
      .meta({ title: 'Stops, hides at once, and deletes what is kept of this member' }),
    keep_data: True.meta({ title: 'Takes a deletion back that has not happened yet' }),
    quiet: True.meta({ title: 'Counts a question that nobody answered' }),
    pause: Duration.meta({ title: 'Sends nothing unprompted for so long' }),
    cancel: FlowName.meta({
      title: 'Drops a start or reminder of that flow that is still to come',
    }),
    start: Start.meta({ title: 'Begins a flow later' }),
    remind: Remind.meta({ title: 'Begins a flow at a date and time that the member chose' }),
    hand_over: FlowName.meta({ title: 'Ends this flow and begins another at once' }),
  })
  .partial();
export const WrittenEffects = z.union([Effects, z.array(Effects).max(20)]);

/** Most questions in a row that a flow can count as unanswered. */
const SILENCES_MAX = 20;
/** Ten years: longer than any programme looks back. */
const DAYS_SINCE_MAX = 3_650;
const Channel = z.enum(['sms', 'ussd']);
const Silences = z.int().min(1).max(SILENCES_MAX).describe('a whole number from 1 to 20');
const Since = z.enum(['joined', 'answered']);
const AtLeast = z.int().min(0).max(NUMBER_MAX).describe('a whole number');

/** No question for a day looks further ahead. */
const DAYS_AHEAD_MAX = 366;
const DaysAhead = z
  .int()
  .min(0)
  .max(DAYS_AHEAD_MAX)
  .describe('a whole number of days, 0 for today');

const LastDay = z.iso
  .date()
  .describe("a date in quotes, such as '2027-06-30'")
  .meta({ title: 'Up to that day, itself included' });
/** The keys that `when:` may have, of which one question is asked. */
export const WhenKeys = z
  .strictObject({
    consented: Purpose,
    memory: Name,
    is: Name,
    at_least: AtLeast,
    days_ahead: DaysAhead,
    known: Name,
    channel: Channel,
    language: Language,
    member: Trait,
    silences: Silences,
    days_since: Since,
    not_after: LastDay,
  })
  .partial();
export const WrittenWhen = z.union([
  z.strictObject({ consented: Purpose }),
  z.strictObject({ memory: Name, is: Name }),
  z.strictObject({ memory: Name, at_least: AtLeast }),
  z.strictObject({ memory: Name, days_ahead: DaysAhead }),
  z.strictObject({ known: Name }),
  z.strictObject({ channel: Channel }),
  z.strictObject({ language: Language }),
  z.strictObject({ member: Trait }),
  z.strictObject({ silences: Silences }),
  z.strictObject({ days_since: Since, at_least: AtLeast.max(DAYS_SINCE_MAX) }),
  z.strictObject({ not_after: LastDay }),
]);
