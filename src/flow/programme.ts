import { z } from 'zod';
import { FlowName, Language } from './definition.ts';
import { parseDataFile, type Parsed, type SourceFile } from './data-file.ts';

/** Longest public name of a programme, in characters: what the phrases leave room for in one SMS. */
export const PROGRAMME_NAME_MAX = 20;

const CHANNELS = ['sms+ussd', 'sms_only', 'ussd_only'] as const;
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

const TimeOfDay = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/u)
  .describe("a time of day in quotes, for instance '08:00'");
const TimeZone = z
  .string()
  .refine(isTimeZone, 'Write an IANA time zone, for instance Africa/Harare.')
  .describe('an IANA time zone, for instance Africa/Harare');
const Count = (most: number) =>
  z.int().min(1).max(most).describe(`a whole number from 1 to ${most}`);

/** When texts that nobody asked for may be sent; `days` without entry means every day. */
const ContactHours = z
  .strictObject({
    from: TimeOfDay,
    to: TimeOfDay,
    days: z
      .array(z.enum(WEEKDAYS))
      .min(1)
      .default([...WEEKDAYS])
      .describe('a list such as [mon, tue]'),
  })
  .refine((hours) => hours.from < hours.to, {
    path: ['to'],
    message: 'Write a time after `from`: contact hours lie within one day.',
  });
export type ContactHours = z.infer<typeof ContactHours>;

const Caps = z.strictObject({
  /** Texts that nobody asked for, to one phone. */
  per_hour: Count(60),
  per_day: Count(200),
});

const ProgrammeFile = z
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
    contact_hours: ContactHours,
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
    /** What dialling shows, and what JOIN begins. */
    flows: z.strictObject({ home: FlowName, join: FlowName }),
    sms_price: z.strictObject({
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/u)
        .describe('a currency of three capitals (ISO 4217)'),
      amount: z.number().positive().describe('the price of one segment'),
    }),
    messages_a_second: Count(1_000),
    caps: Caps,
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
    flows: file.flows,
    /** Money for one segment, in units of the currency. */
    smsPrice: file.sms_price,
    messagesASecond: file.messages_a_second,
    caps: {
      perHour: file.caps.per_hour,
      perDay: file.caps.per_day,
    },
    reserve: file.reserve,
  }));

/** One programme: what one installation serves (ARCHITECTURE.md). */
export type Programme = z.infer<typeof ProgrammeFile>;

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
