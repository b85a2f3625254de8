import { askedAgain } from '../../conversation/ask-again.ts';
import { fitSms, type FittedSms } from '../../conversation/fit-sms.ts';
import { fitUssd } from '../../conversation/fit-ussd.ts';
import { phrase } from '../../conversation/phrases.ts';
import { render } from '../../conversation/render.ts';
import { SCREEN_MAX, ussdPages } from '../../conversation/ussd-pages.ts';
import type { ProvedFlow, Screen } from '../rule.ts';
import { longestVariables, type SpokenFlow } from './longest-variables.ts';
import { speaking } from './speaking.ts';

/** The line that turns a page, where the phrases could not be read. */
const MORE = '7 xxxxxxxx';

type In = { language: string; channel: 'sms' | 'ussd' };

/** One message at its longest: in one language, with the longest value of each variable. */
export type Measured = { language: string; screen: Screen } & (
  | { channel: 'sms'; sms: FittedSms }
  /** `again` is its question alone where the answer was not understood: a gentle phrase stands above. */
  | { channel: 'ussd'; pages: readonly string[]; again: readonly string[] }
);

const measured = new WeakMap<ProvedFlow, readonly Measured[]>();

/** Every message of a flow at its longest, in each language and channel that some programme plays. */
export function measure(flow: ProvedFlow): readonly Measured[] {
  let all = measured.get(flow);
  if (all === undefined)
    measured.set(
      flow,
      (all = flow.screens.flatMap((screen) =>
        screen.languages
          .filter((language) => flow.isPlayed(language, screen.channel))
          .map((language) => measureOne(flow, screen, language)),
      )),
    );
  return all;
}

function measureOne(flow: ProvedFlow, screen: Screen, language: string): Measured {
  const { channel, says } = screen;
  const where = { language, channel };
  const text = rendered(flow, says, where);
  if (channel === 'sms') return { channel, language, screen, sms: sentAs(flow, text, language) };
  const { phrases } = flow.set;
  const step = flow.release.steps.get(screen.step);
  const gently = phrases.has('en') ? askedAgain(phrases, language, step) : '';
  const asked = `${gently}\n${rendered(flow, says.slice(-1), where)}`;
  const pages = shownAs(flow, text, language);
  return { channel, language, screen, pages, again: shownAs(flow, asked, language) };
}

/** Texts in words, one below the other, with the longest value of each variable. */
export function rendered(flow: SpokenFlow, says: readonly string[], where: In): string {
  const { languages } = speaking(flow, where.language);
  const variables = longestVariables(flow, where.language);
  return render(flow.release, says, { ...where, languages, variables });
}

/** A whole message as an SMS. */
export function sentAs(flow: SpokenFlow, text: string, language: string): FittedSms {
  return fitSms(text, { fold: speaking(flow, language).folds });
}

/** A whole message as screens. */
export function shownAs(flow: SpokenFlow, text: string, language: string): readonly string[] {
  const { phrases } = flow.set;
  const more = phrases.has('en') ? phrase(phrases, language, 'more', {}) : MORE;
  return ussdPages(fitUssd(text), { limit: SCREEN_MAX, more });
}
