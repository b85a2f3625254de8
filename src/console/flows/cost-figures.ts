import type { Programme } from '../../flow/programme.ts';
import type { OutcomeCost, Range } from '../../proof/report.ts';
import type { DraftProof } from './prove-draft.ts';

/** What one way costs for one person, in the currency of the programme; undefined where no price is known. */
export function moneyOf(outcome: OutcomeCost, programme: Programme): Range | undefined {
  const own = outcome.money.find((one) => one.programme === programme.programme);
  return own === undefined ? undefined : { least: own.least, most: own.most };
}

/** By SMS what nobody has priced yet follows from the price of one text. */
export function smsMoney(outcome: OutcomeCost, programme: Programme): Range {
  const { amount } = programme.smsPrice;
  const { least, most } = outcome.segments;
  return moneyOf(outcome, programme) ?? { least: least * amount, most: most * amount };
}

/** The ways through a flow in one language and channel, to its end. */
export function toEnd(
  proof: DraftProof,
  language: string,
  channel: 'sms' | 'ussd',
): OutcomeCost | undefined {
  const costs = proof.costs.find((one) => one.language === language && one.channel === channel);
  return costs?.outcomes.find(({ outcome }) => outcome === 'end') ?? costs?.outcomes[0];
}

/** The language in which costs are told: the first of the programme that the flow speaks. */
export function costLanguage(proof: DraftProof, programme: Programme): string | undefined {
  const spoken = new Set(proof.costs.map(({ language }) => language));
  return programme.languages.find((one) => spoken.has(one)) ?? [...spoken][0];
}
