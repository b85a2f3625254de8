import type { TallyWrite } from '../store/request-rows.ts';
import { outcomeOf } from './compose-effects.ts';
import type { Draft } from './draft.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** The outcome of a talk with somebody below the programme's minimum age: it is counted, and nothing of it is kept. */
const TOO_YOUNG = 'too_young';

/** What is counted of this turn. */
export function tallyOf(
  { programme }: Setting,
  { now }: Situation,
  draft: Draft,
): TallyWrite | undefined {
  if (outcomeOf(draft) !== TOO_YOUNG) return undefined;
  return { day: localDate(now, programme.timeZone), name: TOO_YOUNG };
}

/**
 * The turn without anything that would be kept of somebody too young: no answer, no place, no consent, no wish. What she is
 * told is told, and a person she asked for is called.
 */
export function unkept({ programme }: Setting, draft: Draft): Draft {
  const { talk } = draft;
  if (talk === undefined || outcomeOf(draft) !== TOO_YOUNG) return draft;
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
