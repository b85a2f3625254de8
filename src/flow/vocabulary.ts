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

/** What a conversation remembers: flat, small, plain values. */
export type Memory = Readonly<Record<string, string | number | boolean>>;

/** What a flow may know of the person; never anything that a text could give away. */
export type Facts = {
  language: string;
  channel: 'sms' | 'ussd';
  /** Purposes with an active consent. */
  purposes: readonly Purpose[];
  /** Languages this installation speaks, in the order of its programme. */
  languages: readonly string[];
};

/** What can happen to a conversation. `now` comes in the event: the pure rooms have no clock. */
export type FlowEvent =
  | { type: 'REPLY'; text: string; late: boolean; now: Date }
  | { type: 'SILENCE'; now: Date }
  | { type: 'RESUMED'; now: Date }
  | { type: 'CANCELLED'; now: Date }
  | { type: 'PIN_OK'; now: Date }
  | { type: 'PIN_WRONG'; now: Date };

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
  /** Starts another flow later, unless it could not be sent by then. */
  z.strictObject({
    type: z.literal('start'),
    flow: z.string(),
    afterMs: z.number().int().nonnegative(),
    sendWithinMs: z.number().int().positive(),
  }),
  /** Ends this flow and begins another in the same turn. */
  z.strictObject({ type: z.literal('hand_over'), flow: z.string() }),
]);
export type Effect = z.infer<typeof Effect>;
