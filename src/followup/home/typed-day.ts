/** No day further away is agreed on; a longer number is a slip of the thumb. */
const DAYS_MAX = 180;
const DAY_AND_MONTH = /^(\d{1,2})(\d{2})$/u;

/** So many days after a local date. */
export function dayIn(today: string, days: number): string {
  return Temporal.PlainDate.from(today).add({ days }).toString();
}

/** `0512` or `512` as the next 5 December after today; undefined for what is no day, or too far away. */
export function typedDay(text: string, today: string): string | undefined {
  const [, day, month] = DAY_AND_MONTH.exec(text) ?? [];
  if (day === undefined || month === undefined) return undefined;
  const now = Temporal.PlainDate.from(today);
  for (const year of [now.year, now.year + 1]) {
    const found = dateOf(year, Number(month), Number(day));
    if (found === undefined) continue;
    const ahead = now.until(found).days;
    if (ahead > 0 && ahead <= DAYS_MAX) return found.toString();
  }
  return undefined;
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | undefined {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return undefined;
  }
}
