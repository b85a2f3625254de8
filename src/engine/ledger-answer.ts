import { readChoice } from '../conversation/read-choice.ts';
import type { Formats } from '../flow/formats.ts';
import type { Release } from '../flow/release.ts';
import type { Effect, Facts, FlowEvent } from '../flow/vocabulary.ts';

/** What the ledger keeps of an answer: at which step, which digit, and in which language the question stood there. */
export type LedgerAnswer = { step: string; pressed: string | null; language: string };

/** What gives a consent, or takes back what was agreed. */
const IN_LEDGER: ReadonlySet<Effect['type']> = new Set([
  'subscribe',
  'unsubscribe',
  'note',
  'set_shared',
  'set_hours',
  'calls',
  'match',
  'pause',
]);

/** Only the digit is kept, also where somebody wrote a word: what else a text says belongs in no ledger. */
export function ledgerAnswer(
  release: Release,
  step: string,
  event: FlowEvent,
  { effects, facts, formats }: { effects: readonly Effect[]; facts: Facts; formats: Formats },
): LedgerAnswer | undefined {
  if (event.type !== 'REPLY' || !effects.some(({ type }) => IN_LEDGER.has(type))) return undefined;
  const { language, languages, today } = facts;
  const isChoice = release.steps.get(step)?.kind !== 'ask_value';
  const pressed = isChoice
    ? readChoice(release, step, event.text, { language, languages, today, formats })
    : '';
  return { step, pressed: pressed === '' ? null : pressed, language };
}
