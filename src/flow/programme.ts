import { z } from 'zod';
import { Budget, NUMBER_MONTH_USUAL } from './budget.ts';
import { ComplaintLine, NOBODY_YET } from './complaint-line.ts';
import { FlowName, Language } from './definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from './data-file.ts';
import { Escalation } from './escalation.ts';
import { HelplineId } from './helplines.ts';
import { BLANK, Legal } from './legal.ts';
import { ConsentFor, Match, MinimumAge } from './membership.ts';
import { Rhythm, TextingHours } from './programme-times.ts';
import { Purpose } from './vocabulary.ts';

/** Longest public name of a programme, in characters: what the phrases leave room for in one SMS. */
export const PROGRAMME_NAME_MAX = 20;

const CHANNELS = ['sms+ussd', 'sms_only', 'ussd_only'] as const;
const TimeZone = z
  .string()
  .refine(isTimeZone, 'Write an IANA time zone, for instance Africa/Harare.')
  .describe('an IANA time zone, for instance Africa/Harare');
const Count = (most: number) =>
  z.int().min(1).max(most).describe(`a whole number from 1 to ${most}`);

const Price = z
  .strictObject({
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/u)
      .describe('a currency of three capitals (ISO 4217)'),
    amount: z.number().positive().describe('an amount of money, for instance 0.8'),
  })
  .describe('a price, for instance { currency: KES, amount: 0.8 }');

const Caps = z.strictObject({
  /** Texts that nobody asked for, to one phone. */
  per_hour: Count(60),
  per_day: Count(200),
});

