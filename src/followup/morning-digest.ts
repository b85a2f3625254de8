import { newId } from '../base/ids.ts';
import type { Setting } from '../engine/setting.ts';
import { dutyOpenFor } from '../flow/duty-hours.ts';
import { addresseeOf } from '../store/counsellors.ts';
import { peopleFor } from '../store/ladder-people.ts';
import { dueDigest, type LadderRequest, moveRequest } from '../store/ladder-requests.ts';
import { savePrompt } from '../store/prompts.ts';
import { type RequestAct, saveAct } from '../store/request-acts.ts';
import type { Tx } from '../store/transact.ts';
import type { FollowupParts } from './followup-parts.ts';
import { askFrom, dueOf } from './ladder.ts';
import { nextStep } from './next-step.ts';
import { askCounsellor, say } from '../engine/say-to-counsellor.ts';
import { lockedAs, type Look, stepRequest } from './step-request.ts';

/** As many numbers as two segments hold beside the words; the rest waits for the next morning. */
const NAMED_MAX = 12;
/** What stands first: who asked for something, then who is not well, then who was silent. */
const ORDER = [
  'plan_talk',
  'wants_a_visit',
  'take_over',
  'not_going_well',
  'missed_twice',
  'silent',
];

type Waiting = { request: LadderRequest; rung: number };
/** Does something about a request, so that what fails is left and the others go on. */
type Step = (id: string, work: () => Promise<boolean>) => Promise<boolean>;

/**
 * One text a morning for each counsellor, with the numbers of all that can wait; it says neither who nor what. Returns how
 * many counsellors were told, and requests moved otherwise.
 */
export async function morningDigest(parts: FollowupParts, look: Look, step: Step): Promise<number> {
  const openForMs = dutyOpenFor(parts.setting.programme, look.now) ?? 0;
  const morning = new Date(look.now.getTime() - openForMs);
  const due = await parts.pool.run((db) => dueDigest(db, look.now, morning));
  if (due.length === 0) return 0;
  const { asked, others } = await sorted(parts, due, look);
  let moved = 0;
  for (const id of others) moved += Number(await step(id, () => stepRequest(parts, id, look)));
  for (const [counsellorId, waiting] of asked)
    for (const { request } of waiting.slice(0, 1))
      moved += Number(await step(request.id, () => tellOne(parts, counsellorId, waiting, look)));
  return moved;
}

/** Whose each is; of those on duty the one who has least, what she gets this morning counted in. */
async function sorted(
  { setting, pool }: FollowupParts,
  due: readonly LadderRequest[],
  { now, here }: Look,
): Promise<{ asked: Map<string, Waiting[]>; others: string[] }> {
  const ids = due.map(({ id }) => id);
  const people = await pool.run((db) => peopleFor(db, ids, here));
  const asked = new Map<string, Waiting[]>();
  const others: string[] = [];
  for (const request of due) {
    const loaded = (people.get(request.id) ?? [])
      .map((one) => ({ ...one, load: one.load + (asked.get(one.id)?.length ?? 0) }))
      .toSorted((a, b) => a.load - b.load);
    const step = nextStep(request, loaded, setting.programme, { now, outcomeAsked: false });
    if (step.act !== 'ask') others.push(request.id);
    else {
      const hers = asked.get(step.person.id) ?? [];
      asked.set(step.person.id, [...hers, { request, rung: step.rung }]);
    }
  }
  return { asked, others };
}

function tellOne(
  { setting, pool }: FollowupParts,
  counsellorId: string,
  all: readonly Waiting[],
  { now }: Look,
): Promise<boolean> {
  const ordered = all.toSorted((a, b) => orderOf(a) - orderOf(b));
  const [named, rest] = [ordered.slice(0, NAMED_MAX), ordered.slice(NAMED_MAX)];
  return pool.transact(async (tx) => {
    const numbers: number[] = [];
    for (const waiting of named.toSorted(byId)) {
      const number = await numbered(setting, tx, { counsellorId, ...waiting, now });
      if (number !== undefined) numbers.push(number);
    }
    const tomorrow = askFrom(setting.programme, 'digest', now);
    for (const { request: seen } of rest.toSorted(byId)) {
      const request = await lockedAs(tx, seen, undefined);
      if (request !== undefined) await moveRequest(tx, request, { dueAt: tomorrow });
    }
    if (numbers.length > 0) await tell(setting, tx, { counsellorId, numbers, rest, now });
    return numbers.length > 0;
  });
}

type Numbering = Waiting & { counsellorId: string; now: Date };

/** Gives one request its number with her; undefined where it has moved on, or she is not at work any more. */
async function numbered(
  setting: Setting,
  tx: Tx,
  { request: seen, rung, counsellorId, now }: Numbering,
): Promise<number | undefined> {
  const request = await lockedAs(tx, seen, counsellorId);
  if (request === undefined) return undefined;
  const followUpId = request.id;
  const act = (name: RequestAct, by: string | null, on: number) =>
    saveAct(tx, { followUpId, counsellorId: by, act: name, rung: on, channel: 'service' }, now);
  if (request.stage === 'offered') await act('escalated', request.counsellorId, request.rung);
  await act('told', counsellorId, rung);
  const dueAt = dueOf(setting.programme, 'digest', rung, now);
  const toldAt = request.toldAt ?? now;
  await moveRequest(tx, request, { stage: 'offered', rung, counsellorId, dueAt, toldAt });
  const prompt = { id: newId(now.getTime()), counsellorId, kind: 'digest', followUpId };
  return savePrompt(tx, { ...prompt, aboutId: null, now });
}

type Telling = {
  counsellorId: string;
  numbers: readonly number[];
  rest: readonly unknown[];
  now: Date;
};

async function tell(
  setting: Setting,
  tx: Tx,
  { counsellorId, numbers, rest, now }: Telling,
): Promise<void> {
  const to = await addresseeOf(tx, counsellorId);
  const [list, count] = [numbers.join(', '), String(numbers.length + rest.length)];
  const text =
    rest.length === 0
      ? say(setting, to, 'digest', { count, list })
      : say(setting, to, 'digest_more', { count, list, more: String(rest.length) });
  const sendBy = dueOf(setting.programme, 'digest', 0, now);
  await askCounsellor(setting, tx, to, { text, urgent: false, sendBy, now });
}

function orderOf({ request }: Waiting): number {
  const at = ORDER.indexOf(request.reason);
  return at < 0 ? ORDER.length : at;
}

function byId(a: Waiting, b: Waiting): number {
  return a.request.id < b.request.id ? -1 : 1;
}
