import { newId } from '../../base/ids.ts';
import { saveTalk } from '../../store/home-people.ts';
import { lockRequest } from '../../store/ladder-requests.ts';
import { saveAct } from '../../store/request-acts.ts';
import { momentIn } from '../../engine/moment-words.ts';
import { doVerb, type Verb } from '../do-verb.ts';
import { refer } from '../refer.ts';
import type { Work } from '../work.ts';
import { actOnMe } from './act-on-me.ts';
import { listed } from './person.ts';
import type { HomePlace, Who } from './place.ts';
import type { AtHome } from './read-home.ts';
import type { Home, HomeAct } from './screen.ts';
import { setNext } from './set-next.ts';
import { showNumber } from './show-number.ts';

/** What she is told of it, and where it leads if not where she was going. */
export type Done = { says?: string; to?: HomePlace };

/** Does what she chose, in the transaction that holds her row. */
export function doAct(at: AtHome, home: Home, act: HomeAct): Promise<Done> {
  if (act.act === 'group') return actOnGroup(at, act);
  if (!('who' in act)) return actOnMe(at, home, act);
  switch (act.act) {
    case 'show_number':
      return showNumber(at, home, act.who);
    case 'next_day':
      return setNext(at, home, act);
    case 'refer':
      return offerMore(at, home, act.who);
    default:
      return onRequest(at, home, act);
  }
}

/** What she does in the pages of her group. */
async function actOnGroup(
  at: AtHome,
  { where, text }: Extract<HomeAct, { act: 'group' }>,
): Promise<Done> {
  const moved = await at.groups?.hear(at, where, text);
  if (moved?.where === undefined)
    return { to: { at: 'menu' }, ...(moved?.says && { says: moved.says }) };
  return { to: { at: 'group', where: moved.where }, ...(moved.says && { says: moved.says }) };
}

type OnRequest = Extract<HomeAct, { who: Who; act: Verb }>;

async function onRequest(at: AtHome, home: Home, { act, who }: OnRequest): Promise<Done> {
  const { setting, tx, now, counsellor, channel } = at;
  const number = String(who.number);
  if (who.followUpId === null) return outsideRequests(at, home, { act, who });
  const request = await lockRequest(tx, who.followUpId);
  if (request === undefined) return { says: home.say('is_closed', { number }), to: { at: 'due' } };
  const work: Work = { setting, tx, now, counsellor, request, channel };
  const outcome = await doVerb(work, act);
  if (outcome === 'closed') return { says: home.say('is_closed', { number }), to: { at: 'due' } };
  if (outcome === 'taken') return { says: home.say('is_taken', { number }), to: { at: 'due' } };
  return said(at, home, { act, number, by: request.dueAt ?? now });
}

/** Somebody with more training, where the member wishes it. */
async function offerMore(at: AtHome, { say }: Home, who: Who): Promise<Done> {
  const number = String(who.number);
  const request = who.followUpId === null ? undefined : await lockRequest(at.tx, who.followUpId);
  if (request === undefined) return { says: say('is_closed', { number }) };
  const outcome = await refer({ ...at, request });
  if (outcome === 'by_mouth') return { says: say('refer_by_mouth', { number }) };
  return { says: say(outcome === 'done' ? 'refer_noted' : 'is_closed', { number }) };
}

function said(
  { setting, counsellor, now }: AtHome,
  { say }: Home,
  { act, number, by }: { act: Verb; number: string; by: Date },
): Done {
  switch (act) {
    case 'accept':
      return {};
    case 'pass':
    case 'knows_family':
      return { says: say('passed', { number }) };
    case 'later':
      return {
        says: say('later_noted', { number, by: momentIn(setting, counsellor.language, by, now) }),
      };
    case 'no_airtime':
      return { says: say('no_airtime_noted', { number }) };
    case 'met':
      return { says: say('met_noted', { number }) };
    case 'tried':
      return { says: say('tried_noted', { number }) };
    case 'close':
      return { says: say('closed_noted', { number }) };
  }
}

/** A talk with a member of hers that nobody asked for: it is counted as a request that is over. */
async function outsideRequests(
  { tx, now, counsellor, channel }: AtHome,
  home: Home,
  { act, who }: OnRequest,
): Promise<Done> {
  const number = String(who.number);
  const member = listed(home, who)?.member;
  if (member === undefined || (act !== 'met' && act !== 'tried'))
    return { says: home.say('is_closed', { number }), to: { at: 'mine' } };
  const id = newId(now.getTime());
  const { memberId, phoneId } = member;
  const { id: counsellorId, place } = counsellor;
  await saveTalk(tx, { id, phoneId, memberId, counsellorId, place, channel, endedAs: act, now });
  await saveAct(tx, { followUpId: id, counsellorId, act, rung: null, channel }, now);
  return { says: home.say(act === 'met' ? 'met_noted' : 'home_tried_noted', { number }) };
}
