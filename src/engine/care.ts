import { careText } from '../conversation/care-text.ts';
import { LINES_NAMED_MAX, phrase } from '../conversation/phrases.ts';
import { linesOf } from '../conversation/programme-variables.ts';
import type { Risk } from '../conversation/read-risk.ts';
import type { SmsDraft } from './answer-sms.ts';
import { localDate } from './local-date.ts';
import { isCareAsked } from './offer.ts';
import { releaseOf } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { isOpenMode } from './wishes.ts';

/** Who was asked and has not answered yet is not asked again so soon. */
const ASKED_AGAIN_MS = 24 * 3_600_000;

/**
 * The answer to words of danger, the same in every state: it offers a person, moves nothing, and subscribes nothing. A
 * list that nobody has signed alarms nobody. `said`: the acknowledgement of a STOP was the care text already.
 */
export function caring(
  setting: Setting,
  situation: Situation,
  risk: Risk,
  { pause, said }: { pause: boolean; said: boolean },
): SmsDraft {
  const flags = risk.reviewed ? ['risk_words'] : [];
  const asked = said || isCareAsked(situation, ASKED_AGAIN_MS);
  return {
    event: 'care',
    said: asked ? [] : [wordsOfCare(setting, situation, risk)],
    safety: true,
    pastStop: true,
    offer: risk.kind === 'self_harm' ? 'care' : 'care_quiet',
    followUps: flags,
    // A yes to a call is no yes to texts: what she had said against these stands.
    ...(isRefused(situation)
      ? { pause: 'until_start' as const }
      : pause && { pause: 'until_answered' as const }),
  };
}

/** Whether it was asked if texts are to end, and she has not answered. */
function isRefused({ row }: Situation): boolean {
  return row.offer === 'stop_all' || row.offer === 'stop_wrong';
}

/** Violence is never named, and numbers for it never stand in a text: somebody else may read along. */
function wordsOfCare(setting: Setting, situation: Situation, risk: Risk): string {
  const { phrases, programme } = setting;
  const { row, traits, stopped, doubted } = situation;
  const language = languageOfCare(setting, situation, risk);
  const isOpen =
    !stopped &&
    !doubted &&
    row.memberId !== null &&
    isOpenMode({ shared: row.sharedPhone, traits });
  const helplines =
    isOpen && risk.kind === 'self_harm' ? linesNow(setting, situation.now, language) : '';
  return helplines === ''
    ? careText(phrases, language, programme.serviceCode)
    : phrase(phrases, language, 'care_open', { helplines });
}

/** Whose language nobody knows is answered in the one that she wrote in. */
function languageOfCare(
  { programme, phrases }: Setting,
  { row, language }: Situation,
  risk: Risk,
): string {
  const isKnown = row.language !== null || row.memberLanguage !== null;
  const speaks = programme.languages.includes(risk.language) && phrases.has(risk.language);
  return !isKnown && speaks ? risk.language : language;
}

/**
 * Words of danger within a complaint are heard as the complaint they are, and the way to a person stands behind what its
 * flow says. No flag: it would lead from the complaint to the phone. Undefined where no complaint is being told.
 */
export function helpedWithin(
  setting: Setting,
  situation: Situation,
  told: () => SmsDraft,
): SmsDraft | undefined {
  if (!hearsComplaint(setting, situation)) return undefined;
  const draft = told();
  const help = phrase(setting.phrases, situation.language, 'help', {});
  const said = [...(draft.said ?? []), help];
  return { ...draft, said, safety: true, pastStop: 'in_talk' };
}

/** Whether the open question asks for the words of a complaint. */
export function hearsComplaint(setting: Setting, { open, row }: Situation): boolean {
  const release = releaseOf(setting, open);
  const step = open === undefined ? undefined : release?.steps.get(open.step);
  return release?.afterStop === true && step?.kind === 'ask_value' && row.trouble === null;
}

/** What follows her 1 and her 2. Numbers follow on her 1 only, and only those that somebody called of late. */
export function caredFor(
  setting: Setting,
  situation: Situation,
  { yes, quiet }: { yes: boolean; quiet: boolean },
): SmsDraft {
  const { phrases } = setting;
  const { language } = situation;
  const draft = { safety: true, pastStop: true, offer: null, pause: 'care_over' } as const;
  if (!yes)
    return { ...draft, event: 'not_now', said: [phrase(phrases, language, 'care_not_now', {})] };
  const helplines = quiet ? '' : linesNow(setting, situation.now, language);
  const text = quiet
    ? phrase(phrases, language, 'person_noted', {})
    : helplines === ''
      ? phrase(phrases, language, 'care_elsewhere', {})
      : phrase(phrases, language, 'care_numbers', { helplines });
  return { ...draft, event: 'person', said: [text], followUps: ['asked_in_danger'] };
}

/** The numbers that a text may name now: verified, and few. */
export function linesNow({ programme, helplines }: Setting, now: Date, language: string): string {
  const today = localDate(now, programme.timeZone);
  const lines = linesOf(programme, { helplines, today }, language);
  return lines.slice(0, LINES_NAMED_MAX).join(', ');
}
