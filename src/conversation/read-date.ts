import { type Day, daysAhead, YEAR_DAYS } from './calendar.ts';
import { type Item, itemsOf, type Wanted } from './read-items.ts';
import type { Tongue } from './read-tongue.ts';

const SPOILING: readonly string[] = ['unsure', 'moments', 'no'];

/** Words of which nothing is known that may stand around a date. */
const UNKNOWN_MAX = 3;
/** In "tomorrow at 6 in the morning" the 6 is an hour. */
const HOURS_OF_CLOCK = 12;
const DAYS_A_WEEK = 7;
/** An offset that no day has: "in 0 days" is not today. */
const NEVER = -1;
/** Numbers above are years. */
const YEAR_MIN = 2_000;

const PARTS = [
  'dawn',
  'am',
  'pm',
  'morning',
  'afternoon',
  'evening',
  'night',
  'midday',
  'midnight',
] as const;
const WANTED: Wanted = {
  senses: [
    'today',
    'tomorrow',
    'after_tomorrow',
    'next_week',
    'weekdays',
    'months',
    'ordinals',
    'numbers',
    'coming',
    'next',
    ...PARTS,
    'oclock',
    'hours',
    'moments',
    'around',
    'no',
    'polite',
    'says',
    'unsure',
  ],
  templates: ['in_days', 'in_weeks'],
};

/** What makes the number before it an hour; `oclock` the one behind it, too. */
const OF_HOURS: readonly string[] = ['am', 'pm', 'oclock', 'hours'];
/** What names a day without a number. */
const DAYS: readonly string[] = ['today', 'tomorrow', 'after_tomorrow', 'weekdays', 'template'];
const DAYS_OR_MONTHS: readonly string[] = [...DAYS, 'months', 'ordinals', 'next_week'];
const MONTHS = 12;

/** What has to hold of the day that is meant. */
type Holds = (day: Day) => boolean;

/**
 * A day as `2027-01-31`, at most `withinDays` ahead. A weekday is the next one; said on that very weekday, or as "next
 * friday" while this week's is still to come, it has two readings and is asked again, as is a week without a day.
 */
export function readDate(text: string, withinDays: number, tongue: Tongue): string | undefined {
  const items = withoutHours(itemsOf(text, WANTED, tongue));
  const unknown = items.filter(({ kind }) => kind === 'word').length;
  if (unknown > UNKNOWN_MAX || items.some(isUnsure)) return undefined;
  // "I have 5 children" is no 5th.
  if (unknown > 0 && !items.some(isDayOrMonth) && items.some(({ kind }) => kind === 'number'))
    return undefined;
  const [day, ...others] = daysMeant(items, tongue);
  return day === undefined || others.length > 0 || day.offset > withinDays ? undefined : day.iso;
}

function isDayOrMonth(item: Item): boolean {
  if (item.kind === 'template' || item.kind === 'shape') return true;
  return item.kind === 'sense' && DAYS_OR_MONTHS.includes(item.sense.kind);
}

function isUnsure(item: Item, at: number, items: readonly Item[]): boolean {
  if (item.kind === 'sense') return SPOILING.includes(item.sense.kind);
  // `2x`, `5ish`
  if (item.kind === 'word') return item.glued && items[at - 1]?.kind === 'number';
  return item.kind === 'doubt' || item.kind === 'clash';
}

/** Without times of day: `6pm`, `10:00`, `18h30`, `saa 2`, and a small number beside a part of the day. */
function withoutHours(items: readonly Item[]): Item[] {
  const kinds = items.map((item) => (item.kind === 'sense' ? item.sense.kind : item.kind));
  const isBeside = (at: number) =>
    OF_HOURS.includes(kinds[at + 1] ?? '') || kinds[at - 1] === 'oclock';
  const isHour = (item: Item, at: number) =>
    item.kind === 'shape' ? /[:h]/u.test(item.text) || isBeside(at) : isBeside(at);
  const isTimed = ({ kind }: Item) => kind === 'number' || kind === 'shape';
  const days = items.filter((item, at) => !(isTimed(item) && isHour(item, at)));
  const hasPart = kinds.some((kind) => PARTS.some((part) => part === kind));
  const hasDay = kinds.some((kind) => DAYS.includes(kind));
  if (days.length < items.length || !hasPart || !hasDay || kinds.includes('months')) return days;
  return days.filter((item) => item.kind !== 'number' || item.n > HOURS_OF_CLOCK);
}

