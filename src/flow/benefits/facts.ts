/**
 * What a conversation about benefits may ask, after the need: a closed list, so that no file can ask for a diagnosis, for
 * what somebody is able to do, or for a number of a paper. Each is about whoever it is for, who may be somebody else.
 */
const YES_NO_FACTS = [
  /** A certificate, card or entry in the register of persons with disabilities is there already. */
  'disability_paper',
  /** The state's list of homes with little income has this home, or there is its card. */
  'poor_list',
  /** A pension or another grant of the state comes already. */
  'pension',
  /** A woman whose husband has died. */
  'widow',
  /** A child in the home has lost a parent, or nobody can look after it. */
  'orphan',
  /** Children live in the home. */
  'children',
  /** Somebody has to be at hand day and night. */
  'day_and_night',
  /** The home is in a village. */
  'village',
] as const;
export const NUMBER_FACTS = [
  /** In years. */
  'age',
  /** Of one person in a month, in the currency of the country. */
  'income_month',
] as const;

type YesNoFact = (typeof YES_NO_FACTS)[number];
type NumberFact = (typeof NUMBER_FACTS)[number];
export type Fact = YesNoFact | NumberFact;

/** In the order in which equally useful questions are asked: what is easy to say comes first. */
export const FACTS = ['age', ...YES_NO_FACTS, 'income_month'] as const;

/** What would help, asked first. With `refused` these are the five choices of the first question. */
export const NEEDS = ['money', 'health', 'school', 'work'] as const;
export type Need = (typeof NEEDS)[number];

/** From and to are part of it; left out, there is no limit on that side. */
export type Span = { from?: number | undefined; to?: number | undefined };

/** An answer: yes, no, a span that a number lies in, or `not_sure`, which hides nothing. */
export type Option = 'yes' | 'no' | 'not_sure' | Span;

/** What must be so; `unknown`: there is a rule, and nobody knows it for sure, so that it hides nothing and is shown. */
export type Condition = 'yes' | 'no' | 'unknown' | Span;
export type Conditions = Readonly<Partial<Record<Fact, Condition | undefined>>>;

/** Whether an answer says that a condition does not hold. */
export function excludes(option: Option, condition: Condition | undefined): boolean {
  if (condition === undefined || condition === 'unknown' || option === 'not_sure') return false;
  if (typeof option === 'string' || typeof condition === 'string')
    return typeof option === 'string' && typeof condition === 'string' && option !== condition;
  const { from = -Infinity, to = Infinity } = condition;
  return (option.to ?? Infinity) < from || (option.from ?? -Infinity) > to;
}
