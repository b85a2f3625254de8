import { askedAgain } from '../conversation/ask-again.ts';
import { phrase } from '../conversation/phrases.ts';
import { readText, type Reading } from '../conversation/read-text.ts';
import { resume } from './answer-sms.ts';
import { askingPerson, whenOnScreen } from './person-ussd.ts';
import { caringOnScreen } from './care-ussd.ts';
import { asksForDigits, releaseOf } from './open-release.ts';
import { RESUME } from './pin.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, continueFlow } from './talk.ts';
import { ending, openingHome, type ScreenDraft, screenOf, unavailable } from './ussd-draft.ts';
import { pagesOf } from './ussd-screen.ts';

/** In the session's row, before the number of the STOP that 1 takes back. */
const STOPPED = 'stopped:';

/** What 88 shows. The way back is offered only where it leads back: not to somebody who had stopped before. */
export function stopping(
  { phrases }: Setting,
  { language }: Situation,
  { seq, stoodBefore }: { seq: string; stoodBefore: boolean },
): ScreenDraft {
  const turn = { event: 'stop' };
  if (stoodBefore)
    return { turn, screen: phrase(phrases, language, 'stop_acknowledged', {}), goesOn: false };
  const screen = phrase(phrases, language, 'stop_screen', {});
  return { turn, screen, goesOn: true, offer: `${STOPPED}${seq}` };
}

/** What a reply in a session comes to. */
export function replying(setting: Setting, situation: Situation, text: string): ScreenDraft {
  const offer = situation.row.sessionOffer;
  if (offer?.startsWith(STOPPED) === true) return afterStop(setting, situation, offer, text);
  return (
    caringOnScreen(setting, situation, text) ??
    whenOnScreen(setting, situation, text) ??
    hearing(setting, situation, text)
  );
}

function hearing(setting: Setting, situation: Situation, text: string): ScreenDraft {
  const { open } = situation;
  const reading = readText(text, setting.words, { digitsAreAnswers: asksForDigits(setting, open) });
  switch (reading.kind) {
    // Whoever dials has a menu before her, so the word for a complaint is an answer there.
    case 'answer':
    case 'complaint':
      return toQuestion(setting, situation, reading.text);
    case 'back':
      return toQuestion(setting, situation, '0');
    case 'stop':
    case 'stop_digits':
    case 'stop_or_go_on':
    case 'who':
    case 'delete':
    case 'pause':
    case 'receipt':
      return toQuestion(setting, situation, text);
    default:
      return commanding(setting, situation, reading);
  }
}

type Typed =
  | 'answer'
  | 'complaint'
  | 'back'
  | 'stop'
  | 'stop_digits'
  | 'stop_or_go_on'
  | 'who'
  | 'delete'
  | 'pause'
  | 'receipt';
type Command = Exclude<Reading, { kind: Typed }>;

function commanding(setting: Setting, situation: Situation, { kind }: Command): ScreenDraft {
  const { language } = situation;
  switch (kind) {
    case 'person':
      return askingPerson(setting, situation);
    case 'help':
      return ending(setting, { event: 'help' }, language, 'help');
    case 'home':
    case 'language':
      return openingHome(setting, situation, 'home');
    case 'more':
      return turningPage(setting, situation) ?? answering(setting, situation, '7');
    case 'start':
    case 'join': {
      const talk = beginFlow(setting, situation, setting.programme.flows.join, 'ussd');
      return talk === undefined ? unavailable(setting, situation) : screenOf(talk, 'join');
    }
  }
}

function toQuestion(setting: Setting, situation: Situation, reply: string): ScreenDraft {
  return situation.row.sessionOffer === RESUME
    ? afterOffer(setting, situation, reply)
    : answering(setting, situation, reply);
}

/** "1 I pressed by mistake", in that session only: the person's own act, and it answers that one STOP. */
function afterStop(
  setting: Setting,
  situation: Situation,
  offer: string,
  text: string,
): ScreenDraft {
  const seq = offer.slice(STOPPED.length);
  const stands = situation.row.stopSeq === seq;
  if (text.trim() !== '1' || !stands)
    return ending(setting, { event: 'left' }, situation.language, 'left');
  const turn = { event: 'stop_undone', restart: { answers: seq, undo: true } };
  return ending(setting, turn, situation.language, 'stop_undone');
}

function afterOffer(setting: Setting, situation: Situation, reply: string): ScreenDraft {
  if (reply === '2') return openingHome(setting, situation, 'start_again');
  if (reply === '0') return ending(setting, { event: 'left' }, situation.language, 'left');
  if (reply === '1' && situation.open !== undefined) {
    const talk = resume(setting, situation, situation.open, 'ussd');
    if (talk !== undefined) return screenOf(talk, 'resume');
  }
  if (situation.open === undefined) return openingHome(setting, situation, 'start_again');
  return {
    turn: { event: 'offer_again' },
    screen: phrase(setting.phrases, situation.language, 'resume_offer', {}),
    goesOn: true,
    offer: RESUME,
  };
}

function answering(setting: Setting, situation: Situation, reply: string): ScreenDraft {
  const { open, row, now, language } = situation;
  if (row.trouble !== null) return unavailable(setting, situation);
  if (open === undefined) return ending(setting, { event: 'left' }, language, 'left');
  const event = { type: 'REPLY' as const, text: reply, late: false, now };
  const talk = continueFlow(setting, situation, open, event, 'ussd');
  if (talk === undefined) return unavailable(setting, situation);
  if (talk.understood) return screenOf(talk, 'reply');
  if (reply === '0') return ending(setting, { event: 'left' }, language, 'left');
  const again = resume(setting, situation, open, 'ussd');
  if (again === undefined) return unavailable(setting, situation);
  const asked = releaseOf(setting, open)?.steps.get(open.step);
  const gently = askedAgain(setting.phrases, language, asked);
  return { ...screenOf(again, 'not_understood'), screen: [gently, ...again.said].join('\n') };
}

/** 7 shows the next page of the screen; on the last page there is nothing to turn. */
function turningPage(setting: Setting, situation: Situation): ScreenDraft | undefined {
  const { kept, language } = situation;
  const page = (kept.page ?? 0) + 1;
  if (kept.screen === undefined || page >= pagesOf(setting, language, kept.screen).length)
    return undefined;
  return { turn: { event: 'more' }, screen: kept.screen, page, goesOn: kept.goesOn ?? false };
}