/** The days that everything said of the day allows; none where it contradicts itself or names no day. */
function daysMeant(items: readonly Item[], tongue: Tongue): Day[] {
  const days = daysAhead(tongue.today);
  const said = saidBy(items);
  const { numbers, years, months, shapes, offsets, weekdays } = said;
  if ([years, numbers, months, shapes].some((one) => one.length > 1)) return [];
  if (months.length + years.length > 0 && numbers.length === 0) return [];
  const exact = offsets.length + shapes.length + numbers.length;
  if (exact + weekdays.length === 0) return [];
  const holds: Holds[] = [
    ...offsets.map(
      (offset): Holds =>
        (day) =>
          day.offset === offset,
    ),
    ...shapes.map((shape) => holdsShape(shape, tongue)),
    ...numbers.map(
      (number): Holds =>
        (day) =>
          day.day === number,
    ),
    ...months.map(
      (month): Holds =>
        (day) =>
          day.month === month,
    ),
    ...years.map(
      (year): Holds =>
        (day) =>
          day.year === year,
    ),
    ...weekdays.map((weekday) => holdsWeekday(weekday, days[0]?.weekday ?? 0, exact > 0, said)),
    ...(said.nextWeek ? [inNextWeek(days)] : []),
  ];
  const found = days.filter((day) => holds.every((one) => one(day)));
  // A day of the month comes back every month: the nearest is meant.
  return numbers.length + shapes.length > 0 ? found.slice(0, 1) : found;
}

type Said = ReturnType<typeof saidBy>;

function saidBy(items: readonly Item[]) {
  const senses = items.flatMap((item) => (item.kind === 'sense' ? [item.sense] : []));
  const ofKind = (kind: string) => senses.filter((sense) => sense.kind === kind).map(({ n }) => n);
  const numbers = [
    ...items.flatMap((item) => (item.kind === 'number' ? [item.n] : [])),
    ...ofKind('ordinals'),
  ];
  return {
    numbers: numbers.filter((n) => n <= YEAR_MIN),
    years: numbers.filter((n) => n > YEAR_MIN),
    months: ofKind('months'),
    weekdays: ofKind('weekdays'),
    shapes: items.flatMap((item) => (item.kind === 'shape' ? [item.text] : [])),
    offsets: [
      ...ofKind('today').map(() => 0),
      ...ofKind('tomorrow').map(() => 1),
      ...ofKind('after_tomorrow').map(() => 2),
      ...items.flatMap((item) => (item.kind === 'template' ? [offsetOf(item)] : [])),
    ],
    next: ofKind('next').length > 0,
    nextWeek: ofKind('next_week').length > 0,
  };
}

function offsetOf({ template, slots }: Item & { kind: 'template' }): number {
  const count = slots.n?.n ?? 1;
  const days = template === 'in_weeks' ? count * DAYS_A_WEEK : count;
  return days > 0 && days <= YEAR_DAYS ? days : NEVER;
}

/** From the Monday after today to the Sunday after that. */
function inNextWeek([today]: readonly Day[]): Holds {
  const monday = DAYS_A_WEEK + 1 - (today?.weekday ?? 0);
  return ({ offset }) => offset >= monday && offset < monday + DAYS_A_WEEK;
}

function holdsWeekday(weekday: number, today: number, isExact: boolean, said: Said): Holds {
  if (isExact || said.nextWeek) return (day) => day.weekday === weekday;
  const first = (weekday - today + DAYS_A_WEEK) % DAYS_A_WEEK;
  const second = first + DAYS_A_WEEK;
  if (!said.next) return ({ offset }) => offset === first || (first === 0 && offset === second);
  if (first === 0) return ({ offset }) => offset === second;
  const isNextWeek = weekday < today;
  return ({ offset }) => offset === first || (!isNextWeek && offset === second);
}

/** `27/11`, `27.11.27`, `2027-11-27`: in the order of the language, or in the only one that is a date. */
function holdsShape(shape: string, { language, formats }: Tongue): Holds {
  const [a = 0, b = 0, c, ...more] = shape.split(/[./\\-]/u).map(Number);
  if (more.length > 0) return () => false;
  if (a > YEAR_MIN) return (day) => day.year === a && day.month === b && day.day === c;
  const isDayFirst = formats.get(language)?.date_order !== 'month_day';
  const [first, second] = isDayFirst ? [a, b] : [b, a];
  const [date, month] = second > MONTHS ? [second, first] : [first, second];
  const year = c === undefined || c > YEAR_MIN ? c : YEAR_MIN + c;
  return (day) =>
    day.day === date && day.month === month && (year === undefined || day.year === year);
}
