import { newId } from '../base/ids.ts';
import { seal } from '../base/seal.ts';
import type { FollowUpWrite, GroupPlace, GroupTaskWrite, MatchAct } from '../store/request-rows.ts';
import type { ConsentWrite, TurnWrite, WithdrawalWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import type { Situation } from './situation.ts';
import type { Asked } from './talk.ts';

/** Purposes that this turn subscribes to. */
export function consentsOf({ talk }: Draft, memberId: string): ConsentWrite[] {
  const consents: ConsentWrite[] = [];
  for (const asked of talk?.effects ?? []) {
    const { effect } = asked;
    if (effect.type !== 'subscribe') continue;
    consents.push({ memberId, purpose: effect.purpose, ...shownFor(asked) });
  }
  return consents;
}

/** Purposes that this turn takes back. */
export function withdrawalsOf({ talk }: Draft, memberId: string): WithdrawalWrite[] {
  const withdrawals: WithdrawalWrite[] = [];
  for (const asked of talk?.effects ?? []) {
    const { effect } = asked;
    if (effect.type !== 'unsubscribe') continue;
    const { purpose } = effect;
    withdrawals.push({ memberId, kind: 'purpose', purpose, ...shownFor(asked) });
  }
  return withdrawals;
}

/** The question that was answered, for the ledger: where it stands, and what was pressed. */
export function shownFor({
  release,
  step,
  answer,
}: Asked): Omit<ConsentWrite, 'memberId' | 'purpose'> {
  const { flow, version, hash: wordingHash } = release;
  const { pressed = null, language = null } = answer ?? {};
  return { flow, version, step: answer?.step ?? step, wordingHash, pressed, language };
}

/** What the room of groups has to do for this person: a turn writes nobody else's rows. */
export function groupTasksOf(
  { key, now, row, open }: Situation,
  { talk }: Draft,
): GroupTaskWrite[] {
  const tasks: GroupTaskWrite[] = [];
  for (const { effect } of talk?.effects ?? []) {
    const id = newId(now.getTime());
    if (effect.type === 'join_group') {
      const codeSealed = seal(key, `group_task.code:${id}`, effect.code);
      tasks.push({ id, act: 'join', codeSealed, aboutId: null });
    }
    if (effect.type === 'leave_group')
      tasks.push({ id, act: 'leave', codeSealed: null, aboutId: null });
    if (effect.type === 'group')
      tasks.push({ id, act: effect.act, codeSealed: null, aboutId: askedAbout(row.group, open) });
  }
  return tasks;
}

/** The meeting that a question was about: an answer to the last one's is none to the next one's. */
function askedAbout(group: GroupPlace | null, open: Situation['open']): string | null {
  const meeting = group?.meeting ?? undefined;
  if (meeting === undefined || open === undefined) return null;
  return meeting.plannedAt <= open.askedAt ? meeting.id : null;
}

/** Open at most once a phone: a second 9 is the same request, and whoever looks at a text looks at the whole talk. */
const ONCE: ReadonlySet<string> = new Set(['asked', 'asked_in_danger', 'wrote', 'risk_words']);
/** So long nobody is asked about a 9, in milliseconds: "when?" stands behind it, and may be answered first. */
const WHEN_MS = 2 * 60_000;

export function followUpsOf({ now }: Situation, { talk, followUps = [] }: Draft): FollowUpWrite[] {
  const asked = (talk?.effects ?? []).flatMap(({ effect }) =>
    effect.type === 'follow_up' ? [effect.reason] : [],
  );
  return [...asked, ...followUps].map((reason) => ({
    id: newId(now.getTime()),
    reason,
    once: ONCE.has(reason),
    ...(reason === 'asked' && { dueAt: new Date(now.getTime() + WHEN_MS) }),
  }));
}

/** What she said last of who meets her, or could. */
export function matchActOf({ talk }: Draft): MatchAct | undefined {
  const said = (talk?.effects ?? []).flatMap(({ effect }) =>
    effect.type === 'match' ? [effect.act] : [],
  );
  return said.at(-1);
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
