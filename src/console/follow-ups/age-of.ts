import { dutyBetween } from '../../flow/duty-hours.ts';
import type { Ask } from '../frame/route.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

/** How long somebody was on duty since she asked: a night counts for nothing. */
export function ageOf({ w, parts, now }: Ask, openedAt: Date): string {
  const ms = dutyBetween(parts.programme, openedAt, now);
  if (ms < HOUR_MS) return w('requests.minutes', { count: Math.floor(ms / MINUTE_MS) });
  return w('requests.hours', { count: Math.floor(ms / HOUR_MS) });
}
