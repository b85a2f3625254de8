import { newId } from '../base/ids.ts';
import { rhythmMs } from '../conversation/programme-variables.ts';
import type { TimerWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import { reminderMoment } from './reminder-moment.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import type { Asked } from './talk.ts';

/** A nudge is worth sending so long, in milliseconds. */
const NUDGE_WORTH_MS = 24 * 3_600_000;

type Timers = { timers: TimerWrite[]; dropFlows: string[] };

/**
 * Timers that this turn sets, and the flows whose starts and reminders still to come it drops: those it cancels, and those
 * it sets anew, since one flow is due once. A number that has stopped gets none.
 */
export function timersOf(setting: Setting, situation: Situation, draft: Draft): Timers {
  const { talk, restart } = draft;
  const silent = situation.stopped && restart === undefined;
  if (talk === undefined || !talk.understood || silent) return { timers: [], dropFlows: [] };
  const { now } = situation;
  let timers: TimerWrite[] = [];
  const drops = new Set<string>();
  if (talk.silenceAfterMs !== undefined)
    timers.push({
      id: newId(now.getTime()),
      kind: 'silence',
      flow: null,
      dueAt: new Date(now.getTime() + talk.silenceAfterMs),
      sendBy: new Date(now.getTime() + talk.silenceAfterMs + NUDGE_WORTH_MS),
      chosenUntil: null,
    });
  for (const asked of talk.effects) {
    const { effect } = asked;
    if (effect.type === 'cancel') timers = timers.filter(({ flow }) => flow !== effect.flow);
    if (effect.type === 'cancel') drops.add(effect.flow);
    const timer = timerOf(setting, situation, asked);
    // A reminder whose time has passed takes the place of nothing: what is due still comes.
    if (timer === undefined) continue;
    if (timer.flow !== null) drops.add(timer.flow);
    timers.push(timer);
  }
  return { timers, dropFlows: [...drops] };
}

function timerOf(
  { programme }: Setting,
  { now, hours: own }: Situation,
  { effect }: Asked,
): TimerWrite | undefined {
  const id = newId(now.getTime());
  const worth = (dueAt: Date, worthMs: number) => new Date(dueAt.getTime() + worthMs);
  if (effect.type === 'start') {
    const { flow } = effect;
    const afterMs = effect.afterMs === 'rhythm' ? rhythmMs(programme, flow) : effect.afterMs;
    const dueAt = new Date(now.getTime() + afterMs);
    const sendBy = worth(dueAt, effect.sendWithinMs);
    return { id, kind: 'start', flow, dueAt, sendBy, chosenUntil: null };
  }
  if (effect.type !== 'remind') return undefined;
  const moment = reminderMoment(effect, { programme, own, now });
  if (moment === undefined) return undefined;
  const kind = effect.date === undefined ? 'start' : 'remind';
  const sendBy = worth(moment.dueAt, effect.sendWithinMs);
  return { id, kind, flow: effect.flow, ...moment, sendBy };
}
