import type { Format } from '../flow/formats.ts';
import type { Item, Numbered } from './read-items.ts';

/** A clock shows 1 to 12; in `six ten` the ten could be an hour as well. */
export const HOURS_OF_CLOCK = 12;
/** "Twenty to six" is said of the hour before, "forty to six" is not. */
const MINUTES_BEFORE_MAX = 30;

/** A time as it was written. `sure`: by a clock of 24 hours. `formats`: whose words told it, none for digits. */
export type Told = {
  hour: number;
  minute: number;
  sure: boolean;
  /** A time only beside a part of the day: `630 am`, not `100`. */
  vague: boolean;
  /** An hour in digits with no minutes. */
  whole: boolean;
  /** The minutes are counted back from the hour. */
  before: boolean;
  formats: readonly Format[];
};

/** The time that an item tells; undefined where it tells none. */
export function toldBy(item: Item): Told | undefined {
  switch (item.kind) {
    case 'number':
      return ofNumber(item);
    case 'shape':
      return ofShape(item.text);
    case 'template':
      return ofTemplate(item);
    case 'word':
    case 'doubt':
    case 'clash':
    case 'name':
    case 'sense':
      return undefined;
  }
}

function ofTemplate(item: Item & { kind: 'template' }): Told | undefined {
  const { h, m } = item.slots;
  if (h === undefined) return undefined;
  const formats = [...item.formats, ...h.formats];
  const hour = { hour: h.n, sure: isSure(h), vague: false, whole: false, before: false, formats };
  switch (item.template) {
    case 'half_past':
      return { ...hour, minute: 30 };
    case 'quarter_past':
      return { ...hour, minute: 15 };
    case 'quarter_to':
      return { ...hour, minute: 45, before: true };
    case 'minutes_past':
      return minutesPast(hour, m);
    case 'minutes_to':
      return m === undefined || m.n < 1 || m.n > MINUTES_BEFORE_MAX
        ? undefined
        : { ...hour, minute: 60 - m.n, before: true };
    case 'in_days':
    case 'in_weeks':
      return undefined;
  }
}

/** "Six and seven" are two hours, "six and ten" is one time. */
function minutesPast(hour: Omit<Told, 'minute'>, m: Numbered | undefined): Told | undefined {
  if (m === undefined || m.n > 59) return undefined;
  return couldBeHour(m) && m.n % 5 > 0 ? undefined : { ...hour, minute: m.n };
}

function couldBeHour({ n, digits }: Numbered): boolean {
  return n > 0 && n <= HOURS_OF_CLOCK && digits?.startsWith('0') !== true;
}

/** `6 30` and "six thirty" are one time; `6 7` and `5 10` may be two. */
export function withMinutes(items: readonly Item[]): Item[] {
  const joined: Item[] = [];
  for (const item of items) {
    const h = joined.at(-1);
    const isTime = h?.kind === 'number' && item.kind === 'number' && !couldBeHour(item);
    if (isTime && item.n < 60) {
      const formats = [...h.formats, ...item.formats];
      joined[joined.length - 1] = {
        kind: 'template',
        template: 'minutes_past',
        slots: { h, m: item },
        formats,
      };
    } else joined.push(item);
  }
  return joined;
}

/** `6`, `06`, `0630`, or a number in words. */
function ofNumber(number: Numbered): Told | undefined {
  const { n, digits, formats } = number;
  if (digits !== undefined && digits.length >= 3) {
    const [hour, minute] = [Math.floor(n / 100), n % 100];
    const isRound = minute % 5 === 0 && minute < 60 && digits.length <= 4;
    const sure = digits.startsWith('0') || hour > HOURS_OF_CLOCK;
    const vague = digits.length === 3 && !sure;
    return isRound && hour < 24
      ? { hour, minute, sure, vague, whole: false, before: false, formats }
      : undefined;
  }
  // A lone 0 is a way out elsewhere, not midnight.
  if (n > 23 || digits === '0') return undefined;
  return {
    hour: n,
    minute: 0,
    sure: isSure(number),
    vague: false,
    whole: true,
    before: false,
    formats,
  };
}

/** Whether an hour is by a clock of 24: 13 and more, 0, or written `06`. */
function isSure({ n, digits }: Numbered): boolean {
  return n > HOURS_OF_CLOCK || n === 0 || digits?.startsWith('0') === true;
}

function ofShape(shape: string): Told | undefined {
  const [, hours, minutes] = /^(\d{1,2})(?:[:.,;h](\d{2})(?::00)?|h)$/u.exec(shape) ?? [];
  if (hours === undefined) return undefined;
  const [hour, minute] = [Number(hours), Number(minutes ?? 0)];
  if (hour > 23 || minute > 59) return undefined;
  const sure = hour > HOURS_OF_CLOCK || hours.startsWith('0');
  // `12h` is noon; `2h` may be two hours.
  const vague = minutes === undefined && hours.length === 1;
  return { hour, minute, sure, vague, whole: false, before: false, formats: [] };
}
