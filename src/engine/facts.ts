import type { Effect, Facts, Trait } from '../flow/vocabulary.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** Every effect but those that a talk follows itself. */
export type OtherEffect = Exclude<Effect, { type: 'say' | 'hand_over' }>;

const DAY_MS = 24 * 3_600_000;
/** Traits by which a menu would tell somebody else what the member has, or wants. */
const TELLING: readonly Trait[] = [
  'open_texts',
  'plan_exists',
  'plan_shared',
  'has_counsellor',
  'match_proposed',
  'in_group',
  'may_vote',
];

/** What may be known of her to whoever holds the phone. */
export function untelling(traits: readonly Trait[]): Trait[] {
  return traits.filter((trait) => !TELLING.includes(trait));
}

/** What the flows may know when a turn begins. */
export function factsOf(
  { programme }: Setting,
  { row, now, language, purposes, traits, silences, heardAt, doubted, stopped }: Situation,
  channel: 'sms' | 'ussd',
): Facts {
  return {
    language,
    channel,
    purposes,
    languages: programme.languages,
    today: localDate(now, programme.timeZone),
    traits: doubted || stopped ? untelling(traits) : traits,
    silences,
    days: { joined: daysSince(row.joinedAt, now), answered: daysSince(heardAt, now) },
  };
}

function daysSince(then: Date | null, now: Date): number | undefined {
  if (then === null) return undefined;
  return Math.max(0, Math.floor((now.getTime() - then.getTime()) / DAY_MS));
}
