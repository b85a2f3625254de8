import { memberOfRequest } from '../../store/home-people.ts';
import { promptOf, type PromptRow } from '../../store/prompts.ts';
import type { Heard } from '../take-text.ts';
import { doAct } from './do-act.ts';
import { invitesByText } from './invite-by-text.ts';
import { listed } from './person.ts';
import { numberAfterPin, setFirstPin } from './pin-by-text.ts';
import { type AtHome, readHome } from './read-home.ts';
import type { Home, HomeAct, Listed } from './screen.ts';
import { serviceCode } from './service-code.ts';
import { dayIn } from './typed-day.ts';

/** Behind a number: a digit of three that sets the next day, or the two digits of it. */
const NEXT_DAY = /^(\d{2,3})8(?:([12])([123]))?$/u;
const DAYS: Readonly<Record<string, number>> = { 1: 3, 2: 7, 3: 14 };
/** What is done about a member of hers who asked for nothing. */
const OUTSIDE: Readonly<Record<string, 'met' | 'tried'>> = { 6: 'met', 7: 'tried' };

/**
 * Her own menu by text: codes that begin with 0, her PIN when a call waits for it, and the next day of a member. Undefined:
 * it is none of these, so the answer to a prompt.
 */
export async function takeHomeText(heard: Heard, digits: string): Promise<string[] | undefined> {
  const at: AtHome = { ...heard, channel: 'sms' };
  const byPin =
    (await numberAfterPin(at, digits)) ??
    (await invitesByText(at, digits)) ??
    (await setFirstPin(at, digits));
  if (byPin !== undefined) return byPin;
  const coded = await serviceCode(at, digits);
  if (coded !== undefined) return coded;
  return aboutSomebody(at, digits);
}

async function aboutSomebody(at: AtHome, digits: string): Promise<string[] | undefined> {
  const day = NEXT_DAY.exec(digits);
  if (day !== null) {
    const [, number = '', step, when] = day;
    const home = await readHome(at);
    const one = await calledBy(at, home, Number(number));
    if (one?.member === undefined) return undefined;
    const days = DAYS[when ?? ''];
    if (step === undefined || days === undefined) return [home.say('sms_day', { number })];
    const on = dayIn(home.today, days);
    return done(at, home, { act: 'next_day', who: one.who, newStep: step === '1', on });
  }
  const act = OUTSIDE[digits.slice(-1)];
  const prompt = await promptOf(at.tx, at.counsellor.id, Number(digits.slice(0, -1)), at.now);
  if (act === undefined || prompt?.kind !== 'person') return undefined;
  const home = await readHome(at);
  const one = await calledBy(at, home, prompt.number);
  return one && done(at, home, { act, who: one.who });
}

/** A number that only her list gave to a request is answered as one of the morning's. */
export function asListed(prompt: PromptRow): PromptRow {
  if (prompt.kind !== 'listed') return prompt;
  return { ...prompt, kind: 'digest', followUpId: prompt.aboutId, aboutId: null };
}

/** Whom a number of hers means: the request that it named, or the member whose number it is. */
async function calledBy(at: AtHome, home: Home, number: number): Promise<Listed | undefined> {
  const prompt = await promptOf(at.tx, at.counsellor.id, number, at.now);
  if (prompt === undefined) return undefined;
  const { followUpId, aboutId } = asListed(prompt);
  const one = listed(home, { number, followUpId, memberId: aboutId });
  if (one !== undefined || followUpId === null) return one;
  const memberId = await memberOfRequest(at.tx, followUpId);
  return memberId === null ? undefined : listed(home, { number, followUpId: null, memberId });
}

async function done(at: AtHome, home: Home, act: HomeAct): Promise<string[]> {
  const { says } = await doAct(at, home, act);
  return says === undefined ? [] : [says];
}
