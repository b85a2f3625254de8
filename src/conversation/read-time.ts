import type { PartOfDay } from '../flow/definition.ts';
import type { Format } from '../flow/formats.ts';
import { type Item, itemsOf, type Wanted } from './read-items.ts';
import type { Tongue } from './read-tongue.ts';
import type { SenseKind } from './read-lexicon.ts';
import { HOURS_OF_CLOCK, type Told, toldBy, withMinutes } from './read-told-time.ts';

/** First and last hour of a part of the day, as people use its name; `night` is the hours outside. */
const PARTS = {
  dawn: [0, 6],
  am: [1, 11],
  pm: [12, 23],
  morning: [1, 11],
  afternoon: [12, 20],
  evening: [15, 23],
  night: [5, 17],
} as const satisfies Partial<Record<SenseKind, readonly [number, number]>>;
type Part = keyof typeof PARTS;
/** The same where hours may be counted from sunrise: 7 would be 1 at night, which nobody calls morning. */
const PARTS_STRICTLY: Readonly<Record<Part, readonly [number, number]>> = {
  ...PARTS,
  morning: [5, 11],
  afternoon: [12, 17],
  evening: [16, 20],
};
/** Hours at which somebody gets up or may be texted: of 10 and 22, a bare 10 is 10. */
const SENSIBLE = [4, 21] as const;
/** The same where the question asked about a part of the day: no more than half a day, so that only one of two fits. */
const ASKED_ABOUT: Readonly<Record<PartOfDay, readonly [number, number]>> = {
  morning: [4, 11],
  midday: [10, 15],
  afternoon: [12, 18],
  evening: [16, 23],
};

const SPOILING: ReadonlySet<SenseKind> = new Set(['unsure', 'moments', 'no']);

/** Words of which nothing is known that may stand around a time. */
const UNKNOWN_MAX = 3;
/** Hours from midnight to where Swahili begins to count. */
const SUNRISE = 6;

const WANTED: Wanted = {
  senses: [
    'numbers',
    'midnight',
    'midday',
    'dawn',
    'am',
    'pm',
    'morning',
    'afternoon',
    'evening',
    'night',
    'oclock',
    'hours',
    'moments',
    'around',
    'no',
    'polite',
    'says',
    'unsure',
  ],
  templates: ['half_past', 'quarter_past', 'quarter_to', 'minutes_past', 'minutes_to'],
};

/**
 * A time of day as `18:30`. Without the part of the day an hour is taken only where the other half of the day makes no
 * sense; where both do, it is asked again. In a language that counts from sunrise, bare digits may mean either clock. Where
 * the question was about a part of the day, such an hour is one of that part; what a person says of it herself counts more.
 */
export function readTime(text: string, tongue: Tongue, about?: PartOfDay): string | undefined {
  const items = withMinutes(itemsOf(text, WANTED, tongue));
  const unknown = items.filter(({ kind }) => kind === 'word').length;
  if (unknown > UNKNOWN_MAX || items.some(isUnsure) || items.some(isCutShort)) return undefined;
  const told = items.flatMap((item) => toldBy(item) ?? []);
  const isTime = ({ kind }: Item) => kind === 'number' || kind === 'shape' || kind === 'template';
  if (told.length < items.filter(isTime).length) return undefined;
  const marks = marksOf(items);
  const isBare = marks.parts.length === 0 && marks.clockFormats.length === 0;
  // "10 people" and "14 days" are no time of day.
  const isCount = ({ vague, whole, sure }: Told) =>
    vague || (whole && unknown > 0) || (marks.isSpan && !sure);
  if (isBare && told.some(isCount)) return undefined;
  const meant = told.map(
    (one, at) => new Set(readingsOf({ ...one, again: at > 0 }, { marks, tongue, about })),
  );
  const all = [...marks.fixed.map((time) => new Set([time])), ...meant];
  const [first = new Set<string>(), ...rest] = all;
  const [time, ...others] = rest.reduce((both, one) => both.intersection(one), first);
  return others.length > 0 ? undefined : time;
}

/** Letters right behind a number that are no part of a time: `7ish`. */
function isCutShort(item: Item, at: number, items: readonly Item[]): boolean {
  return item.kind === 'word' && item.glued && items[at - 1]?.kind === 'number';
}

function isUnsure(item: Item): boolean {
  // `10th` is a day.
  if (item.kind === 'sense')
    return SPOILING.has(item.sense.kind) || (item.glued && item.sense.kind === 'around');
  return item.kind === 'doubt' || item.kind === 'clash';
}

