import type { AtWork } from '../engine/groups-port.ts';
import { say } from '../engine/say-to-counsellor.ts';
import { isLedBy, mayOpenVote } from '../store/facilitators.ts';
import { lockGroup } from '../store/groups.ts';
import { groupOfMeeting, lockMeeting, setHeads } from '../store/meetings.ts';
import {
  agreeMembership,
  membershipById,
  type MembershipRow,
  refuseMembership,
} from '../store/memberships.ts';
import { answerPrompt, closePromptsAbout, promptOf, type PromptRow } from '../store/prompts.ts';
import { askSure, askVote } from './ask-sure.ts';
import { confirm, type Wanted } from './change-meeting.ts';
import { isOwnPin } from './check-pin.ts';
import { confirmedWords } from './confirmed-words.ts';
import { handCode, joinCodeOf, renewJoinCode } from './group-codes.ts';
import { placesOf } from './group-key.ts';
import type { About } from './read-back.ts';
import { partLines, setParts } from './set-parts.ts';
import { typedTime } from './typed-time.ts';
import { welcome } from './welcome.ts';

/** The longer number first: 1211 is 1 to request 121, where there is one, and not 11 to group 12. */
const NUMBER_DIGITS = [3, 2] as const;
/** As many choices as the menu can hear, where 7 turns the page. */
const VOTE = /^[2-6]$/u;
/** A number, one digit, and a day with its time, or a PIN. */
const TYPED_MAX = 12;

/** What she typed behind the number of a prompt about a group; undefined where no such prompt is hers. */
export async function takeText(at: AtWork, digits: string): Promise<string[] | undefined> {
  // A PIN that was asked for comes first, whatever it begins with.
  if (at.counsellor.asks === 'pin' || digits.startsWith('0') || digits.length > TYPED_MAX)
    return undefined;
  for (const length of NUMBER_DIGITS) {
    if (digits.length <= length) continue;
    const prompt = await promptOf(at.tx, at.counsellor.id, Number(digits.slice(0, length)), at.now);
    if (prompt === undefined) continue;
    // Of a request: it is answered by one digit, which is not this room's to hear.
    const isOther = !Object.hasOwn(HANDLERS, prompt.kind) && prompt.closedAt === null;
    if (isOther && digits.length === length + 1) return undefined;
    const said = await answer(at, prompt, digits.slice(length));
    if (said !== undefined) return said;
  }
  return undefined;
}

type Handler = (at: AtWork, prompt: PromptRow, answer: string) => Promise<string | undefined>;

const HANDLERS: Readonly<Record<string, Handler>> = {
  group_join: newcomer,
  group_plan: plan,
  group_heads: heads,
  group_sure: sure,
  group_report: report,
};

/** What is done about the answer to a prompt about a group. Undefined: it is about none. */
export async function answer(
  at: AtWork,
  prompt: PromptRow,
  typed: string,
): Promise<string[] | undefined> {
  const handler = Object.hasOwn(HANDLERS, prompt.kind) ? HANDLERS[prompt.kind] : undefined;
  if (handler === undefined || prompt.aboutId === null) return undefined;
  const said = await handler(at, prompt, typed);
  const number = String(prompt.number);
  return [said ?? say(at.setting, at.counsellor, 'not_this_answer', { number })];
}

/** Her yes lets somebody in, who hears only then when and where. */
async function newcomer(at: AtWork, prompt: PromptRow, typed: string) {
  const { setting, tx, now, counsellor } = at;
  if (typed !== '1' && typed !== '2') return undefined;
  const number = String(prompt.number);
  const membership = await membershipById(tx, prompt.aboutId ?? '');
  const yes = typed === '1';
  const done = membership !== undefined && (await decided(at, membership, yes));
  await closePromptsAbout(tx, prompt.aboutId ?? '', ['group_join'], now);
  if (!done) return say(setting, counsellor, 'is_closed', { number });
  await answerPrompt(tx, prompt.id, { answer: yes ? 'yes' : 'no', closed: true, now });
  await welcome(tx, membership, { yes, now });
  return say(setting, counsellor, 'thanks', {});
}

/** Of two who answer at the same time one decides: the group is locked, and she is asked about once. */
async function decided(
  { tx, now, counsellor }: AtWork,
  { id, groupId }: MembershipRow,
  yes: boolean,
): Promise<boolean> {
  await lockGroup(tx, groupId);
  if (!(await isLedBy(tx, groupId, counsellor.id))) return false;
  return yes ? agreeMembership(tx, id, now) : refuseMembership(tx, id, now);
}

/** The meeting that a prompt is about, while it can be changed and she leads its group. */
async function aboutMeeting(
  { tx, now, counsellor }: AtWork,
  id: string,
): Promise<About | undefined> {
  const groupId = await groupOfMeeting(tx, id);
  const group = groupId === undefined ? undefined : await lockGroup(tx, groupId);
  if (group?.state !== 'open' || !(await isLedBy(tx, group.id, counsellor.id))) return undefined;
  const meeting = await lockMeeting(tx, id);
  return meeting?.state === 'planned' && meeting.startsAt > now ? { group, meeting } : undefined;
}

