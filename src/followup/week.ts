/** The Monday of the week of a day, both as `2027-01-31`. */
export function mondayOf(day: string): string {
  const date = Temporal.PlainDate.from(day);
  return date.subtract({ days: date.dayOfWeek - 1 }).toString();
}

/** The week that is over on a Monday: its first day, and the first that is not in it any more. */
export function weekBefore(monday: string): { from: string; until: string } {
  return { from: Temporal.PlainDate.from(monday).subtract({ days: 7 }).toString(), until: monday };
}
