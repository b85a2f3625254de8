import type { TallyWrite } from '../store/request-rows.ts';
import { outcomeOf } from './compose-effects.ts';
import type { Draft } from './draft.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** The outcome of a talk with somebody below the programme's minimum age: it is counted, and nothing of it is kept. */
const TOO_YOUNG = 'too_young';
/** What came of something that somebody asked the state for: counted too, and in no row of hers. */
const COUNTED: ReadonlySet<string> = new Set([
  'papers_asked',
  'papers_wait',
  'papers_no',
  'papers_came',
]);

/** What is counted of this turn. */
export function tallyOf(
  { programme }: Setting,
  { now }: Situation,
  draft: Draft,
): TallyWrite | undefined {
  const name = outcomeOf(draft);
  if (name === null || (name !== TOO_YOUNG && !COUNTED.has(name))) return undefined;
  return { day: localDate(now, programme.timeZone), name };
}

/** The outcome that stands in the log beside the phone; null where it is counted only. */
export function loggedOutcome(draft: Draft): string | null {
  const outcome = outcomeOf(draft);
  return outcome !== null && COUNTED.has(outcome) ? null : outcome;
}

/**
 * The turn without anything that would be kept of somebody too young: no answer, no place, no consent, no wish. What she is
 * told is told, and a person she asked for is called.
 */
export function unkept({ programme }: Setting, draft: Draft): Draft {
  const { talk } = draft;
  const outcome = outcomeOf(draft);
  if (talk !== undefined && outcome !== null && COUNTED.has(outcome))
    return { ...draft, input: undefined };
  if (talk === undefined || outcome !== TOO_YOUNG) return draft;
  const effects = talk.effects.filter(({ effect }) => effect.type === 'follow_up');
  return {
    ...draft,
    input: undefined,
    restart: undefined,
    talk: {
      ...talk,
      effects,
      place: undefined,
      silenceAfterMs: undefined,
      remembered: {},
      language: programme.defaultLanguage,
    },
  };
}
