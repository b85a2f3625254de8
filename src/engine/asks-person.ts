import { phrase } from '../conversation/phrases.ts';
import { openLinesOf } from '../conversation/open-lines.ts';
import { writeMoment, writeSpan } from '../conversation/write-moment.ts';
import { type CallWish, callWindow } from '../flow/call-window.ts';
import { dutyAfter, dutyNow } from '../flow/duty-hours.ts';
import type { RequestMove } from '../store/request-rows.ts';
import type { Offer } from '../store/turn-rows.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { isOpenMode } from './wishes.ts';

/** What a request for a person says and does, before it is a text or a screen. */
export type PersonDraft = {
  event: string;
  offer?: Offer | null;
  followUps?: readonly string[];
  requestMove?: RequestMove;
  said: string[];
};

/** What she answered to "when?": a time, or that she pressed by mistake. */
export type WhenAnswer = CallWish | 'mistake';

/**
 * Somebody asks for a person, in whatever state: the request stands from here on, and no further answer is needed. The time
 * that is told is the one the programme promises, counted in its duty hours; outside them, also what is valid now.
 */
export function askedPerson(
  setting: Setting,
  situation: Situation,
  channel: 'sms' | 'ussd',
): PersonDraft {
  const { language, row } = situation;
  const asksToStop = row.offer === 'stop_all' || row.offer === 'stop_wrong';
  const when = phrase(setting.phrases, language, 'person_when', {});
  return {
    event: 'person',
    said: [...promised(setting, situation, channel), ...(asksToStop ? [] : [when])],
    followUps: ['asked'],
    // "We send nothing until you answer" stands until it is answered.
    ...(!asksToStop && { offer: 'when' }),
  };
}

/** Her answer to "when?": the time is hers, or the request is over. Undefined where it is over already. */
export function answeredWhen(
  setting: Setting,
  situation: Situation,
  answer: WhenAnswer,
): PersonDraft | undefined {
  const { programme, phrases, formats } = setting;
  const { language, now, row } = situation;
  const id = row.requests?.asked ?? undefined;
  if (id === undefined) return undefined;
  if (answer === 'mistake') {
    const said = [phrase(phrases, language, 'person_off', {})];
    return { event: 'person_off', said, offer: null, requestMove: { id, endedAs: 'mistake' } };
  }
  const window = callWindow(programme, answer, now);
  const place = { timeZone: programme.timeZone, format: formats.get(language) };
  const when = writeSpan(window, now, place);
  return {
    event: 'person_when',
    said: [phrase(phrases, language, 'person_window', { when })],
    offer: null,
    requestMove: { id, window },
  };
}

/** Her answer to "still want a call?", after a day without anybody: asked of the next at once, or over. */
export function answeredStill(
  setting: Setting,
  situation: Situation,
  yes: boolean,
): PersonDraft | undefined {
  const id = situation.row.requests?.late ?? undefined;
  if (id === undefined) return undefined;
  if (yes)
    return {
      event: 'person_still',
      said: promised(setting, situation, 'sms'),
      offer: null,
      requestMove: { id },
    };
  const said = [phrase(setting.phrases, situation.language, 'person_off', {})];
  return { event: 'person_off', said, offer: null, requestMove: { id, endedAs: 'withdrawn' } };
}

/** What is said when nobody has reached her after a day. Nobody is blamed but us. */
export function nobodyYet(setting: Setting, situation: Situation): string {
  const { phrases } = setting;
  const { language } = situation;
  const [place] = linesNow(setting, situation, 'sms');
  return place === undefined
    ? phrase(phrases, language, 'nobody_yet_alone', {})
    : phrase(phrases, language, 'nobody_yet', { place });
}

/** By when somebody calls; outside duty hours also that nobody is here, and what is valid until then. */
function promised(setting: Setting, situation: Situation, channel: 'sms' | 'ussd'): string[] {
  const { programme, phrases, formats } = setting;
  const { language, now } = situation;
  const latest = dutyAfter(programme, now, programme.escalation.callWithinMs);
  const place = { timeZone: programme.timeZone, format: formats.get(language) };
  const by = writeMoment(latest, now, place);
  if (dutyNow(programme, now).open) return [phrase(phrases, language, 'person_by', { by })];
  const [line] = linesNow(setting, situation, channel);
  const until =
    line === undefined
      ? phrase(phrases, language, 'person_until', {})
      : phrase(phrases, language, 'person_until_line', { helplines: line });
  return [phrase(phrases, language, 'person_later', { by }), until];
}

/**
 * Lines that are answered now. In a text, which others may read, only where her texts may be open; on a screen, which is
 * gone with its session, always.
 */
function linesNow(setting: Setting, situation: Situation, channel: 'sms' | 'ussd'): string[] {
  const { programme, helplines } = setting;
  const { now, language, row, traits, stopped, doubted } = situation;
  const isHers = row.memberId !== null && !stopped && !doubted;
  const isOpen = isHers && isOpenMode({ shared: row.sharedPhone, traits });
  if (channel === 'sms' && !isOpen) return [];
  const today = localDate(now, programme.timeZone);
  return openLinesOf(programme, { helplines, today, now }, language);
}
