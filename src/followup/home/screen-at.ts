import { never } from '../../base/assert.ts';
import { away, awayDay, awaySure } from './away.ts';
import { care, cared } from './care.ts';
import { choosePin, pinAgain } from './choose-pin.ts';
import { day, otherDay } from './day.ts';
import { details } from './details.ts';
import { due } from './due.ts';
import { group } from './group.ts';
import { hours } from './hours.ts';
import { invite, inviteNumber, inviteSure } from './invite-member.ts';
import { me } from './me.ts';
import { menu } from './menu.ts';
import { mine } from './mine.ts';
import { number } from './number.ts';
import { person } from './person.ts';
import type { HomePlace } from './place.ts';
import { refresher } from './refresher.ts';
import type { Home, Screen } from './screen.ts';
import { step } from './step.ts';
import { support } from './support.ts';

type Shown = Exclude<HomePlace, { at: 'over' }>;

/** The screen of a place. Pure. */
export function screenAt(home: Home, place: Shown): Screen {
  switch (place.at) {
    case 'menu':
      return menu(home);
    case 'due':
      return due(home);
    case 'mine':
      return mine(home);
    case 'person':
      return person(home, place);
    case 'details':
      return details(home, place);
    case 'number':
      return number(home, place);
    case 'step':
      return step(home, place);
    case 'day':
      return day(home, place);
    case 'other_day':
      return otherDay(home, place);
    case 'care':
      return care(home, place);
    case 'cared':
      return cared(home, place);
    default:
      return ownScreen(home, place);
  }
}

type AboutSomebody = 'person' | 'details' | 'number' | 'step' | 'day' | 'other_day';
type Own = Exclude<Shown, { at: 'menu' | 'due' | 'mine' | 'care' | 'cared' | AboutSomebody }>;

/** What is about nobody of her list. */
function ownScreen(home: Home, place: Own): Screen {
  switch (place.at) {
    case 'invite':
      return invite(home);
    case 'invite_number':
      return inviteNumber(home);
    case 'invite_sure':
      return inviteSure(home, place);
    case 'me':
      return me(home);
    case 'hours':
      return hours(home);
    case 'away':
      return away(home);
    case 'away_day':
      return awayDay(home);
    case 'away_sure':
      return awaySure(home, place);
    case 'refresher':
      return refresher(home, place);
    case 'support':
      return support(home);
    case 'group':
      return group(home, place);
    case 'pin':
      return choosePin(home, place);
    case 'pin_again':
      return pinAgain(home, place);
    default:
      return never(place, 'place of her menu');
  }
}
