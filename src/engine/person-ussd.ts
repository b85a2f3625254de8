import { phrase } from '../conversation/phrases.ts';
import { readText } from '../conversation/read-text.ts';
import { answeredWhen, askedPerson } from './asks-person.ts';
import { whenAnswered } from './offer.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import type { ScreenDraft } from './ussd-draft.ts';

/** In the session's row: "when?" was the last screen. */
const WHEN = 'when';

/** What 9 shows: the request stands; a time may be chosen, and hanging up is as good. */
export function askingPerson(setting: Setting, situation: Situation): ScreenDraft {
  const { said, offer, ...turn } = askedPerson(setting, situation, 'ussd');
  const asks = offer !== undefined;
  return { turn, screen: said.join('\n'), goesOn: asks, ...(asks && { offer: WHEN }) };
}

/** What a reply to that screen comes to; undefined where another was shown, and for what works everywhere. */
export function whenOnScreen(
  setting: Setting,
  situation: Situation,
  text: string,
): ScreenDraft | undefined {
  if (situation.row.sessionOffer !== WHEN) return undefined;
  const { phrases } = setting;
  const { language } = situation;
  const reading = readText(text, setting.words, { digitsAreAnswers: false });
  const left = phrase(phrases, language, 'left', {});
  if (reading.kind === 'back') return { turn: { event: 'left' }, screen: left, goesOn: false };
  if (reading.kind !== 'answer') return undefined;
  const when = whenAnswered(setting, situation, reading.text);
  if (when === undefined) {
    const screen = phrase(phrases, language, 'person_when', {});
    return { turn: { event: 'not_understood' }, screen, goesOn: true, offer: WHEN };
  }
  const answered = answeredWhen(setting, situation, when);
  if (answered === undefined) return { turn: { event: 'left' }, screen: left, goesOn: false };
  const { said, offer: _, ...turn } = answered;
  return { turn, screen: said.join('\n'), goesOn: false };
}
