import { doAct } from './do-act.ts';
import { dueLine, isDue } from './due.ts';
import { spanOf } from './hours.ts';
import { ownNumbers } from './mine.ts';
import { type AtHome, readHome } from './read-home.ts';
import { PAGES } from './refresher.ts';
import type { Home, HomeAct } from './screen.ts';
import { dayIn } from './typed-day.ts';

/** Lines of a list by text; whoever has waited longest is there tomorrow too. */
const LINES_MAX = 5;
const AWAY_DAYS: Readonly<Record<string, number>> = { '0041': 1, '0042': 3, '0043': 7 };

/** What is done by a code that begins with 00, and what is said to it. Undefined: no such code. */
export async function serviceCode(at: AtHome, digits: string): Promise<string[] | undefined> {
  if (!/^00\d/u.test(digits)) return undefined;
  const home = await readHome(at);
  const asked = askedBy(at, home, digits);
  if (asked !== undefined) return asked;
  const act = actOf(home, digits);
  if (act === undefined) return undefined;
  const { says } = await doAct(at, home, act);
  return says === undefined ? [] : [says];
}

function askedBy(at: AtHome, home: Home, digits: string): string[] | undefined {
  const { say } = home;
  switch (digits) {
    case '000':
      return [say('sms_menu', {})];
    case '001': {
      const lines = home.people.filter(isDue).map((one) => dueLine(home, one));
      if (lines.length === 0) return [say('sms_due_none', {})];
      const more = lines.length > LINES_MAX ? [`+${lines.length - LINES_MAX}`] : [];
      return [[...lines.slice(0, LINES_MAX), ...more].join('\n'), say('sms_due', {})];
    }
    case '002': {
      const numbers = ownNumbers(home);
      return numbers === ''
        ? [sentence(say('home_mine_none', {}))]
        : [`${say('sms_mine', {})}\n${numbers}`];
    }
    case '003':
      return [howToInvite(at, home)];
    case '004':
      return [say('sms_away', {})];
    case '005':
      return [say('sms_support', {})];
    case '006':
      return [home.duty === undefined ? sentence(say('home_no_duty', {})) : say('sms_hours', {})];
    case '007':
      return PAGES.map((page) => say(page, {}));
    default:
      return undefined;
  }
}

function howToInvite({ setting }: AtHome, { say }: Home): string {
  const dialled = setting.programme.serviceCode;
  if (dialled === undefined) return say('sms_invite', {});
  return say('sms_invite_dial', { service_code: dialled });
}

/** A screen that ends with its keys, without them. */
export function sentence(screen: string): string {
  return screen.split('\n')[0] ?? screen;
}

function actOf(home: Home, digits: string): HomeAct | undefined {
  const days = AWAY_DAYS[digits];
  if (days !== undefined) return { act: 'away', until: dayIn(home.today, days) };
  if (digits === '0044') return { act: 'back' };
  if (digits === '0051') return { act: 'support' };
  const span = /^006([123])$/u.exec(digits)?.[1];
  const hours = span === undefined ? undefined : spanOf(home, span);
  return hours && { act: 'hours', ...hours };
}
