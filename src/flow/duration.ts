const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const DURATION = /^([1-9]\d{0,3})([mhd])$/;

/** Longest time a flow may name: 90 days, past which a question is not remembered. */
const DURATION_MAX_MS = 90 * UNIT_MS.d;

/** `48h`, `14d` or `30m` in milliseconds; undefined for anything else or for more than 90 days. */
export function durationMs(text: string): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count === undefined || (unit !== 'm' && unit !== 'h' && unit !== 'd')) return undefined;
  const ms = Number(count) * UNIT_MS[unit];
  return ms <= DURATION_MAX_MS ? ms : undefined;
}
