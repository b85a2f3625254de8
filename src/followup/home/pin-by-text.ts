import { pinDigits, readPin } from '../../conversation/read-pin.ts';
import { opensWork } from '../../engine/pin.ts';
import { afterTry, mayTry } from '../../engine/pin-tries.ts';
import { pinsHere, savePinTries } from '../../store/counsellor-pins.ts';
import { ASKS_MS, type CounsellorRow, setAsks } from '../../store/counsellors.ts';
import { promptOf } from '../../store/prompts.ts';
import { doAct } from './do-act.ts';
import { type AtHome, readHome } from './read-home.ts';
import { numberOf } from './show-number.ts';

const CODE_DIGITS = 6;

/** By text only where there is no dialling: what was sent stays on the phone. */
function isTextOnly({ setting }: AtHome): boolean {
  return setting.programme.serviceCode === undefined;
}

/**
 * The number of whom she said that she will call, once her PIN has come: in a text of its own. A wrong one gets what any
 * wrong code gets; after five none is looked at for a while, which nobody is told.
 */
export async function numberAfterPin(at: AtHome, digits: string): Promise<string[] | undefined> {
  const { tx, now, counsellor } = at;
  const { asksAbout } = counsellor;
  if (asksAbout === null || !(await gavePin(at, 'pin', digits))) return undefined;
  await setAsks(tx, counsellor.id, null, now);
  const home = await readHome(at);
  const one = home.people.find(({ who }) => who.followUpId === asksAbout);
  const phone = await numberOf(at, one);
  return [phone === undefined ? home.say('sms_due_none', {}) : home.say('sms_number', { phone })];
}

/** Whether a text of hers asks for something still. */
export function isAsked(
  { asks, asksAt }: Pick<CounsellorRow, 'asks' | 'asksAt'>,
  what: string,
  now: Date,
): boolean {
  return asks === what && asksAt !== null && now.getTime() - asksAt.getTime() < ASKS_MS;
}

/** Whether these digits are the PIN that was asked for, for this. */
export async function gavePin(at: AtHome, what: string, digits: string): Promise<boolean> {
  const pin = pinDigits(digits);
  if (!isTextOnly(at) || !isAsked(at.counsellor, what, at.now) || pin === undefined) return false;
  return (await opened(at, pin)) === 'pin';
}

/** The code that was read to her and the PIN that she chooses, in one text. */
export async function setFirstPin(at: AtHome, digits: string): Promise<string[] | undefined> {
  const [code, pin] = [digits.slice(0, CODE_DIGITS), digits.slice(CODE_DIGITS)];
  if (!isTextOnly(at) || digits.startsWith('0') || pinDigits(pin) === undefined) return undefined;
  if ((await opened(at, code)) !== 'code') return undefined;
  const home = await readHome(at);
  if (readPin(pin) === undefined) return [home.say('home_pin_other', {})];
  const { says } = await doAct(at, home, { act: 'set_pin', pin });
  return says === undefined ? [] : [says];
}

/** What these digits open; a wrong one counts, unless it may be a code of hers. */
async function opened(at: AtHome, digits: string): Promise<'pin' | 'code' | undefined> {
  const { setting, tx, now, counsellor } = at;
  const { id: counsellorId, pinTries: tries, pinWaitUntil: waitUntil } = counsellor;
  if (!mayTry({ tries, waitUntil }, now)) return undefined;
  const { pinHash: pin, codeHash: code } = await pinsHere(tx, counsellorId, now);
  const key = setting.keyring.openKey(counsellor.phoneId, counsellor.wrappedKey);
  const by = await opensWork(digits, { counsellorId, key, pin, code });
  const number = Number(digits.slice(0, -1));
  const isCode = by === undefined && (await promptOf(tx, counsellorId, number, now)) !== undefined;
  if (!isCode) {
    const after = afterTry({ tries, waitUntil }, by !== undefined, now);
    await savePinTries(tx, counsellorId, after);
  }
  return by;
}
