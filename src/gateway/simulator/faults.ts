import { type AnswerRule, Behaviour, BehaviourChange, type DeliveryPlan } from './behaviour.ts';

/** Faults on demand. The first rule that fits, and whose `share` has its chance, is taken; `times` are spent by use. */
export type Faults = {
  /** Changes what is named and leaves the rest. @throws ZodError */
  set(change: BehaviourChange): void;
  /** Back to a gateway without faults. */
  clear(): void;
  current(): Behaviour;
  answerFor(numbers: readonly string[]): AnswerRule | undefined;
  outcomeFor(number: string): number | undefined;
  deliveryFor(number: string): DeliveryPlan;
  /** Takes money off the account; false, and nothing is taken, when there is too little. */
  pay(amount: number): boolean;
};

/** Numbers of the form +254700000406 answer with the status code in their last three digits. */
const CODE_IN_NUMBER = /^\+254700000([145]\d\d)$/;

const USUAL_DELIVERY: DeliveryPlan = {
  reports: [{ status: 'Sent' }, { status: 'Success' }],
  copies: 1,
  early: false,
  unknownId: false,
};

type Reach = { to?: string | undefined; times?: number | undefined; share?: number | undefined };

export function createFaults(chance: () => number): Faults {
  let behaviour = Behaviour.parse({});
  const take = <R extends Reach>(rules: R[], numbers: readonly string[]): R | undefined => {
    const rule = rules.find(
      ({ to, share }) =>
        (to === undefined || numbers.includes(to)) && (share === undefined || chance() < share),
    );
    if (rule === undefined) return undefined;
    if (rule.times === undefined) return rule;
    rule.times -= 1;
    if (rule.times === 0) rules.splice(rules.indexOf(rule), 1);
    return rule;
  };
  return {
    set(change) {
      const named = Object.entries(BehaviourChange.parse(structuredClone(change)));
      behaviour = Behaviour.parse({ ...behaviour, ...Object.fromEntries(named) });
    },
    clear: () => void (behaviour = Behaviour.parse({})),
    current: () => behaviour,
    answerFor: (numbers) => take(behaviour.answers, numbers),
    outcomeFor: (number) => take(behaviour.outcomes, [number])?.code ?? codeInNumber(number),
    deliveryFor: (number) => take(behaviour.deliveries, [number]) ?? USUAL_DELIVERY,
    pay(amount) {
      if (behaviour.balance < amount) return false;
      behaviour.balance -= amount;
      return true;
    },
  };
}

function codeInNumber(number: string): number | undefined {
  const digits = CODE_IN_NUMBER.exec(number)?.[1];
  return digits === undefined ? undefined : Number(digits);
}
