import { longestText, longestValue } from '../../conversation/longest-value.ts';
import { costOf, ownPin } from '../../conversation/programme-variables.ts';
import { writeHours } from '../../conversation/write-hours.ts';
import { writeOften } from '../../conversation/write-value.ts';
import type { Field } from '../../flow/definition.ts';
import { type Format, SHOWN_MAX } from '../../flow/formats.ts';
import { LABEL_MAX, NUMBER_MAX } from '../../flow/helplines.ts';
import { OUTSIDE_BODY_MAX } from '../../flow/complaint-line.ts';
import { GROUP_NAME_MAX, MEETS_MAX, PARTS, PARTS_MAX, PLACE_MAX } from '../../flow/peer-group.ts';
import { PROGRAMME_NAME_MAX, type Programme } from '../../flow/programme.ts';
import { WEEKDAYS } from '../../flow/programme-times.ts';
import { fillIn, variablesOf } from '../../flow/variables.ts';
import type { ProofInput } from '../read-input.ts';
import type { ProvedFlow } from '../rule.ts';

const DAY_MS = 86_400_000;
/** Rhythms, in days: those with a name of their own, and two that are counted. */
const RHYTHMS_DAYS = [1, 7, 30, 14, 28, 10];
/** Longest value, in plain letters, of what no format writes. */
const LETTERS: ReadonlyMap<string, number> = new Map([
  ['programme', PROGRAMME_NAME_MAX],
  /** As `*384*40404*1#`. */
  ['service_code', 14],
  ['short_code', NUMBER_MAX],
  /** As `KES 10.50`. */
  ['reply_cost', 12],
  ['often', 24],
  /** As `Mon, Tue, Thu, Sat 08:00-17:00`. */
  ['duty_hours', 30],
  ['minimum_age', 2],
  ['receipt', 4],
  ['outside_body', OUTSIDE_BODY_MAX],
  ['counsellor', SHOWN_MAX],
  ['group', GROUP_NAME_MAX],
  ['meets', MEETS_MAX],
  ['where', PLACE_MAX],
  ['at_place', PLACE_MAX],
  ['last_choice', 2],
  ['vote_until', MEETS_MAX],
  /** Two names with their numbers, where no programme says how many there are. */
  ['unwatched', 30],
  ['helplines', 2 * (LABEL_MAX + 1 + NUMBER_MAX) + 2],
]);

/** Every choice of days, where no programme says which. */
const EVERY_HOURS = Array.from({ length: 2 ** 7 - 1 }, (_, n) => ({
  from: '08:00',
  to: '17:00',
  days: WEEKDAYS.filter((__, day) => ((n + 1) >> day) % 2 === 1),
}));

/** A flow as far as its messages are filled in, by the programmes that have it. */
export type SpokenFlow = Pick<ProvedFlow, 'definition' | 'release'> & {
  programmes: readonly { programme: Programme }[];
  set: Pick<ProofInput, 'formats' | 'phrases' | 'helplines'> & {
    programmes: readonly { programme: Programme }[];
  };
};

type Variables = Readonly<Record<string, string>>;
const known = new WeakMap<SpokenFlow, Map<string, Variables>>();

/** The longest value of each variable that the texts of a flow name, in one language. */
export function longestVariables(flow: SpokenFlow, language: string): Variables {
  let byLanguage = known.get(flow);
  if (byLanguage === undefined) known.set(flow, (byLanguage = new Map()));
  let variables = byLanguage.get(language);
  if (variables === undefined) byLanguage.set(language, (variables = longestOf(flow, language)));
  return variables;
}

function longestOf(flow: SpokenFlow, language: string): Variables {
  const texts = Object.values(flow.release.texts.get(language)?.texts ?? {});
  const named = new Set(texts.flatMap(({ sms, ussd }) => variablesOf(`${sms} ${ussd}`)));
  return Object.fromEntries(
    [...named].map((name) => [
      name,
      name === 'parts' ? longestParts(flow, language) : longestText(valuesOf(flow, language, name)),
    ]),
  );
}

/** What a meeting is made of, where it has the longest parts of this language. */
function longestParts({ set }: SpokenFlow, language: string): string {
  const words = set.phrases.get(language) ?? set.phrases.get('en') ?? {};
  return PARTS.map((part) => words[`part_${part}`] ?? '')
    .toSorted((a, b) => b.length - a.length)
    .slice(0, PARTS_MAX)
    .join(', ');
}

/** What a variable may become; of a programme, with its name at its longest. */
function valuesOf(flow: SpokenFlow, language: string, name: string): string[] {
  const field = flow.definition.memory[name];
  if (field !== undefined) return fieldValues(flow, language, field);
  const programmes = flow.programmes.map(({ programme }) => programme);
  if (name === 'helplines' && programmes.length > 0)
    return programmes.map((programme) => linesOf(flow, programme, language));
  const format = flow.set.formats.get(language);
  const plain = 'x'.repeat(LETTERS.get(name) ?? 0);
  if (format === undefined) return [plain];
  if (name === 'unwatched') return [format.unwatched, ''];
  if (name === 'counsellor') return [plain, format.somebody ?? plain];
  if (name === 'own_pin') return pinsOf(programmes, format);
  if (name === 'duty_hours')
    return (programmes.length > 0 ? programmes.map(dutyOf) : EVERY_HOURS).map((hours) =>
      writeHours(hours, format),
    );
  if (name === 'often') return RHYTHMS_DAYS.map((days) => writeOften(days * DAY_MS, format));
  return name === 'reply_cost' ? costsOf(programmes, format, plain) : [plain];
}

function costsOf(programmes: readonly Programme[], format: Format, plain: string): string[] {
  const costs = programmes.map((programme) => costOf(programme, format));
  return [...(costs.length === 0 ? [plain] : costs), format.free];
}

function pinsOf(programmes: readonly Programme[], format: Format): string[] {
  if (programmes.length > 0) return programmes.map((programme) => ownPin(programme, format));
  return [fillIn(format.own_pin, () => 'x'.repeat(LETTERS.get('service_code') ?? 0))];
}

/** Every helpline of a programme, as if all of them were verified. */
function linesOf({ set }: SpokenFlow, { helplines }: Programme, language: string): string {
  const lines = helplines.flatMap((id) => set.helplines.get(id) ?? []);
  return lines
    .map(({ label, number }) => `${label[language] ?? label['en'] ?? ''} ${number}`)
    .join(', ');
}

function fieldValues({ release, set }: SpokenFlow, language: string, field: Field): string[] {
  const texts = release.texts.get(language);
  const format = set.formats.get(language);
  const value = longestValue(field, { format, labels: texts?.choices ?? {} });
  const isOwn = 'kind' in field && field.kind === 'text';
  // In coded and dial-only modes a text of ours stands in the place of own words.
  const coded = isOwn ? texts?.texts[field.coded]?.sms : undefined;
  return coded === undefined ? [value] : [value, coded];
}

function dutyOf({ escalation }: Programme) {
  return escalation.duty;
}
