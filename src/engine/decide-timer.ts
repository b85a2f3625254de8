import { newId } from '../base/ids.ts';
import { BALLOT_FLOW, MEETING_FLOW } from '../flow/peer-group.ts';
import type { Release } from '../flow/release.ts';
import type { Purpose } from '../flow/vocabulary.ts';
import type { TimerKind, TimerWrite } from '../store/turn-rows.ts';
import type { TimerTimes } from '../store/timers.ts';
import { nobodyYet } from './asks-person.ts';
import { composeTurn } from './compose.ts';
import type { Decision } from './decision.ts';
import { isLapsed } from './long-silence.ts';
import { decideLate, later, lookAgain, missed } from './late-timer.ts';
import { nextStart } from './next-start.ts';
import { opening } from './own-hours.ts';
import { CHOSEN_FOR_MS, nextAt, timeThere } from './reminder-moment.ts';
import { isUnasked, renewal } from './renewal.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, continueFlow, type Talk } from './talk.ts';
import { tellOfGroup } from './tell-of-group.ts';
import { isUntilAnswered } from './wishes.ts';

const DAY_MS = 24 * 3_600_000;
/** A vote is asked about by the group; who asks for it herself needs no consent (flows/ballot). */
const BALLOT_PURPOSE = 'group_reminders';

export type TimerArrival = {
  id: string;
  kind: TimerKind;
  flow: string | null;
  /** Of `group`: what is told. */
  notice: string | null;
  dueAt: Date;
  sendBy: Date;
  chosenUntil: Date | null;
  numberIndex: Buffer;
};

/**
 * Decides one due timer. A timer of an earlier turn or epoch is dropped and counted; so is one past its time, unless its flow
 * comes back by itself.
 */
export function decideTimer(setting: Setting, own: Situation, timer: TimerArrival): Decision {
  const { row, now, stopped, hours } = own;
  const situation = { ...own, silences: row.silences, heardAt: row.heardAt };
  if (!row.timerStands || stopped || row.trouble !== null) return { kind: 'drop_timer' };
  if (isLapsed(row, now)) return { kind: 'drop_timer' };
  const decided = timer.sendBy < now ? decideLate(setting, situation, timer) : undefined;
  if (decided !== undefined) return decided;
  if (row.pausedUntil !== null && row.pausedUntil > now)
    return afterPause(setting, situation, timer, pauseEnd(row.pausedUntil, now));
  const isChosen = hours === undefined && timer.chosenUntil !== null && timer.chosenUntil > now;
  const opens = opening(setting.programme, hours, now);
  if (!opens.open && !isChosen)
    return timer.kind === 'silence'
      ? untilOpen(timer, now, opens.opensAt)
      : later(setting, situation, timer, opens.opensAt);
  return fired(setting, situation, timer);
}

function fired(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  switch (timer.kind) {
    case 'late':
      return late(setting, situation, timer);
    case 'group':
      return tellOfGroup(setting, situation, timer);
    case 'silence':
      return silence(setting, situation, timer);
    case 'start':
    case 'remind':
      return start(setting, situation, timer);
  }
}

/** Nobody has reached her for a day: she is told, and asked whether she still wants a call. Who only dials gets no text. */
function late(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { offer, requests } = situation.row;
  // "We send nothing until you answer" was said to this phone; a number of nobody has no pause that would hold it.
  if (offer === 'stop_all' || offer === 'stop_wrong')
    return later(setting, situation, timer, lookAgain(situation));
  const followUpId = requests?.late ?? undefined;
  if (followUpId === undefined || isDialOnly(situation)) return { kind: 'drop_timer' };
  const { id: timerId, sendBy } = timer;
  const write = composeTurn(setting, situation, {
    channel: 'sms',
    event: 'nobody_yet',
    said: [nobodyYet(setting, situation)],
    offer: 'still',
    unprompted: { sendBy, nudge: false, chosenUntil: null, followUpId },
    timerId,
  });
  return { kind: 'save', write, answer: undefined };
}

/** A pause without a date is looked at again day by day. */
function pauseEnd(pausedUntil: Date, now: Date): Date {
  return isUntilAnswered(pausedUntil) ? new Date(now.getTime() + DAY_MS) : pausedUntil;
}

/**
 * A silence counts whenever it ends, or nobody would ever be left in peace (req C3): a day without texts puts it off as much
 * worth sending as it was.
 */
function untilOpen({ sendBy, chosenUntil }: TimerArrival, now: Date, opensAt: Date): Decision {
  const worthMs = sendBy.getTime() - now.getTime();
  return {
    kind: 'defer_timer',
    dueAt: opensAt,
    sendBy: new Date(opensAt.getTime() + worthMs),
    chosenUntil,
  };
}

/**
 * A pause puts everything off to its end, as much worth sending as it was; a time of day that was chosen stays that time.
 * What belongs to a date is missed: the date has passed with the pause.
 */