async function plan(at: AtWork, prompt: PromptRow, typed: string): Promise<string | undefined> {
  const { setting, tx, now, counsellor } = at;
  const { serviceCode } = setting.programme;
  const number = String(prompt.number);
  const about = await aboutMeeting(at, prompt.aboutId ?? '');
  if (about === undefined) return say(setting, counsellor, 'group_over', {});
  if (typed === '1') {
    await answerPrompt(tx, prompt.id, { answer: 'good', closed: true, now });
    return say(setting, counsellor, 'thanks', {});
  }
  if (!/^[2-6]/u.test(typed)) return undefined;
  if (serviceCode !== undefined)
    return say(setting, counsellor, 'group_dial', { service_code: serviceCode });
  if (typed === '2') return say(setting, counsellor, 'group_time', { number });
  if (typed === '3')
    return say(setting, counsellor, 'group_places', { number, places: listed(at, about) });
  if (typed.startsWith('5')) return more(at, about, { number, typed: typed.slice(1) });
  const wanted = wantedBy(at, about, typed);
  return wanted && askSure(at, about, wanted);
}

function listed({ setting }: AtWork, { group }: About): string {
  return placesOf(setting, group)
    .map((place, index) => `${index + 1} ${place}`)
    .join(', ');
}

function wantedBy(
  { setting, now }: AtWork,
  { group, meeting }: About,
  typed: string,
): Wanted | undefined {
  if (typed === '4') return { what: 'cancel' };
  const rest = typed.slice(1);
  if (typed.startsWith('3')) {
    const place = Number(rest);
    return place >= 1 && place <= placesOf(setting, group).length
      ? { what: 'place', place }
      : undefined;
  }
  const { timeZone } = setting.programme;
  const isDay = typed.startsWith('6');
  if (!typed.startsWith('2') && !isDay) return undefined;
  if (rest.length !== (isDay ? 8 : 4)) return undefined;
  const startsAt = typedTime(rest, { startsAt: meeting.startsAt, now, timeZone });
  return startsAt && { what: 'time', startsAt };
}

/** Codes and the end of the group: what she reads is worth something to others, so her PIN comes first. */
async function more(
  at: AtWork,
  about: About,
  { number, typed }: { number: string; typed: string },
): Promise<string | undefined> {
  const { setting, counsellor } = at;
  if (typed === '') return say(setting, counsellor, 'group_more', { number });
  if (typed === '4') return askSure(at, about, { what: 'close' });
  if (typed.startsWith('5')) return parts(at, about, { number, digits: typed.slice(1) });
  if (typed === '6') return say(setting, counsellor, 'group_vote', { number });
  if (typed.startsWith('6') && VOTE.test(typed.slice(1)))
    return askVote(at, about.group, Number(typed.slice(1)));
  if (!/^[123]\d{4,6}$/u.test(typed) || !(await isOwnPin(at, typed.slice(1)))) return undefined;
  const { group } = about;
  const variables = (join: string) => ({ group: group.name, join });
  if (typed.startsWith('3'))
    return say(setting, counsellor, 'group_hand_now', variables(await handCode(at, group, 'text')));
  const join = typed.startsWith('2') ? await renewJoinCode(at, group) : joinCodeOf(at, group);
  return say(setting, counsellor, 'group_code', variables(join));
}

/** What the next meeting is made of. */
async function parts(
  at: AtWork,
  { meeting }: About,
  { number, digits }: { number: string; digits: string },
): Promise<string> {
  const { setting, counsellor } = at;
  if (await setParts(at, meeting.id, digits)) return say(setting, counsellor, 'thanks', {});
  const places = partLines(setting, counsellor.language).join(', ');
  return say(setting, counsellor, 'group_parts', { number, places });
}

async function sure(at: AtWork, prompt: PromptRow, typed: string): Promise<string | undefined> {
  const { setting, tx, now, counsellor } = at;
  if (typed === '2') {
    await answerPrompt(tx, prompt.id, { answer: 'no', closed: true, now });
    return say(setting, counsellor, 'group_not_sent', {});
  }
  if (!typed.startsWith('1') || !(await isOwnPin(at, typed.slice(1)))) return undefined;
  const done = await confirm(at, prompt.aboutId ?? '');
  await answerPrompt(tx, prompt.id, { answer: 'yes', closed: true, now });
  return confirmedWords(setting, counsellor, done);
}

/** A number, and nobody's name. */
async function heads({ setting, tx, now, counsellor }: AtWork, prompt: PromptRow, typed: string) {
  const count = Number(typed);
  if (!/^\d{1,3}$/u.test(typed) || count > HEADS_MAX) return undefined;
  const groupId = await groupOfMeeting(tx, prompt.aboutId ?? '');
  const group = groupId === undefined ? undefined : await lockGroup(tx, groupId);
  if (group?.state !== 'open' || !(await isLedBy(tx, group.id, counsellor.id)))
    return say(setting, counsellor, 'group_over', {});
  await setHeads(tx, prompt.aboutId ?? '', count);
  await answerPrompt(tx, prompt.id, { answer: 'counted', closed: true, now });
  return say(setting, counsellor, 'group_heads_noted', { count: String(count) });
}

/** More than any hall of a group holds. */
const HEADS_MAX = 200;

/** The moderator sees to it; or lets the group vote, behind her PIN. */
async function report(at: AtWork, prompt: PromptRow, typed: string): Promise<string | undefined> {
  const { setting, tx, now, counsellor } = at;
  if (VOTE.test(typed.slice(1)) && typed.startsWith('2')) {
    const group = await lockGroup(tx, prompt.aboutId ?? '');
    return group?.state === 'open' && (await mayOpenVote(tx, group.id, counsellor.id))
      ? askVote(at, group, Number(typed.slice(1)))
      : say(setting, counsellor, 'group_over', {});
  }
  if (typed !== '1') return undefined;
  await answerPrompt(tx, prompt.id, { answer: 'taken', closed: true, now });
  return say(setting, counsellor, 'thanks', {});
}
