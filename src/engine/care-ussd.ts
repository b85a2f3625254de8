import { phrase } from '../conversation/phrases.ts';
import { readOffer } from '../conversation/read-offer.ts';
import { understand } from '../conversation/understand.ts';
import { caredFor, caring, hearsComplaint } from './care.ts';
import { tongueOf } from './offer.ts';
import { asksForDigits } from './open-release.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import type { ScreenDraft } from './ussd-draft.ts';

/** In the session's row: the care text was the last screen. `care_quiet`: its 1 brings no numbers. */
const OFFERS = ['care', 'care_quiet'];

/** What words of danger show that were typed on a screen, and what her 1 or 2 there does; undefined for all else. */
export function caringOnScreen(
  setting: Setting,
  situation: Situation,
  text: string,
): ScreenDraft | undefined {
  const offer = situation.row.sessionOffer ?? '';
  const answer = OFFERS.includes(offer) ? readOffer(text, tongueOf(setting, situation)) : undefined;
  if (answer !== undefined) {
    const after = { yes: answer === 'yes', quiet: offer === 'care_quiet' };
    const { said = [], ...turn } = caredFor(setting, situation, after);
    return { turn, screen: said.join('\n'), goesOn: false };
  }
  const digitsAreAnswers = asksForDigits(setting, situation.open);
  const { risk, pause } = understand(text, setting.words, setting.risks, { digitsAreAnswers });
  if (risk === undefined || hearsComplaint(setting, situation)) return undefined;
  const { offer: asked, ...turn } = caring(setting, situation, risk, { pause, said: true });
  const screen = phrase(setting.phrases, situation.language, 'care', {});
  return { turn, screen, goesOn: true, offer: asked ?? 'care_quiet' };
}
