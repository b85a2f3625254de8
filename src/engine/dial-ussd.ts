import { phrase } from '../conversation/phrases.ts';
import type { UssdHop } from './arrivals.ts';
import { RESUME } from './pin.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { continueFlow } from './talk.ts';
import { openingHome, type ScreenDraft, screenOf } from './ussd-draft.ts';

/** What dialling shows: the menu, or where a question is open whether to go on with it, and nothing of its topic. */
export function dialling(setting: Setting, situation: Situation, hop: UssdHop): ScreenDraft {
  const { open, row } = situation;
  if (open !== undefined && row.trouble === null && !atHome(setting, situation))
    return {
      turn: { event: 'dial' },
      screen: phrase(setting.phrases, situation.language, 'resume_offer', {}),
      goesOn: true,
      offer: RESUME,
    };
  const home = openingHome(setting, situation, 'dial');
  const suffix = hop.dialSuffix ?? lone(hop.input);
  const place = home.turn.talk?.place;
  if (suffix === undefined || place === undefined) return home;
  const { release, step, memory } = place;
  const inside = {
    flow: release.flow,
    version: release.version,
    step,
    memory,
    askedAt: situation.now,
  };
  const reply = { type: 'REPLY' as const, text: suffix, late: false, now: situation.now };
  const talk = continueFlow(setting, situation, inside, reply, 'ussd');
  return talk?.understood === true ? screenOf(talk, 'dial') : home;
}

/** A first hop with one reply in it may be a dialled suffix (form A); with more, the session's memory was lost. */
function lone(input: string): string | undefined {
  return input === '' || input.includes('*') ? undefined : input;
}

function atHome(setting: Setting, { open, row }: Situation): boolean {
  const home = setting.releases.current(setting.programme.flows.home, row.phoneId);
  return open !== undefined && open.flow === home?.flow && open.step === home.start;
}
