import type { Clock } from './base/clock.ts';
import type { Log } from './base/log.ts';
import { localDate } from './engine/local-date.ts';
import type { Programme } from './flow/programme.ts';
import { type Readiness, toDoSoon } from './live-start.ts';
import { type Chore, repeat } from './schedule/repeat.ts';

const DAY_MS = 24 * 3_600_000;

type ToDoParts = {
  setting: Omit<Readiness, 'staffing' | 'today'> & { programme: Programme };
  clock: Pick<Clock, 'now'>;
  log: Log;
};

/** Tells the log how many things are to be done soon, by the date where the programme is; nothing when there are none. */
export function tellToDo({ setting, clock, log }: ToDoParts): void {
  const today = localDate(clock.now(), setting.programme.timeZone);
  const count = toDoSoon(setting.programme, { ...setting, today }).length;
  if (count > 0) log.warn('to_do_soon', { count });
}

/** The same each day: a service runs for months, and what was valid at its start ages. */
export function keepTelling(parts: ToDoParts): Chore {
  const rhythm = { everyMs: DAY_MS, firstMs: DAY_MS, log: parts.log };
  return repeat('to_do', rhythm, async () => tellToDo(parts));
}
