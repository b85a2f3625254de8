import { setNextStep } from '../set-next-step.ts';
import type { Done } from './do-act.ts';
import { listed } from './person.ts';
import type { AtHome } from './read-home.ts';
import type { Home, HomeAct } from './screen.ts';

type NextDay = Extract<HomeAct, { act: 'next_day' }>;

/** The day on which a member of hers is asked how it went. Where the member has not said yes to that, no text comes. */
export async function setNext(
  { setting, tx, now }: AtHome,
  home: Home,
  { who, newStep, on }: NextDay,
): Promise<Done> {
  const memberId = listed(home, who)?.member?.memberId;
  if (memberId === undefined)
    return { says: home.say('is_closed', { number: String(who.number) }) };
  const next = { nextOn: on, at: null, newStep };
  const outcome = await setNextStep(setting, tx, memberId, next, now);
  return {
    says:
      outcome === 'set'
        ? home.say('home_day_set', { date: home.day(on) })
        : home.say('home_day_by_mouth', {}),
  };
}
