import { contactOpening } from '../flow/contact-hours.ts';
import { composeTurn } from './compose.ts';
import type { Decision } from './decision.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow, continueFlow } from './talk.ts';

/** A start that finds another question open looks again after so long, until its `send_by`. */
const LOOK_AGAIN_MS = 3_600_000;

export type TimerArrival = {
  id: string;
  kind: 'silence' | 'start';
  flow: string | null;
  sendBy: Date;
  numberIndex: Buffer;
};

/** Decides one due timer. A timer of an earlier turn or epoch, or past its time, is dropped and counted. */
export function decideTimer(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { row, now, stopped } = situation;
  if (!row.timerStands || stopped || timer.sendBy < now || row.trouble !== null)
    return { kind: 'drop_timer' };
  const opening = contactOpening(setting.programme, now);
  if (!opening.open) return later(timer, opening.opensAt);
  return timer.kind === 'silence'
    ? silence(setting, situation, timer)
    : start(setting, situation, timer);
}

function later(timer: TimerArrival, dueAt: Date): Decision {
  return dueAt > timer.sendBy ? { kind: 'drop_timer' } : { kind: 'defer_timer', dueAt };
}

function silence(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { open, now, purposes } = situation;
  const purpose = open && setting.releases.pinned(open.flow, open.version)?.purpose;
  const withdrawn = purpose !== undefined && !purposes.includes(purpose);
  if (open === undefined || withdrawn) return { kind: 'drop_timer' };
  const channel = 'sms';
  const talk = continueFlow(setting, situation, open, { type: 'SILENCE', now }, channel);
  if (talk === undefined || !talk.understood) return { kind: 'drop_timer' };
  const write = composeTurn(setting, situation, {
    channel,
    event: 'silence',
    talk,
    said: talk.said,
    unprompted: { sendBy: timer.sendBy, nudge: true },
    timerId: timer.id,
  });
  return { kind: 'save', write, answer: undefined };
}

function start(setting: Setting, situation: Situation, timer: TimerArrival): Decision {
  const { now, open, purposes } = situation;
  const release = timer.flow === null ? undefined : setting.releases.current(timer.flow);
  const allowed = release?.purpose !== undefined && purposes.includes(release.purpose);
  if (release === undefined || !allowed) return { kind: 'drop_timer' };
  // Last week's question, left unanswered, makes room for this week's; until then a late answer counts.
  if (open !== undefined && open.flow !== release.flow)
    return later(timer, new Date(now.getTime() + LOOK_AGAIN_MS));
  const talk = beginFlow(setting, situation, release.flow, 'sms');
  if (talk === undefined) return { kind: 'drop_timer' };
  const write = composeTurn(setting, situation, {
    channel: 'sms',
    event: 'start',
    talk,
    said: talk.said,
    unprompted: { sendBy: timer.sendBy, nudge: false },
    timerId: timer.id,
  });
  return { kind: 'save', write, answer: undefined };
}
