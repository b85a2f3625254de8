import { choices, type Home, type Screen } from './screen.ts';
import { isDue } from './due.ts';

/** The first screen: how many wait, and what there is. */
export function menu(home: Home): Screen {
  const { awayUntil, say, day, people } = home;
  if (awayUntil !== undefined)
    return {
      text: say('home_menu_away', { date: day(awayUntil) }),
      hear: choices({
        1: { to: { at: 'menu' }, act: { act: 'back' } },
        2: { to: { at: 'support' } },
      }),
    };
  if (home.leadsOnly)
    return {
      text: say('home_menu_group', {}),
      hear: choices({
        1: { to: { at: 'group' } },
        2: { to: { at: 'me' } },
        3: { to: { at: 'support' } },
      }),
    };
  const hers = home.leads ? `\n${say('home_group_line', {})}` : '';
  return {
    text: say('home_menu', { count: String(people.filter(isDue).length) }) + hers,
    hear: choices({
      1: { to: { at: 'due' } },
      2: { to: { at: 'mine' } },
      3: { to: { at: 'invite' } },
      4: { to: { at: 'me' } },
      5: { to: { at: 'support' } },
      ...(home.leads && { 6: { to: { at: 'group' } as const } }),
    }),
  };
}
