import type { Format, Formats } from '../flow/formats.ts';
import { isSendable, type Helplines } from '../flow/helplines.ts';
import type { Programme } from '../flow/programme.ts';
import { fillIn } from '../flow/variables.ts';
import { writeHours } from './write-hours.ts';
import { writeMoney, writeOften } from './write-value.ts';

/** The rhythm of a flow for which the programme names none, in milliseconds (docs/wording.md). */
const WEEK_MS = 7 * 24 * 3_600_000;
/** Helplines without a label in a language are called as in this one. */
const FALLBACK = 'en';

/** How often a flow comes that says `in: rhythm`, in milliseconds. */
export function rhythmMs({ rhythm }: Pick<Programme, 'rhythm'>, flow: string): number {
  return rhythm.get(flow) ?? WEEK_MS;
}

/** What is said of a group to whoever is in none. */
const NO_GROUP = {
  group: '',
  meets: '',
  where: '',
  at_place: '',
  parts: '',
  last_choice: '',
  vote_until: '',
};

/** What texts are filled in with, beside the programme itself. */
export type Known = {
  formats: Formats;
  helplines: Helplines;
  /** Languages whose words of danger somebody has signed. */
  watched: ReadonlySet<string>;
  today: string;
};

/** What a programme says of itself in the texts of a flow, by the names of `PROGRAMME_VARIABLES`. */
export function programmeVariables(
  programme: Programme,
  known: Known,
  { language, flow }: { language: string; flow: string },
): Record<string, string> {
  const format = known.formats.get(language);
  const { duty } = programme.escalation;
  return {
    programme: programme.name,
    service_code: programme.serviceCode ?? '',
    short_code: programme.shortCode,
    reply_cost: format === undefined ? '' : costOf(programme, format),
    often: format === undefined ? '' : writeOften(rhythmMs(programme, flow), format),
    duty_hours: format === undefined ? `${duty.from}-${duty.to}` : writeHours(duty, format),
    helplines: linesOf(programme, known, language).join(', '),
    minimum_age: String(programme.minimumAge),
    receipt: '',
    counsellor: format?.somebody ?? programme.name,
    ...NO_GROUP,
    outside_body: programme.complaints.outsideBody ?? programme.name,
    unwatched: known.watched.has(language) ? '' : (format?.unwatched ?? ''),
    own_pin: format === undefined ? '' : ownPin(programme, format),
  };
}

/** What a reply costs a member. */
export function costOf({ replyPrice }: Pick<Programme, 'replyPrice'>, format: Format): string {
  return replyPrice === 'free' ? format.free : writeMoney(replyPrice, format);
}

/** How somebody chooses a PIN, by dialling; nothing where there is no code, or no part that a PIN opens. */
export function ownPin(
  { serviceCode, flows }: Pick<Programme, 'serviceCode' | 'flows'>,
  { own_pin: words }: Pick<Format, 'own_pin'>,
): string {
  if (serviceCode === undefined || flows.private === undefined) return '';
  return fillIn(words, () => serviceCode);
}

/** Only numbers that somebody has called and verified of late are named. */
export function linesOf(
  programme: Programme,
  { helplines, today }: Pick<Known, 'helplines' | 'today'>,
  language: string,
): string[] {
  return programme.helplines.flatMap((id) => {
    const line = helplines.get(id);
    if (line === undefined || !isSendable(line, today)) return [];
    return [`${line.label[language] ?? line.label[FALLBACK] ?? ''} ${line.number}`.trim()];
  });
}