/** What is said of the time beside itself: parts of the day, whose clock, and midday or midnight. */
type Marks = {
  parts: readonly Part[];
  /** Of words for the parts; of words that name an hour of one clock. */
  partFormats: readonly Format[];
  clockFormats: readonly Format[];
  fixed: readonly string[];
  /** "Hours" stand there: `2 hours` is no time of day, `18 hours` and `6 hours in the morning` are. */
  isSpan: boolean;
};

function marksOf(items: readonly Item[]): Marks {
  const senses = items.flatMap((item) => (item.kind === 'sense' ? [item] : []));
  const ofKinds = (kinds: readonly string[]) =>
    senses.filter(({ sense }) => kinds.includes(sense.kind));
  const parts = ofKinds(Object.keys(PARTS));
  return {
    parts: parts.flatMap(({ sense }) => (isPart(sense.kind) ? [sense.kind] : [])),
    partFormats: parts.flatMap(({ formats }) => formats),
    clockFormats: ofKinds(['oclock', 'am', 'pm']).flatMap(({ formats }) => formats),
    fixed: [...ofKinds(['midday']).map(() => '12:00'), ...ofKinds(['midnight']).map(() => '00:00')],
    isSpan: ofKinds(['hours']).length > 0,
  };
}

/** `again`: told after another, perhaps by the other clock: `saa 1 asubuhi (07:00)`. */
type Reading = Told & { again: boolean };

type Around = { marks: Marks; tongue: Tongue; about: PartOfDay | undefined };

/** Every time of day that was told may mean, by the clocks that its words allow. */
function readingsOf(told: Reading, { marks, tongue, about }: Around): string[] {
  const clocks = clocksOf(told, marks, tongue);
  const hours = new Set(clocks.flatMap((swahili) => hoursOf(told, marks, swahili)));
  const narrow = clocks.includes(true) ? PARTS_STRICTLY : PARTS;
  const inParts = [...hours].filter((hour) =>
    marks.parts.every((part) => isIn(hour, part, narrow)),
  );
  // Behind "in the evening?" `06:30` may be meant for 18:30, `14:00` is what it is.
  const isOpen = about === undefined ? hours.size > 1 : told.hour <= HOURS_OF_CLOCK;
  const isBare = marks.parts.length + marks.fixed.length === 0 && isOpen;
  const [first, last] = about === undefined ? SENSIBLE : ASKED_ABOUT[about];
  const likely = inParts.filter((hour) => !isBare || (hour >= first && hour <= last));
  return likely.map(
    (hour) => `${String(hour).padStart(2, '0')}:${String(told.minute).padStart(2, '0')}`,
  );
}

/**
 * Whether the hours are counted from sunrise: never, always, or perhaps. Number words and `saa` decide; digits alone, and
 * `saa 7` without the part of the day, are read by both clocks.
 */
function clocksOf(told: Reading, marks: Marks, { language, formats }: Tongue): boolean[] {
  const words = [...told.formats, ...marks.clockFormats];
  const isPartless = marks.parts.length === 0;
  if (words.length === 0 && told.sure && isPartless) return [false];
  const own = formats.get(language);
  const deciding = [words, marks.partFormats, own === undefined ? [] : [own]];
  const known = deciding.find(({ length }) => length > 0) ?? [];
  const fromSunrise = known.some(({ clock }) => clock === 'swahili');
  const fromMidnight = !known.every(({ clock }) => clock === 'swahili') || known.length === 0;
  const isVague = told.formats.length === 0 && (told.sure || isPartless || told.again);
  const perhaps = words.length === 0 || isVague;
  return [...(fromMidnight || perhaps ? [false] : []), ...(fromSunrise ? [true] : [])];
}

/** The hours that a told hour may be, on one clock; "a quarter to seven" is in the hour before. */
function hoursOf({ hour, sure, before }: Told, { parts }: Marks, swahili: boolean): number[] {
  const shift = (swahili ? SUNRISE : 0) - (before ? 1 : 0);
  if (hour > HOURS_OF_CLOCK) return swahili ? [] : [(hour + shift) % 24];
  const counted = (hour + shift + 24) % 24;
  const isOne = sure && !swahili && parts.length === 0;
  return isOne ? [counted] : [counted, (counted + 12) % 24];
}

function isIn(hour: number, part: Part, parts: typeof PARTS_STRICTLY | typeof PARTS): boolean {
  const [first, last] = parts[part];
  return part === 'night' ? hour <= first || hour > last : hour >= first && hour <= last;
}

function isPart(kind: string): kind is Part {
  return Object.hasOwn(PARTS, kind);
}
