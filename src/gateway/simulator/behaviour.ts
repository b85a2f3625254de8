import { z } from 'zod';

/** How the stand-in behaves, as data: set through code or through `POST /control/behaviour`. */

/** Whom a rule touches, how often before it is spent, and in what share of the cases. All of them by default. */
const reach = {
  to: z.string().optional(),
  times: z.number().int().positive().optional(),
  share: z.number().min(0).max(1).optional(),
};

const Wait = z.number().int().nonnegative();
const accepts = z.boolean();

/** How a request is answered. `accepts` says whether its messages were taken all the same. */
export const AnswerRule = z.discriminatedUnion('answer', [
  z.strictObject({ answer: z.literal('slow'), delayMs: Wait, ...reach }),
  z.strictObject({ answer: z.literal('trickle'), everyMs: Wait, ...reach }),
  z.strictObject({ answer: z.literal('no_parts'), ...reach }),
  z.strictObject({ answer: z.literal('number_missing'), ...reach }),
  z.strictObject({ answer: z.literal('number_respelt'), ...reach }),
  z.strictObject({
    answer: z.literal('server_error'),
    status: z.number().int().min(500).max(599),
    accepts,
    ...reach,
  }),
  z.strictObject({ answer: z.literal('hang'), accepts, ...reach }),
  z.strictObject({ answer: z.literal('reset'), accepts, ...reach }),
  z.strictObject({ answer: z.literal('not_json'), accepts, ...reach }),
  z.strictObject({ answer: z.literal('ok_200'), accepts, ...reach }),
  z.strictObject({
    answer: z.literal('redirect'),
    status: z.union([z.literal(302), z.literal(307)]),
    location: z.string(),
    ...reach,
  }),
  z.strictObject({ answer: z.literal('throttled'), ...reach }),
  z.strictObject({ answer: z.literal('invalid_sender'), ...reach }),
]);
export type AnswerRule = z.infer<typeof AnswerRule>;

/** What becomes of one recipient: a status code of docs/africastalking.md section 2.3. */
const OutcomeRule = z.strictObject({ code: z.number().int(), ...reach });

const ReportStatus = z.enum([
  'Sent',
  'Submitted',
  'Buffered',
  'Success',
  'Failed',
  'Rejected',
  'AbsentSubscriber',
  'Expired',
  'Borked',
]);

/** The reports that follow a message, in the order given, be it a wrong one. None: they never come. */
const DeliveryRule = z.strictObject({
  reports: z.array(
    z.strictObject({
      status: ReportStatus,
      failureReason: z.string().optional(),
      afterMs: Wait.optional(),
    }),
  ),
  copies: z.number().int().min(1).max(20).default(1),
  /** The first report is answered before the send call is. */
  early: z.boolean().default(false),
  /** Reports under an id that was never given out. */
  unknownId: z.boolean().default(false),
  ...reach,
});
export type DeliveryPlan = z.infer<typeof DeliveryRule>;

const TextBehaviour = z.strictObject({
  /** The same text so many times, all at once. */
  copies: z.number().int().min(1).max(50).default(1),
  /** Each callback waits a random time up to this, so that they overtake each other. */
  shuffleMs: Wait.default(0),
  dateForm: z.enum(['iso', 'space', 'fraction']).default('space'),
  linkId: z.enum(['absent', 'empty', 'given']).default('given'),
  /** Never called back: found only by `GET /version1/messaging`. */
  lost: z.boolean().default(false),
});

const UssdBehaviour = z.strictObject({
  /** The three forms of a dialled suffix (at-samples.json, ussd.deepDial). */
  dialForm: z.enum(['A', 'B', 'C']).default('A'),
  /** The very same hop again: after its answer, or beside it. */
  repeat: z.enum(['never', 'after', 'parallel']).default('never'),
  endEvent: z.enum(['soon', 'late', 'never']).default('soon'),
});

export const Behaviour = z.strictObject({
  answers: z.array(AnswerRule).default([]),
  outcomes: z.array(OutcomeRule).default([]),
  deliveries: z.array(DeliveryRule).default([]),
  texts: TextBehaviour.prefault({}),
  ussd: UssdBehaviour.prefault({}),
  /** What is left on the account, in its currency; each accepted segment takes its price. */
  balance: z.number().default(1_000_000),
});
export type Behaviour = z.infer<typeof Behaviour>;

/** Only what is named changes. */
export const BehaviourChange = z.strictObject({
  answers: z.array(AnswerRule).optional(),
  outcomes: z.array(OutcomeRule).optional(),
  deliveries: z.array(DeliveryRule).optional(),
  texts: TextBehaviour.optional(),
  ussd: UssdBehaviour.optional(),
  balance: z.number().optional(),
});
export type BehaviourChange = z.input<typeof BehaviourChange>;
