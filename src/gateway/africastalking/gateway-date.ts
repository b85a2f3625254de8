/** `2017-05-03T06:04:45Z`, `2017-05-03 06:04:45` (UTC), perhaps with a fraction (docs/africastalking.md section 3.1). */
const DATE =
  /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(?:Z|([+-])(\d\d):?(\d\d))?$/;
/** A date this far ahead of our clock is a wrong clock, not a date: 24 h, which also covers any mistaken time zone. */
const AHEAD_MAX_MS = 24 * 60 * 60 * 1_000;

/** Undefined for what cannot be read, for 31 February, and for a date more than a day ahead of `now`. */
export function parseGatewayDate(text: string | undefined, now: Date): Date | undefined {
  const parts = DATE.exec(text ?? '');
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number);
  const fraction = Math.trunc(Number(`0.${parts[7] ?? 0}`) * 1_000);
  const written = new Date(
    Date.UTC(year ?? 0, (month ?? 0) - 1, day, hour, minute, second, fraction),
  );
  const fields = [
    written.getUTCFullYear(),
    written.getUTCMonth() + 1,
    written.getUTCDate(),
    written.getUTCHours(),
    written.getUTCMinutes(),
    written.getUTCSeconds(),
  ];
  if (fields.some((field, at) => field !== Number(parts[at + 1]))) return undefined;
  const sign = parts[8] === '-' ? -1 : 1;
  const aheadMinutes = sign * (Number(parts[9] ?? 0) * 60 + Number(parts[10] ?? 0));
  const date = new Date(written.getTime() - aheadMinutes * 60_000);
  return date.getTime() - now.getTime() > AHEAD_MAX_MS ? undefined : date;
}
