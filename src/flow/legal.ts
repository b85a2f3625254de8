import { z } from 'zod';

/** Longest entry, in characters: a name and an address fit, a paragraph does not. */
const ENTRY_MAX = 200;
/** More firms than these carry a text between us and a phone in no country that we know. */
const PROCESSORS_MAX = 20;

const Entry = z.string().trim().min(2).max(ENTRY_MAX);
const Processor = z.strictObject({
  /** The firm: a gateway, an operator, whoever hosts. */
  name: Entry,
  /** What it sees or keeps, in plain words. */
  sees: Entry,
});

/**
 * Who answers for the data, under which permission and where (reference of duties: docs/requests.md). Blank while a
 * programme is prepared; a live service refuses blanks.
 */
export const Legal = z
  .strictObject({
    /** The organisation that decides what the data are for. */
    controller: Entry.nullable()
      .default(null)
      .describe('the organisation that answers for the data'),
    data_protection_officer: Entry.nullable()
      .default(null)
      .describe('how the data protection officer is reached'),
    /** The number of the licence or registration, or why none is needed. */
    licence: Entry.nullable()
      .default(null)
      .describe('the licence or registration, or why none is needed'),
    hosting_country: z
      .string()
      .regex(/^[A-Z]{2}$/u)
      .nullable()
      .default(null)
      .describe('a country of two capitals (ISO 3166), where the database stands'),
    processors: z
      .array(Processor)
      .max(PROCESSORS_MAX)
      .default([])
      .describe('a list of { name: …, sees: … }: the gateway, the operators, the host'),
    /** Who is told of a breach, day and night. */
    breach_contact: Entry.nullable().default(null).describe('who is told of a breach'),
    /** What a wish written here is worth in this country, in one sentence (docs/promises.md, req A7). */
    advance_plans: Entry.nullable()
      .default(null)
      .describe('one sentence: what an advance plan is worth in law here'),
  })
  .transform((file) => ({
    controller: file.controller ?? undefined,
    dataProtectionOfficer: file.data_protection_officer ?? undefined,
    licence: file.licence ?? undefined,
    hostingCountry: file.hosting_country ?? undefined,
    processors: file.processors,
    breachContact: file.breach_contact ?? undefined,
    advancePlans: file.advance_plans ?? undefined,
  }));
export type Legal = z.infer<typeof Legal>;

/** Where a file has no `legal:` yet. */
export const BLANK: Legal = Legal.parse({});

/** The keys of `legal:` that are still blank, as they stand in the file. */
export function blanksOf(legal: Legal): string[] {
  const filled: Readonly<Record<string, boolean>> = {
    controller: legal.controller !== undefined,
    data_protection_officer: legal.dataProtectionOfficer !== undefined,
    licence: legal.licence !== undefined,
    hosting_country: legal.hostingCountry !== undefined,
    processors: legal.processors.length > 0,
    breach_contact: legal.breachContact !== undefined,
    advance_plans: legal.advancePlans !== undefined,
  };
  return Object.keys(filled).filter((key) => filled[key] === false);
}
