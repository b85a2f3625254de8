/** So long before her training ends she and her supervisor are told: time enough to plan a refresher. */
export const REFRESHER_AHEAD_DAYS = 30;

/** Whether her training ends within that time, or has ended. Days as `2027-01-31`; null: it has no end. */
export function isRefresherSoon(refresherBy: string | null, today: string): boolean {
  if (refresherBy === null) return false;
  const from = Temporal.PlainDate.from(refresherBy).subtract({ days: REFRESHER_AHEAD_DAYS });
  return today >= from.toString();
}

/** Whether it has ended: nobody new comes to her. */
export function isRefresherOver(refresherBy: string | null, today: string): boolean {
  return refresherBy !== null && today > refresherBy;
}