function afterPause(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
  pausedUntil: Date,
): Decision {
  if (timer.kind === 'remind' || timer.kind === 'group')
    return missed(setting, situation, timer, pausedUntil);
  const { programme } = setting;
  const worthMs = timer.sendBy.getTime() - situation.now.getTime();
  const times = (dueAt: Date, chosenUntil: Date | null): TimerTimes => ({
    dueAt,
    sendBy: new Date(dueAt.getTime() + worthMs),
    chosenUntil,
  });
  if (timer.chosenUntil === null) return { kind: 'defer_timer', ...times(pausedUntil, null) };
  const chosen = new Date(timer.chosenUntil.getTime() - CHOSEN_FOR_MS);
  const dueAt = nextAt(timeThere(programme.timeZone, chosen), programme.timeZone, pausedUntil);
  const chosenUntil = new Date(dueAt.getTime() + CHOSEN_FOR_MS);
  return { kind: 'defer_timer', ...times(dueAt, chosenUntil) };
}

function silence(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { open, now, purposes } = situation;
  const purpose = open && setting.releases.pinned(open.flow, open.version)?.purpose;
  const withdrawn = purpose !== undefined && !purposes.includes(purpose);
  if (open === undefined || withdrawn) return { kind: 'drop_timer' };
  const event = { type: 'SILENCE' as const, now };
  // What never reached her she has not left unanswered: the flow counts on from one less (req C3).
  const silences = situation.silences - (situation.row.neverLeft ? 1 : 0);
  const talk = continueFlow(setting, { ...situation, silences }, open, event, channelOf(situation));
  if (talk === undefined || !talk.understood) return { kind: 'drop_timer' };
  // A silence is one however late it is counted, and a flow may go on in it; but no nudge comes late.
  const said = timer.sendBy < now ? [] : talk.said;
  return unprompted(setting, situation, timer, { ...talk, said });
}

function start(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { open, purposes } = situation;
  const { phoneId } = situation.row;
  const release = timer.flow === null ? undefined : setting.releases.current(timer.flow, phoneId);
  const purpose = release && purposeOf(situation, release);
  if (release === undefined || purpose === undefined || !purposes.includes(purpose))
    return { kind: 'drop_timer' };
  const isElsewhere = open !== undefined && open.flow !== release.flow;
  // A meeting does not wait for another question to be answered: it is told, and nothing is asked.
  if (isElsewhere && timer.flow === MEETING_FLOW)
    return tellOfGroup(setting, situation, { ...timer, notice: 'group_again' });
  const renewed = renewal(setting, situation, purpose, channelOf(situation));
  if (renewed === 'asked') return { kind: 'drop_timer' };
  if (isElsewhere && !isUnasked(setting, situation))
    return later(setting, situation, timer, lookAgain(situation));
  return renewed === undefined
    ? begins(setting, situation, timer, { flow: release.flow, purpose })
    : asksAnew(setting, situation, timer, renewed);
}

function begins(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
  { flow, purpose }: { flow: string; purpose: Purpose },
): Decision {
  const talk = beginFlow(setting, situation, flow, channelOf(situation));
  if (talk === undefined) return { kind: 'drop_timer' };
  return unprompted(setting, situation, timer, { ...talk, purpose: talk.purpose ?? purpose });
}

/** Asks for a yes that is nearly over; once more at the next time of the rhythm, where that text never leaves. */
function asksAnew(
  setting: Setting,
  situation: Situation,
  timer: TimerArrival,
  talk: Talk,
): Decision {
  const { now } = situation;
  const { flow } = timer;
  const next = nextStart(setting, situation, timer, now);
  const timers = next && [{ id: newId(now.getTime()), kind: 'start' as const, flow, ...next }];
  return unprompted(setting, situation, timer, talk, timers);
}

/** What is asked needs a yes for this. Who may not vote, and who may be somebody else, is asked for no vote. */
function purposeOf({ row, doubted }: Situation, { flow, purpose }: Release): Purpose | undefined {
  if (flow !== BALLOT_FLOW) return purpose;
  return row.group?.ballot == null || doubted ? undefined : BALLOT_PURPOSE;
}

/** The turn of a timer. Who only dials gets no text: the question stands, and the next dial offers to go on with it. */
function unprompted(
  setting: Setting,
  situation: Situation,
  { id, kind, sendBy, chosenUntil }: TimerArrival,
  talk: Talk,
  timers: readonly TimerWrite[] = [],
): Decision {
  const write = composeTurn(setting, situation, {
    channel: channelOf(situation),
    event: kind === 'silence' ? 'silence' : 'start',
    talk,
    said: isDialOnly(situation) ? [] : talk.said,
    unprompted: { sendBy, nudge: kind === 'silence', chosenUntil },
    timerId: id,
  });
  write.timers.push(...timers);
  return { kind: 'save', write, answer: undefined };
}

function isDialOnly({ traits }: Situation): boolean {
  return traits.includes('dial_only');
}

function channelOf(situation: Situation): 'sms' | 'ussd' {
  return isDialOnly(situation) ? 'ussd' : 'sms';
}
