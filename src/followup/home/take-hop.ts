import { assert } from '../../base/assert.ts';
import { fitUssd } from '../../conversation/fit-ussd.ts';
import { phrase } from '../../conversation/phrases.ts';
import { understand } from '../../conversation/understand.ts';
import type { UssdAnswer } from '../../engine/arrivals.ts';
import type { CounsellorHop } from '../../engine/counsellors-port.ts';
import { hearHop, inputHash } from '../../engine/hear-hop.ts';
import type { Setting } from '../../engine/setting.ts';
import { pageOf, pagesOf } from '../../engine/ussd-screen.ts';
import { forgetTries } from '../../store/counsellor-pins.ts';
import { type CounsellorRow, lockCounsellor, noteKey } from '../../store/counsellors.ts';
import { type HomeSession, readHomeSession, saveHomeSession } from '../../store/home-sessions.ts';
import { doAct } from './do-act.ts';
import { hearHome, type Needs } from './hear-home.ts';
import {
  type HomeState,
  type HopParts,
  openState,
  sealState,
  sessionColumns,
} from './home-state.ts';
import { inviteFirst } from './invite-first.ts';
import type { HomePlace } from './place.ts';
import { type AtHome, readHome } from './read-home.ts';
import { screenAt } from './screen-at.ts';
import type { Move } from './screen.ts';

/** A session is forgotten after this, in milliseconds: the longest that an operator keeps one is 180 s. */
const SESSION_MS = 5 * 60_000;

/** Takes one hop of a counsellor's own menu. The same hop again gets the same bytes and does nothing. */
export async function takeHop(parts: HopParts, taken: CounsellorHop): Promise<UssdAnswer> {
  const { setting, pool } = parts;
  const now = setting.clock.now();
  await inviteFirst(parts, taken, now);
  const { answer, phoneId } = await pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, taken.counsellorId);
    if (counsellor?.state !== 'active' && counsellor?.state !== 'away')
      return { answer: leaving(setting, counsellor) };
    const session = await readHomeSession(tx, counsellor.id, now);
    const hop: Hop = {
      parts,
      taken,
      session,
      at: { setting, tx, now, counsellor, channel: 'ussd', groups: parts.groups },
    };
    return { answer: await answerTo(hop), phoneId: counsellor.phoneId };
  });
  if (taken.opened !== undefined && phoneId !== undefined)
    await pool.run((db) => forgetTries(db, phoneId));
  return answer;
}

type Hop = {
  parts: HopParts;
  taken: CounsellorHop;
  session: HomeSession | undefined;
  at: AtHome;
};

async function answerTo(hop: Hop): Promise<UssdAnswer> {
  const { parts, taken, session, at } = hop;
  const { setting, now, counsellor } = at;
  const heard = hearHop(sessionColumns(session), taken.hop, parts.hashKey, now);
  const state =
    session?.sessionId === taken.hop.sessionId
      ? openState(setting, counsellor, session.sessionId, session.sealed)
      : undefined;
  if (heard.kind === 'dial' || state === undefined) {
    if (taken.opened === undefined) return leaving(setting, counsellor);
    const first: HomePlace = taken.opened === 'code' ? { at: 'pin', tries: 0 } : { at: 'menu' };
    return shown(hop, await shownAt(at, { to: first }));
  }
  if (heard.kind !== 'reply') return pageOf(setting, counsellor.language, state);
  return shown(hop, await afterReply(at, state, heard.text.trim()));
}

async function afterReply(at: AtHome, state: HomeState, text: string): Promise<HomeState> {
  const { setting } = at;
  const home = await readHome(at, state.place);
  const heard = hearHome(home, state.place, text, needsOf(setting, text));
  switch (heard.kind) {
    case 'leave':
      return left(at);
    case 'more': {
      const page = state.page + 1;
      return page < pagesIn(at, state.screen)
        ? { ...state, page }
        : shownAt(at, { to: state.place });
    }
    case 'again':
      return shownAt(at, { to: state.place });
    case 'move': {
      const { move } = heard;
      if (move.act === undefined) return shownAt(at, move);
      const done = await doAct(at, home, move.act);
      return shownAt(at, { to: done.to ?? move.to, ...(done.says && { says: done.says }) });
    }
  }
}

/** The screen of where she is now, with what is said first. */
async function shownAt(at: AtHome, { to, says }: Move): Promise<HomeState> {
  if (to.at === 'over') return left(at);
  const { tx, counsellor } = at;
  // What she has just done may have changed who she is: away, or back.
  const now = await lockCounsellor(tx, counsellor.id);
  assert(now !== undefined, 'her row is held by this transaction');
  const home = await readHome({ ...at, counsellor: now }, to);
  const screen = screenAt(home, to);
  const both = fitUssd([...(says === undefined ? [] : [says]), screen.text].join('\n'));
  const isLong = says !== undefined && to.at === 'menu' && pagesIn(at, both) > 1;
  // Her menu would lose its last choices to what is said first: she knows it, and 00 shows it.
  const text = isLong ? fitUssd(`${says}\n${home.say('home_ways', {})}`) : both;
  return { place: to, screen: text, page: 0, goesOn: screen.ends !== true };
}

function pagesIn({ setting, counsellor }: AtHome, screen: string): number {
  return pagesOf(setting, counsellor.language, screen).length;
}

function left({ setting, counsellor }: AtHome): HomeState {
  const text = phrase(setting.phrases, counsellor.language, 'left', {});
  return { place: { at: 'over' }, screen: fitUssd(text), page: 0, goesOn: false };
}

/** Remembers it for as long as the session lasts, and answers. */
async function shown({ parts, taken, at }: Hop, state: HomeState): Promise<UssdAnswer> {
  const { setting, tx, now, counsellor } = at;
  const { sessionId, input } = taken.hop;
  await saveHomeSession(tx, counsellor.id, {
    sessionId,
    until: new Date(now.getTime() + SESSION_MS),
    length: input.length,
    hash: inputHash(parts.hashKey, sessionId, input),
    sealed: sealState(setting, counsellor, sessionId, state),
  });
  await noteKey(tx, counsellor.id, now);
  return pageOf(setting, counsellor.language, state);
}

/** Words that ask for help, or tell of danger; of violence nothing is named, since somebody else may look on. */
function needsOf({ words, risks }: Setting, text: string): Needs {
  if (/^\d*$/u.test(text)) return undefined;
  const { reading, risk } = understand(text, words, risks, { digitsAreAnswers: false });
  if (risk !== undefined) return risk.kind === 'self_harm' ? 'danger' : 'quiet_danger';
  return reading.kind === 'help' || reading.kind === 'person' ? 'help' : undefined;
}

function leaving(setting: Setting, counsellor: CounsellorRow | undefined): UssdAnswer {
  const language = counsellor?.language ?? setting.programme.defaultLanguage;
  return { more: false, text: phrase(setting.phrases, language, 'left', {}) };
}
