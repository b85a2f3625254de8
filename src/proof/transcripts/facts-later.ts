import type { Facts } from '../../flow/vocabulary.ts';

const DAY_MS = 86_400_000;

/** Whoever writes is quiet no more. */
export function factsWhenHeard(facts: Facts): Facts {
  return { ...facts, silences: 0, days: { ...facts.days, answered: 0 } };
}

export function factsLater(facts: Facts, before: Date, now: Date): Facts {
  const passed = dayOf(now) - dayOf(before);
  const later = (days: number | undefined) => (days === undefined ? undefined : days + passed);
  const { joined, answered } = facts.days;
  return {
    ...facts,
    today: isoDay(now),
    days: { joined: later(joined), answered: later(answered) },
  };
}

/** The day of an instant, UTC, as `2027-01-31`. */
export function isoDay(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/** Whole days since 1970, UTC. */
function dayOf(instant: Date): number {
  return Math.floor(instant.getTime() / DAY_MS);
}
