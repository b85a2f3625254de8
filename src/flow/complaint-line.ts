import { z } from 'zod';

/** Longest words for the outside body, in characters: what a text has room for, its number included. */
export const OUTSIDE_BODY_MAX = 24;
/** Longest other entry: a name and how to reach her. */
const ENTRY_MAX = 200;

const Entry = z.string().trim().min(2).max(ENTRY_MAX);

/**
 * Who hears complaints. None of them may be the person complained about or in her line (docs/promises.md, req F2). Blank while a
 * programme is prepared; a live service refuses blanks.
 */
export const ComplaintLine = z
  .strictObject({
    /** Who reads them at the office, and closes them within 72 hours. */
    reader: Entry.nullable().default(null).describe('who reads complaints'),
    /** The named person outside the line who is told within the hour of the urgent kinds, on her phone. */
    urgent: Entry.nullable()
      .default(null)
      .describe('the named person outside the line, told of urgent complaints within the hour'),
    /** Named in texts: an ombudsman, a commission, a women's desk. */
    outside_body: z
      .string()
      .trim()
      .regex(/^[ -~]+$/u)
      .max(OUTSIDE_BODY_MAX)
      .nullable()
      .default(null)
      .describe(
        `a body outside the programme and its number, at most ${OUTSIDE_BODY_MAX} plain letters, for instance 'Ombudsman 112'`,
      ),
  })
  .transform((file) => ({
    reader: file.reader ?? undefined,
    urgent: file.urgent ?? undefined,
    outsideBody: file.outside_body ?? undefined,
  }));
export type ComplaintLine = z.infer<typeof ComplaintLine>;

/** Where a file has no `complaints:` yet. */
export const NOBODY_YET: ComplaintLine = ComplaintLine.parse({});

/** The keys of `complaints:` that are still blank, as they stand in the file. */
export function blankComplaintKeys(line: ComplaintLine): string[] {
  const filled: Readonly<Record<string, boolean>> = {
    reader: line.reader !== undefined,
    urgent: line.urgent !== undefined,
    outside_body: line.outsideBody !== undefined,
  };
  return Object.keys(filled).filter((key) => filled[key] === false);
}
