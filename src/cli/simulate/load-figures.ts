import { share } from './request-figures.ts';

export type LoadFigures = {
  messages: number;
  /** Texts to a counsellor in a week: 95 of 100 weeks have at most so many; the fullest has the most. */
  perCounsellorWeekP95: number;
  perCounsellorWeekMax: number;
};

/** Counts texts by phone and week. */
export function countLoad(beginMs: number, weekMs: number) {
  const counts = new Map<string, number>();
  let messages = 0;
  return {
    add(who: number, atMs: number): void {
      messages += 1;
      const place = `${who}/${Math.floor((atMs - beginMs) / weekMs)}`;
      counts.set(place, (counts.get(place) ?? 0) + 1);
    },
    figures(counsellors: readonly { who: number }[], weeks: number): LoadFigures {
      const all = counsellors
        .flatMap(({ who }) =>
          Array.from({ length: weeks }, (_, week) => counts.get(`${who}/${week}`) ?? 0),
        )
        .toSorted((a, b) => a - b);
      return {
        messages,
        perCounsellorWeekP95: share(all, 0.95) ?? 0,
        perCounsellorWeekMax: all.at(-1) ?? 0,
      };
    },
  };
}
