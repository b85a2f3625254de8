import { z } from 'zod';
import { parseDataFile, type Parsed, type SourceFile } from './data-file.ts';
import { Language } from './definition.ts';
import { ContactHours } from './programme-times.ts';

export const HelplineId = z
  .string()
  .regex(/^[a-z]{2}_[a-z0-9_]{2,40}$/u)
  .describe('the id of a helpline of flows/helplines, for instance `ke_befrienders`');

/** Longest label in one language, in characters: two lines of label and number share an SMS with some words. */
export const LABEL_MAX = 20;
/** Longest number, in characters as dialled. */
export const NUMBER_MAX = 16;

const KINDS = ['emotional', 'child', 'violence', 'health', 'rights', 'emergency'] as const;
const Yes = z.enum(['yes', 'no', 'unknown']);
const Line = z.strictObject({
  number: z
    .string()
    .regex(/^\+?[0-9][0-9 ]{1,14}$/u)
    .describe(`a number in quotes, at most ${NUMBER_MAX} characters`),
  /** What texts call it: neutral, safe on a phone that others read. */
  label: z.record(
    Language,
    z.string().min(1).max(LABEL_MAX).describe(`a neutral name of at most ${LABEL_MAX} characters`),
  ),
  kind: z.enum(KINDS),
  /** Left out: at any hour. */
  hours: ContactHours.optional(),
  languages: z.array(Language).describe('the languages that are spoken there'),
  answered_by: z.enum(['peer', 'lay', 'professional', 'police', 'unknown']),
  free: Yes,
  /** Whether they call the police without being asked; callers deserve to know. */
  calls_police: Yes,
  source: z.string().min(3).describe('where the number was found'),
  source_date: z.iso.date().nullable(),
  /** Somebody called it from a local SIM on that day; null switches it off. */
  verified_on: z.iso.date().nullable(),
  verified_by: z.string().min(2).nullable(),
});

const HelplineFile = z.strictObject({
  spec: z.literal(1),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/u)
    .describe('a country of two capitals (ISO 3166), for instance KE'),
  lines: z.record(HelplineId, Line),
});

/** A number that texts may name. Off until somebody verified it by a call. */
export type Helpline = z.infer<typeof Line> & { id: string; country: string };
/** By id. */
export type Helplines = ReadonlyMap<string, Helpline>;

/** Parses flows/helplines/<country>.yaml, all together. */
export function parseHelplines(sources: readonly SourceFile[]): Parsed<Helplines> {
  const parsed = sources.map((source) => parseDataFile(source, HelplineFile));
  const findings = parsed.flatMap((one) => (one.ok ? [] : one.findings));
  if (findings.length > 0) return { ok: false, findings };
  const lines = parsed.flatMap((one) => {
    if (!one.ok) return [];
    const { country, lines: of } = one.value;
    return Object.entries(of).map(([id, line]): [string, Helpline] => [
      id,
      { ...line, id, country },
    ]);
  });
  return { ok: true, value: new Map(lines) };
}

/** So many days after its last verifying call, staff are warned that a local person should call it again. */
const AGEING_DAYS = 90;
/** So many days after that call a number is still sent; then it is off until somebody has called it again. */
const VERIFIED_DAYS_MAX = 180;

/** `off`: never called. `ageing`: still sent, but to be called again. `stale`: sent no more. */
export type HelplineState = 'off' | 'valid' | 'ageing' | 'stale';

/** How far a number can be trusted on a day, written `2027-01-31`. A call that lies ahead is none. */
export function helplineState(line: Helpline, today: string): HelplineState {
  if (line.verified_on === null || line.verified_by === null) return 'off';
  const { days } = Temporal.PlainDate.from(line.verified_on).until(today, { largestUnit: 'day' });
  if (days < 0) return 'off';
  if (days > VERIFIED_DAYS_MAX) return 'stale';
  return days > AGEING_DAYS ? 'ageing' : 'valid';
}

/** The last day on which it is sent, if nobody calls it again; undefined where it is sent on none. */
export function lastDayOf(line: Helpline, today: string): string | undefined {
  if (line.verified_on === null || helplineState(line, today) === 'off') return undefined;
  return Temporal.PlainDate.from(line.verified_on).add({ days: VERIFIED_DAYS_MAX }).toString();
}

/** Whether a text may name this number on a day. */
export function isSendable(line: Helpline, today: string): boolean {
  const state = helplineState(line, today);
  return state === 'valid' || state === 'ageing';
}
