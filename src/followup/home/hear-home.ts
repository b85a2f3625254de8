import type { HomePlace } from './place.ts';
import { screenAt } from './screen-at.ts';
import type { Home, Move } from './screen.ts';

/** What a reply in her own menu comes to. */
export type HeardAtHome =
  | { kind: 'move'; move: Move }
  /** An innocent last screen. */
  | { kind: 'leave' }
  | { kind: 'more' }
  | { kind: 'again' };

/** Here a number of the list opens whoever it belongs to. */
const WITH_NUMBERS: ReadonlySet<HomePlace['at']> = new Set([
  'menu',
  'due',
  'mine',
  'person',
  'details',
]);

/** What words of hers, not digits, say: she tells of danger, which is never named where it is `quiet`; or asks for help. */
export type Needs = 'danger' | 'quiet_danger' | 'help' | undefined;

/**
 * The digits that mean the same everywhere come first; 88 never comes here. 9, and whatever asks for help, leads to her own
 * supervisor: in this menu the person is hers. Words of danger are answered with care first, as anybody's are. Pure.
 */
export function hearHome(home: Home, place: HomePlace, text: string, needs?: Needs): HeardAtHome {
  if (place.at === 'over' || place.at === 'number' || text === '0') return { kind: 'leave' };
  if (needs === 'danger' || needs === 'quiet_danger')
    return moved({ to: { at: 'care', quiet: needs === 'quiet_danger' } });
  if (needs === 'help' || text === '9' || text === '99') return moved({ to: { at: 'support' } });
  if (text === '00') return moved({ to: { at: 'menu' } });
  if (text === '7') return { kind: 'more' };
  const move = screenAt(home, place).hear(text) ?? jump(home, place, text);
  return move === undefined ? { kind: 'again' } : moved(move);
}

function moved(move: Move): HeardAtHome {
  return { kind: 'move', move };
}

function jump(home: Home, place: HomePlace, text: string): Move | undefined {
  if (!WITH_NUMBERS.has(place.at) || !/^\d{2,3}$/u.test(text)) return undefined;
  const one = home.people.find(({ who }) => who.number === Number(text));
  return one && { to: { at: 'person', who: one.who } };
}
