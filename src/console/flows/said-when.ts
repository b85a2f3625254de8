import type { Ask } from '../frame/route.ts';
import { localeOf } from '../frame/locale.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** "3 minutes ago", in the language of the page. */
export function ago({ language, now }: Pick<Ask, 'language' | 'now'>, at: Date): string {
  const ms = at.getTime() - now.getTime();
  const format = new Intl.RelativeTimeFormat(localeOf(language), { numeric: 'auto' });
  if (-ms < HOUR_MS) return format.format(Math.round(ms / MINUTE_MS), 'minute');
  if (-ms < DAY_MS) return format.format(Math.round(ms / HOUR_MS), 'hour');
  return format.format(Math.round(ms / DAY_MS), 'day');
}
