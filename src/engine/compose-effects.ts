import { newId } from '../base/ids.ts';
import type { ConsentWrite, MemberWrite, TimerWrite, TurnWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** What the effects of the flows become, beside what is said. A nudge is worth sending so long, in milliseconds. */
const NUDGE_WORTH_MS = 24 * 3_600_000;
/** The rhythm of a programme that names none, in milliseconds (docs/wording.md). */
const WEEK_MS = 7 * 24 * 3_600_000;

export function timersOf({ now }: Situation, { talk }: Draft): TimerWrite[] {
  if (talk === undefined || !talk.understood) return [];
  const timers: TimerWrite[] = [];
  const at = (ms: number) => new Date(now.getTime() + ms);
  if (talk.silenceAfterMs !== undefined)
    timers.push({
      id: newId(now.getTime()),
      kind: 'silence',
      flow: null,
      dueAt: at(talk.silenceAfterMs),
      sendBy: at(talk.silenceAfterMs + NUDGE_WORTH_MS),
    });
  for (const { effect } of talk.effects)
    if (effect.type === 'start') {
      const afterMs = effect.afterMs === 'rhythm' ? WEEK_MS : effect.afterMs;
      timers.push({
        id: newId(now.getTime()),
        kind: 'start',
        flow: effect.flow,
        dueAt: at(afterMs),
        sendBy: at(afterMs + effect.sendWithinMs),
      });
    }
  return timers;
}

export function memberOf(
  setting: Setting,
  situation: Situation,
  { talk }: Draft,
): MemberWrite | undefined {
  if (talk === undefined) return undefined;
  const { row, now } = situation;
  let shared: boolean | null = null;
  let wanted = false;
  for (const { effect } of talk.effects) {
    if (effect.type === 'set_shared') shared = effect.shared;
    if (effect.type === 'subscribe' && row.memberId === null) wanted = true;
    if (row.memberId !== null && (effect.type === 'set_shared' || effect.type === 'set_language'))
      wanted = true;
  }
  if (!wanted) return undefined;
  const id = row.memberId ?? newId(now.getTime());
  const { wrapped } = setting.keyring.newKey(id);
  return { id, language: talk.language, sharedPhone: shared, wrappedKey: wrapped };
}

/** Purposes that this turn subscribes to, or takes back. */
export function consentsOf(
  { talk }: Draft,
  memberId: string,
  act: 'subscribe' | 'unsubscribe',
): ConsentWrite[] {
  const consents: ConsentWrite[] = [];
  for (const { effect, release, step } of talk?.effects ?? []) {
    if (effect.type !== act) continue;
    consents.push({
      memberId,
      purpose: effect.purpose,
      flow: release.flow,
      version: release.version,
      step,
      wordingHash: release.hash,
    });
  }
  return consents;
}

export function followUpsOf({ talk, followUps = [] }: Draft): string[] {
  const asked = (talk?.effects ?? []).flatMap(({ effect }) =>
    effect.type === 'follow_up' ? [effect.reason] : [],
  );
  return [...asked, ...followUps];
}

export function outcomeOf({ talk }: Draft): string | null {
  const recorded = (talk?.effects ?? []).flatMap(({ effect }) =>
    effect.type === 'record' ? [effect.outcome] : [],
  );
  return recorded.at(-1) ?? null;
}

/** Somebody who stopped and now joins by dialling has come back by their own act, as by JOIN. */
export function restartBySubscribing({ row }: Situation, { talk }: Draft): TurnWrite['restart'] {
  const joins = (talk?.effects ?? []).some(({ effect }) => effect.type === 'subscribe');
  return joins && row.stopSeq !== null ? { answers: row.stopSeq, undo: false } : undefined;
}
