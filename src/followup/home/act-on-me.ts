import { never } from '../../base/assert.ts';
import { newId } from '../../base/ids.ts';
import { hashPin, isPin } from '../../engine/pin-hash.ts';
import { pinsHere, savePin } from '../../store/counsellor-pins.ts';
import { returnFromAway, setDutyHours } from '../../store/counsellor-times.ts';
import { saveSupport } from '../../store/home-people.ts';
import type { Done } from './do-act.ts';
import { goAway } from './go-away.ts';
import type { AtHome } from './read-home.ts';
import type { Home, HomeAct } from './screen.ts';

type OnMe = Extract<HomeAct, { act: 'invite' | 'away' | 'back' | 'hours' | 'support' | 'set_pin' }>;

/** What she does about her own work. */
export async function actOnMe(at: AtHome, home: Home, act: OnMe): Promise<Done> {
  const { tx, now, counsellor, channel } = at;
  const { say } = home;
  switch (act.act) {
    // It was done before, beside this transaction; the same is said whatever came of it.
    case 'invite':
      return { says: say('home_invited', {}) };
    case 'away':
      await goAway(at, act.until);
      return { says: say('home_away_set', {}) };
    case 'back':
      await returnFromAway(tx, counsellor.id, now);
      return { says: say('home_back', {}) };
    case 'hours':
      await setDutyHours(tx, counsellor.id, act);
      return { says: say('home_hours_set', { from: act.from, to: act.to }) };
    case 'support': {
      const { phoneId, place } = counsellor;
      await saveSupport(tx, { id: newId(now.getTime()), phoneId, place, channel, now });
      return { says: say('home_supported', {}) };
    }
    case 'set_pin':
      return setPin(at, home, act.pin);
    default:
      return never(act, 'act on herself');
  }
}

/** A PIN that opens a member's private part on the same phone is refused in the words for one that is easily guessed. */
async function setPin(at: AtHome, { say }: Home, pin: string): Promise<Done> {
  const { setting, tx, counsellor, now } = at;
  const { members } = await pinsHere(tx, counsellor.id, now);
  for (const { memberId, hash, wrappedKey } of members) {
    const key = setting.keyring.openKey(memberId, wrappedKey);
    if (await isPin(pin, hash, { memberId, key })) return { says: say('home_pin_other', {}) };
  }
  const key = setting.keyring.openKey(counsellor.phoneId, counsellor.wrappedKey);
  await savePin(tx, counsellor.id, await hashPin(pin, { counsellorId: counsellor.id, key }));
  return { says: say('home_pin_set', {}), to: { at: 'menu' } };
}