export const ProgrammeFile = z
  .strictObject({
    spec: z.literal(1),
    programme: FlowName.describe('the name of this file without .yaml'),
    name: z
      .string()
      .trim()
      .regex(/^[ -~]{1,20}$/u)
      .describe(
        `a short neutral name that may be read by anybody, at most ${PROGRAMME_NAME_MAX} plain letters`,
      ),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/u)
      .describe('a country of two capitals (ISO 3166), for instance KE'),
    time_zone: TimeZone,
    channels: z.enum(CHANNELS),
    languages: z
      .array(Language)
      .min(1)
      .max(5)
      .describe('1 to 5 language codes, in the order of the menu'),
    default_language: Language,
    contact_hours: TextingHours,
    service_code: z
      .string()
      .regex(/^\*\d{1,5}(\*\d{1,5}){0,4}#$/u)
      .describe("what is dialled, in quotes, for instance '*384*4040#'")
      .optional(),
    short_code: z
      .string()
      .regex(/^(\d{3,8}|\+[1-9]\d{6,14})$/u)
      .describe("the short code or number that people text to, in quotes, for instance '22340'"),
    sender: z
      .string()
      .regex(/^[A-Za-z0-9+ ]{1,16}$/u)
      .describe('the sender that texts show; best the short code'),
    /** The consents that its flows may ask for. */
    purposes: z.array(Purpose).min(1).describe('a list such as [check_ins, counsellor_contact]'),
    /** What dialling shows, what JOIN begins, where complaints are heard, and which others it has. */
    flows: z.strictObject({
      home: FlowName,
      join: FlowName,
      complaint: FlowName.optional(),
      /** What a member's own PIN opens in the dialled menu; nothing else does. */
      private: FlowName.optional(),
      others: z.array(FlowName).max(60).default([]).describe('a list of names of flows'),
    }),
    /** How often a flow comes that says `in: rhythm`. */
    rhythm: z.record(FlowName, Rhythm).default({}),
    escalation: Escalation,
    /** Who answers for the data, and where they are. */
    legal: Legal.optional(),
    /** Who hears complaints, and whom else one can turn to. */
    complaints: ComplaintLine.optional(),
    /** Helplines of its country that texts may name, most important first. */
    helplines: z.array(HelplineId).max(10).default([]),
    /** Languages whose accents are left out of SMS, since one of them doubles the price of a text. */
    fold_accents: z.array(Language).default([]).describe('a list of languages, such as [pt, es]'),
    /** What a member may pick to stand for the programme on a phone that others read. */
    cover_topics: z
      .array(z.string().regex(/^[a-z][a-z_]{1,19}$/u))
      .max(5)
      .default([])
      .describe('a list of harmless words, such as [garden, sewing, market]'),
    /** That members are offered a person of their own, and whether they are told who, before they agree. */
    match: Match.optional(),
    /** When its flows were tried with people (docs/field-test.md); a live service is not started before. */
    field_test: z.iso.date().nullable().default(null).describe('a date such as 2027-01-31'),
    /** The price of one segment, to the programme. */
    sms_price: Price,
    /** The price of one session, to the programme. */
    ussd_price: Price.optional(),
    /** What a reply by SMS costs whoever sends it. */
    reply_price: z
      .union([z.literal('free'), Price])
      .describe('`free`, or a price, for instance { currency: KES, amount: 1 }'),
    messages_a_second: Count(1_000),
    caps: Caps,
    /** Segments that may be spent on one number in 30 days, and on everybody in a day. */
    budget: Budget.prefault({ number_month: NUMBER_MONTH_USUAL }),
    /** How long a yes counts. */
    consent_for: ConsentFor.prefault('365d'),
    /** The youngest that it takes in; texts name it as `{minimum_age}`. */
    minimum_age: MinimumAge.default(18),
    /** The share of the usual balance below which only what matters most is sent (nudges stop first). */
    reserve: z.number().min(0).max(0.9).describe('a share, for instance 0.15'),
  })
  .superRefine((file, context) => {
    const fault = (path: string, message: string) =>
      context.addIssue({ code: 'custom', path: [path], message });
    if (!file.languages.includes(file.default_language)) {
      fault('default_language', 'Write one of `languages`.');
    }
    if (new Set(file.languages).size < file.languages.length)
      fault('languages', 'Write each once.');
    const dials = file.channels !== 'sms_only';
    if (dials && file.service_code === undefined) {
      fault('channels', 'Add `service_code:`: people dial it; or write sms_only.');
    }
    if (!dials && file.service_code !== undefined) {
      fault('service_code', 'Remove it: this programme has SMS only.');
    }
    const named = flowsNamed(file.flows);
    for (const flow of Object.keys(file.rhythm))
      if (!named.includes(flow))
        fault('rhythm', `\`${flow}\` is not among \`flows\`: add it there.`);
    for (const language of file.fold_accents)
      if (!file.languages.includes(language)) fault('fold_accents', 'Write some of `languages`.');
    // A sender that cannot receive would leave a STOP without a way in (ARCHITECTURE.md, "Sending, and STOP").
    if (file.sender !== file.short_code)
      fault('sender', 'Write the short code: only that can receive a STOP.');
  })
  .transform((file) => ({
    programme: file.programme,
    name: file.name,
    country: file.country,
    timeZone: file.time_zone,
    channels: file.channels,
    languages: file.languages,
    defaultLanguage: file.default_language,
    contactHours: file.contact_hours,
    serviceCode: file.service_code,
    shortCode: file.short_code,
    sender: file.sender,
    purposes: file.purposes,
    flows: file.flows,
    rhythm: new Map(Object.entries(file.rhythm)),
    escalation: file.escalation,
    legal: file.legal ?? BLANK,
    complaints: file.complaints ?? NOBODY_YET,
    helplines: file.helplines,
    foldAccents: file.fold_accents,
    coverTopics: file.cover_topics,
    match: file.match,
    fieldTest: file.field_test ?? undefined,
    /** Money, in units of the currency: for one segment, one session, one reply of a person. */
    smsPrice: file.sms_price,
    ussdPrice: file.ussd_price,
    replyPrice: file.reply_price,
    messagesASecond: file.messages_a_second,
    caps: {
      perHour: file.caps.per_hour,
      perDay: file.caps.per_day,
    },
    budget: file.budget,
    consentForDays: file.consent_for,
    minimumAge: file.minimum_age,
    reserve: file.reserve,
  }));

/** One programme: what one installation serves (ARCHITECTURE.md). */
export type Programme = z.infer<typeof ProgrammeFile>;

/** Every flow of a programme, once. */
export function flowsOfProgramme({ flows }: Pick<Programme, 'flows'>): string[] {
  return flowsNamed(flows);
}

function flowsNamed(flows: {
  home: string;
  join: string;
  complaint?: string | undefined;
  private?: string | undefined;
  others: string[];
}) {
  const { home, join, complaint, private: own, others } = flows;
  const some = [complaint, own].filter((flow) => flow !== undefined);
  return [...new Set([home, join, ...some, ...others])];
}

/** Parses flows/programmes/<name>.yaml. */
export function parseProgramme(source: SourceFile): Parsed<Programme> {
  return parseDataFile(source, ProgrammeFile);
}

function isTimeZone(name: string): boolean {
  // Offsets such as +03:00 are time zones to Temporal, but know no summer time.
  if (!/^[A-Z][A-Za-z_]+(\/[A-Za-z0-9_+-]+)*$/u.test(name)) return false;
  try {
    return new Temporal.ZonedDateTime(0n, name).timeZoneId.length > 0;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
