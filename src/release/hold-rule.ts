import type { StageFigures } from '../store/release-stages.ts';

/** What is compared with the version before. */
const SIGNS = ['stops', 'parked', 'notUnderstood'] as const;
type Sign = (typeof SIGNS)[number];

/** A share, and how it was before: enough to say in one sentence why a release is held. */
export type WhyHeld = {
  sign: Sign;
  count: number;
  people: number;
  usualCount: number;
  usualPeople: number;
};

type Bounds = {
  /** Fewer than this are chance, whatever the share. */
  least: number;
  /** A share up to this is never held, however good the version before was. */
  floor: number;
  /** A share above this is always bad, also where little is known of the version before. */
  ceiling: number;
};

/**
 * By sign, as shares of people within a day: what a programme would not act on, and what it would act on at once. A parked
 * conversation is a fault of the release; being asked again once happens in any flow.
 */
const BOUNDS: Readonly<Record<Sign, Bounds>> = {
  stops: { least: 3, floor: 0.01, ceiling: 0.2 },
  parked: { least: 2, floor: 0.001, ceiling: 0.02 },
  notUnderstood: { least: 5, floor: 0.1, ceiling: 0.5 },
};

/** A sound release is held by chance for one sign in so many, however often it is looked at. */
const FALSE_ALARM_ONE_IN = 200;
/** How much worse a bad release may be: the bet is spread evenly over these. */
const TIMES_WORSE = [2, 3, 5, 10, 50];
/** The share of before is taken as high as it can be with 90 % certainty, one-sided. */
const USUAL_Z = 1.2816;

/**
 * Why a release is to be held; undefined where what is seen may be chance.
 *
 * The rule is a bet against the release, person by person, at odds that are fair or worse as long as its share is not
 * above the usual one. A stake of 1 then reaches 200 once in 200 releases at most (Ville's inequality), whenever and
 * however often it is looked at: so it may be looked at every minute, from the first person on. Who began and may still
 * stop counts as one who has not, which makes the bet smaller, never greater.
 */
export function whyHold(stage: StageFigures, usual: StageFigures): WhyHeld | undefined {
  const found = SIGNS.find((sign) => isWorse(stage, usual, sign));
  if (found === undefined) return undefined;
  return {
    sign: found,
    count: stage[found],
    people: stage.people,
    usualCount: usual[found],
    usualPeople: usual.people,
  };
}

function isWorse(stage: StageFigures, usual: StageFigures, sign: Sign): boolean {
  const { least, floor, ceiling } = BOUNDS[sign];
  const count = stage[sign];
  if (count < least || stage.people === 0) return false;
  const share = Math.min(Math.max(floor, highestShare(usual[sign], usual.people)), ceiling);
  return stakeAfter(count, stage.people, share) >= FALSE_ALARM_ONE_IN;
}

/** What became of a stake of 1 that was laid against `share`, after so many of so many. */
export function stakeAfter(count: number, people: number, share: number): number {
  const bets = TIMES_WORSE.map((times) => {
    const worse = Math.min(share * times, (1 + share) / 2);
    return Math.exp(
      count * Math.log(worse / share) + (people - count) * Math.log((1 - worse) / (1 - share)),
    );
  });
  return bets.reduce((sum, bet) => sum + bet, 0) / bets.length;
}

/** The highest share that is still likely where `count` of `people` were seen: the upper end of Wilson's interval. */
export function highestShare(count: number, people: number): number {
  if (people === 0) return 1;
  const z2 = USUAL_Z ** 2;
  const seen = count / people;
  const spread = USUAL_Z * Math.sqrt((seen * (1 - seen) + z2 / (4 * people)) / people);
  return Math.min(1, (seen + z2 / (2 * people) + spread) / (1 + z2 / people));
}
