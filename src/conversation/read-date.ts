import { type Item, itemsOf, type Tongue, type Wanted } from './read-items.ts';

/** Words of which nothing is known that may stand around a date. */
const UNKNOWN_MAX = 3;
/** In "tomorrow at 6 in the morning" the 6 is an hour. */
const HOURS_OF_CLOCK = 12;
const DAYS_A_WEEK = 7;
/** How far ahead an unwritten month or year is looked for. */
const YEAR_DAYS = 366;

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

type Day = Temporal.PlainDate;
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
  const today = Temporal.PlainDate.from(tongue.today);
  const days = daysMeant(items, today, tongue);
  const [day, ...others] = days;
  if (day === undefined || others.length > 0) return undefined;
  const isWithin = Temporal.PlainDate.compare(day, today.add({ days: withinDays })) <= 0;
  return isWithin ? day.toString() : undefined;
}

function isUnsure(item: Item): boolean {
  if (item.kind === 'sense') return item.sense.kind === 'unsure' || item.sense.kind === 'moments';
  return item.kind === 'question' || item.kind === 'clash';
}

/** Without times of day: `6pm`, `10:00`, `18h30`, `saa 2`, and a small number beside a part of the day. */
function withoutHours(items: readonly Item[]): Item[] {
  const kinds = items.map((item) => (item.kind === 'sense' ? item.sense.kind : item.kind));
  const hasPart = kinds.some((kind) => PARTS.some((part) => part === kind));
  const hasDay = kinds.some((kind) => DAYS.includes(kind));
  const isBeside = (at: number) =>
    OF_HOURS.includes(kinds[at + 1] ?? '') || kinds[at - 1] === 'oclock';
  return items.filter((item, at) => {
    if (item.kind === 'shape') return !/[:h]/u.test(item.text) && !isBeside(at);
    if (item.kind !== 'number') return true;
    return !isBeside(at) && !(hasPart && hasDay && item.n <= HOURS_OF_CLOCK);
  });
}

/** The days that everything said of the day allows; none where it contradicts itself or names no day. */
function daysMeant(items: readonly Item[], today: Day, tongue: Tongue): Day[] {
  const numbers = items.flatMap((item) => dayNumber(item) ?? []);
  const months = sensesOf(items, 'months');
  const shapes = items.flatMap((item) => (item.kind === 'shape' ? [item.text] : []));
  const exact = offsetsOf(items).map((days) => today.add({ days }));
  const written = shapes.map((shape) => datesOfShape(shape, today, tongue));
  if (numbers.length > 1 || months.length > 1 || shapes.length > 1) return [];
  if (months.length > 0 && numbers.length === 0) return [];
  const [number] = numbers;
  const [month] = months;
  const holds: Holds[] = [
    ...exact.map((one) => (day: Day) => day.equals(one)),
    ...written.map((dates) => (day: Day) => dates.some((one) => day.equals(one))),
    ...(number === undefined ? [] : [(day: Day) => day.day === number]),
    ...(month === undefined ? [] : [(day: Day) => day.month === month]),
    ...weekdaysHold(items, today, exact.length + written.length + numbers.length > 0),
  ];
  const namesDay =
    exact.length + written.length + numbers.length + sensesOf(items, 'weekdays').length;
  if (namesDay === 0) return [];
  const found = ahead(today).filter((day) => holds.every((one) => one(day)));
  // A day of the month comes back every month: the nearest is meant.
  return number === undefined ? found : found.slice(0, 1);
}

function offsetsOf(items: readonly Item[]): number[] {
  const days = { today: 0, tomorrow: 1, after_tomorrow: 2 } as const;
  return items.flatMap((item) => {
    if (item.kind === 'template') {
      const count = item.slots.n?.n ?? 1;
      return [item.template === 'in_weeks' ? count * DAYS_A_WEEK : count];
    }
    const kind = item.kind === 'sense' ? item.sense.kind : undefined;
    return kind === 'today' || kind === 'tomorrow' || kind === 'after_tomorrow' ? [days[kind]] : [];
  });
}

function weekdaysHold(items: readonly Item[], today: Day, isExact: boolean): Holds[] {
  const weekdays = sensesOf(items, 'weekdays');
  const isOf = (kind: string) =>
    items.some((item) => item.kind === 'sense' && item.sense.kind === kind);
  const monday = today.add({ days: DAYS_A_WEEK + 1 - today.dayOfWeek });
  const inNextWeek: Holds = (day) =>
    Temporal.PlainDate.compare(day, monday) >= 0 &&
    Temporal.PlainDate.compare(day, monday.add({ days: 6 })) <= 0;
  const nextWeek = isOf('next_week') ? [inNextWeek] : [];
  return [
    ...nextWeek,
    ...weekdays.map((weekday): Holds => {
      const away = (weekday - today.dayOfWeek + DAYS_A_WEEK) % DAYS_A_WEEK;
      const first = today.add({ days: away });
      const second = first.add({ days: DAYS_A_WEEK });
      if (isExact || nextWeek.length > 0) return (day) => day.dayOfWeek === weekday;
      if (isOf('next') && away > 0)
        return inNextWeek(first)
          ? (day) => day.equals(first)
          : (day) => day.equals(first) || day.equals(second);
      if (isOf('next')) return (day) => day.equals(second);
      return (day) => day.equals(first) || (away === 0 && day.equals(second));
    }),
  ];
}

function sensesOf(items: readonly Item[], kind: 'weekdays' | 'months'): number[] {
  return items.flatMap((item) =>
    item.kind === 'sense' && item.sense.kind === kind ? [item.sense.n] : [],
  );
}

function dayNumber(item: Item): number | undefined {
  if (item.kind === 'number') return item.n;
  return item.kind === 'sense' && item.sense.kind === 'ordinals' ? item.sense.n : undefined;
}

/** `27/11`, `27.11.27`, `2027-11-27`: in the order of the language, or in the only one that is a date. */
function datesOfShape(shape: string, today: Day, { language, formats }: Tongue): Day[] {
  const parts = shape.split(/[./\\-]/u).map(Number);
  const [a = 0, b = 0, c] = parts;
  if (parts.some((part) => !Number.isInteger(part)) || parts.length > 3) return [];
  if (a > 31) return datesIn([a], b, c ?? 0);
  const years = c === undefined ? [today.year, today.year + 1] : [c < 100 ? 2000 + c : c];
  const dayFirst = formats.get(language)?.date_order !== 'month_day';
  const [day, month] = dayFirst ? [a, b] : [b, a];
  const found = datesIn(years, month, day);
  return month > 12 ? datesIn(years, day, month) : found;
}

function datesIn(years: readonly number[], month: number, day: number): Day[] {
  if (month < 1 || month > 12 || day < 1 || day > 31) return [];
  return years.flatMap((year) => {
    const date = Temporal.PlainDate.from({ year, month, day });
    return date.day === day ? [date] : [];
  });
}

function ahead(today: Day): Day[] {
  return Array.from({ length: YEAR_DAYS }, (_, days) => today.add({ days }));
}
