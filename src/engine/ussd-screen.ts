import { phrase } from '../conversation/phrases.ts';
import { SCREEN_MAX, ussdPages } from '../conversation/ussd-pages.ts';
import type { UssdAnswer } from './arrivals.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** The pages of a whole text, each with the line that turns it. */
export function pagesOf({ phrases }: Setting, language: string, screen: string): readonly string[] {
  return ussdPages(screen, { limit: SCREEN_MAX, more: phrase(phrases, language, 'more', {}) });
}

type Shown = { screen: string; page: number; goesOn: boolean };

/**
 * A screen that has more pages keeps the session open, even when the talk is over. A talk that ended without a word says goodbye:
 * an empty screen looks like a fault of her phone.
 */
export function pageOf(
  setting: Setting,
  language: string,
  { screen, page, goesOn }: Shown,
): UssdAnswer {
  const said = screen === '' ? phrase(setting.phrases, language, 'left', {}) : screen;
  const all = pagesOf(setting, language, said);
  const text = all[page] ?? all.at(-1) ?? '';
  return { more: goesOn || page < all.length - 1, text };
}

/** The screen of the last hop, again, to the byte. */
export function shownAgain(setting: Setting, { kept, language }: Situation): UssdAnswer {
  const { page = 0, goesOn = false } = kept;
  const screen = kept.screen ?? phrase(setting.phrases, language, 'flow_unavailable', {});
  return pageOf(setting, language, { screen, page, goesOn });
}
