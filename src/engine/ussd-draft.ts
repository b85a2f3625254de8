import { phrase } from '../conversation/phrases.ts';
import type { Draft } from './draft.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, type Talk } from './talk.ts';

/** What one hop comes to, before it is a row and a page. */
export type ScreenDraft = {
  turn: Omit<Draft, 'channel' | 'session' | 'input' | 'inbound'>;
  screen: string;
  goesOn: boolean;
  offer?: string;
  page?: number;
};

/** A screen that a talk with the flows came to. */
export function screenOf(talk: Talk, event: string): ScreenDraft {
  return { turn: { event, talk }, screen: talk.said.join('\n'), goesOn: talk.place !== undefined };
}

/** The menu that everybody has who dials. */
export function openingHome(setting: Setting, situation: Situation, event: string): ScreenDraft {
  const talk = beginFlow(setting, situation, setting.programme.flows.home, 'ussd');
  return talk === undefined ? unavailable(setting, situation) : screenOf(talk, event);
}

export function unavailable({ phrases }: Setting, { language }: Situation): ScreenDraft {
  const screen = phrase(phrases, language, 'flow_unavailable', {});
  return { turn: { event: 'flow_unavailable' }, screen, goesOn: false };
}

/** The last screen of a session, in words of the service itself. */
export function ending(
  { phrases }: Setting,
  turn: ScreenDraft['turn'],
  language: string,
  id: 'help' | 'left' | 'stop_undone',
): ScreenDraft {
  return { turn, screen: phrase(phrases, language, id, {}), goesOn: false };
}
