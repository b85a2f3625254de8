import type { Local } from './judge.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];

/** Tells the time of a zone by the machine's own tables: another way than the service goes, so that both must agree. */
export function localTime(timeZone: string): (atMs: number) => Local {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  let last: { atMs: number; local: Local } | undefined;
  return (atMs) => {
    if (last?.atMs === atMs) return last.local;
    const parts = new Map(format.formatToParts(atMs).map(({ type, value }) => [type, value]));
    const time = `${parts.get('hour')}:${parts.get('minute')}`;
    const local = { day: DAYS.indexOf(parts.get('weekday') ?? ''), time };
    last = { atMs, local };
    return local;
  };
}
