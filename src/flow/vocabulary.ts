import { z } from 'zod';

/** The purposes a member can consent to, each by itself (docs/promises.md, req C4). */
export const PURPOSES = [
  'check_ins',
  'group_reminders',
  'benefit_info',
  'counsellor_contact',
  'family_contact',
  'evaluation',
] as const;
export const Purpose = z.enum(PURPOSES);
export type Purpose = z.infer<typeof Purpose>;

/**
 * What is noted of a member beyond consent, each yes or no, none a judgement: does not read, may be called when silent,
 * wants open texts or only to dial, has an advance plan, shares it.
 */
export const NOTED = [
  'does_not_read',
  'call_if_silent',
  'open_texts',
  'dial_only',
  'plan_exists',
  'plan_shared',
] as const;
export const Noted = z.enum(NOTED);
export type Noted = z.infer<typeof Noted>;

/**
 * What follows from elsewhere and no flow can note: somebody meets her; somebody could, and she is asked; she is in a peer
 * group, and may vote there.
 */
export const TRAITS = [
  ...NOTED,
  'has_counsellor',
  'match_proposed',
  'in_group',
  'may_vote',
] as const;
export const Trait = z.enum(TRAITS);
export type Trait = z.infer<typeof Trait>;

/**
 * What a complaint is about. Of the two about touching or threatening somebody outside the line hears within the hour; the
 * first is about the person's own counsellor, who gets nothing for work from then on.
 */
export const COMPLAINT_KINDS = [
  'rude',
  'told_others',
  'asked_money',
  'touched_by_mine',
  'touched_by_other',
  'something_else',
] as const;

/** With whom a caller may speak who answers a member's phone. */
export const ANSWERED_BY = ['anybody', 'only_me', 'no_calls'] as const;
/** agree, decline: to who was proposed. change: who meets her now shall be somebody else. */
export const MATCH_ACTS = ['agree', 'decline', 'change'] as const;

/** What somebody says to her peer group. No reason is asked, and nobody is named; a report goes to who is no facilitator. */
export const GROUP_ACTS = [
  'coming',
  'not_coming',
  'block',
  'report_unkind',
  'report_told',
  'report_money',
  'report_leader',
  'report_vote',
] as const;

/** What a conversation remembers: flat, small, plain values. A date is `2027-01-31`, a time of day `18:30`. */
export type Memory = Readonly<Record<string, string | number | boolean>>;

/** What a flow may know of the person; never anything that a text could give away. */
export type Facts = {
  language: string;
  channel: 'sms' | 'ussd';
  /** Purposes with an active consent. */
  purposes: readonly Purpose[];
  /** Languages this installation speaks, in the order of its programme. */
  languages: readonly string[];
  /** The date where the programme is, as `2027-01-31`. */
  today: string;
  traits: readonly Trait[];
  /** Questions in a row that nobody answered. */
  silences: number;
  /** Whole days since the member joined and last wrote; undefined before. */
  days: { joined: number | undefined; answered: number | undefined };
};

/** What can happen to a conversation. `now` comes in the event: the pure rooms have no clock. */
export type FlowEvent =
  | { type: 'REPLY'; text: string; late: boolean; now: Date }
  | { type: 'SILENCE'; now: Date }
  | { type: 'RESUMED'; now: Date }
  | { type: 'CANCELLED'; now: Date }
  | { type: 'PIN_OK'; now: Date }
  | { type: 'PIN_WRONG'; now: Date };

const Time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/u);
const Ms = z.number().int().positive();

/**
 * What a turn asks for, as data: the machine's actions, parsed. Durations are milliseconds. Each is handled in one
 * exhaustive `switch` of the engine; adding one is a compile error until it is.
 */
export const Effect = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('say'), text: z.string() }),
  z.strictObject({ type: z.literal('follow_up'), reason: z.string() }),
  z.strictObject({ type: z.literal('record'), outcome: z.string() }),
  z.strictObject({ type: z.literal('subscribe'), purpose: Purpose }),
  z.strictObject({ type: z.literal('unsubscribe'), purpose: Purpose }),
  z.strictObject({ type: z.literal('set_language'), language: z.string() }),
  z.strictObject({ type: z.literal('set_shared'), shared: z.boolean() }),
  z.strictObject({ type: z.literal('note'), trait: Noted, is: z.boolean() }),
  /** Texts that nobody asked for come only between these times of day; null is the programme's hours. */
  z.strictObject({
    type: z.literal('set_hours'),
    hours: z.strictObject({ from: Time, to: Time }).nullable(),
  }),
  /** What she wishes of calls to this phone; what is left out stays as it was. */
  z.strictObject({
    type: z.literal('calls'),
    answeredBy: z.enum(ANSWERED_BY).optional(),
    hours: z.strictObject({ from: Time, to: Time }).nullable().optional(),
    cover: z.string().nullable().optional(),
    ringBack: z.boolean().optional(),
  }),
  /** Her word about the person who meets her, or could. No reason is asked, and none is kept. */
  z.strictObject({ type: z.literal('match'), act: z.enum(MATCH_ACTS) }),
  /** Nothing unprompted is sent for so long. */
  z.strictObject({ type: z.literal('pause'), forMs: Ms }),
  /** A question passed unanswered: the member is quiet. Any reply of the member takes the count back to none. */
  z.strictObject({ type: z.literal('quiet') }),
  /** Starts another flow later, unless it could not be sent by then. `rhythm`: as often as the programme says. */
  z.strictObject({
    type: z.literal('start'),
    flow: z.string(),
    afterMs: z.union([z.number().int().nonnegative(), z.literal('rhythm')]),
    sendWithinMs: Ms,
  }),
  /**
   * Starts another flow at a date and time that the member chose, `earlierMs` before it. Without a date, the next time
   * that the clock where the programme is shows it; without a time, the start of the member's hours.
   */
  z.strictObject({
    type: z.literal('remind'),
    flow: z.string(),
    date: z.iso.date().optional(),
    time: Time.optional(),
    earlierMs: z.number().int().nonnegative(),
    sendWithinMs: Ms,
  }),
  /** A start or reminder of that flow that is still to come is dropped. */
  z.strictObject({ type: z.literal('cancel'), flow: z.string() }),
  /** A code that somebody typed to join a peer group; the facilitator's yes comes after. */
  z.strictObject({ type: z.literal('join_group'), code: z.string() }),
  z.strictObject({ type: z.literal('leave_group') }),
  z.strictObject({ type: z.literal('group'), act: z.enum(GROUP_ACTS) }),
  /** A vote in the secret ballot of her group: the number as she wrote it. It is in no row of hers. */
  z.strictObject({ type: z.literal('vote'), number: z.number() }),
  /** A complaint in a person's own words, for the head of the programme; with her number only if `named`. */
  z.strictObject({
    type: z.literal('complain'),
    words: z.string(),
    named: z.boolean(),
    about: z.enum(COMPLAINT_KINDS).optional(),
  }),
  /** The PIN that a member has just typed twice. It opens the private part; only a slow hash of it is kept. */
  z.strictObject({ type: z.literal('set_pin'), pin: z.string() }),
  /** STOP, everything hidden at once, and erased after so long: at once, or when there was time to think again. */
  z.strictObject({ type: z.literal('erase'), afterMs: z.int().nonnegative() }),
  /** Takes an erasure back that has not happened yet. */
  z.strictObject({ type: z.literal('keep_data') }),
  /** Ends this flow and begins another in the same turn. */
  z.strictObject({ type: z.literal('hand_over'), flow: z.string() }),
]);
export type Effect = z.infer<typeof Effect>;
