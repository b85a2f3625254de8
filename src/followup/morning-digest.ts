import { newId } from '../base/ids.ts';
import { addresseeOf } from '../store/counsellors.ts';
import { peopleFor } from '../store/ladder-people.ts';
import { type LadderRequest, moveRequest, readRequest, saveAct } from '../store/ladder-requests.ts';
import { savePrompt } from '../store/prompts.ts';
import type { FollowupParts } from './followup-parts.ts';
import { askFrom, dueOf } from './ladder.ts';
import { nextStep } from './next-step.ts';
import { askCounsellor, say } from './say-to-counsellor.ts';
import { lockedAs, type Look } from './step-request.ts';

/** As many numbers as two segments hold beside the words; the rest waits for the next morning. */
const NAMED_MAX = 12;
/** What stands first: who asked for something, then who is not well, then who was silent. */
const ORDER = ['plan_talk', 'wants_a_visit', 'not_going_well', 'missed_twice', 'silent'];

type Waiting = { request: LadderRequest; rung: number };

/** One text a morning for each counsellor, with the numbers of all that can wait; it says neither who nor what. */
export async function morningDigest(
  parts: FollowupParts,
  ids: readonly string[],
  look: Look,
): Promise<number> {
  const byCounsellor = await sorted(parts, ids, look);
  let moved = 0;
  for (const [counsellorId, waiting] of byCounsellor)
    moved += await tellOne(parts, counsellorId, waiting, look);
  return moved;
}

/** Whose each is, asked on one connection: each look is short. */
async function sorted(
  { setting, pool }: FollowupParts,
  ids: readonly string[],
  { now, here }: Look,
): Promise<Map<string, Waiting[]>> {
  const found = new Map<string, Waiting[]>();
  for (const id of ids) {
    const request = await pool.run((db) => readRequest(db, id));
    if (request === undefined) continue;
    const people = await pool.run((db) => peopleFor(db, id, here));
    const step = nextStep(request, people, setting.programme, { now, outcomeAsked: true });
    if (step.act !== 'ask') continue;
    const hers = found.get(step.person.id) ?? [];
    found.set(step.person.id, [...hers, { request, rung: step.rung }]);
  }
  return found;
}

function tellOne(
  { setting, pool }: FollowupParts,
  counsellorId: string,
  all: readonly Waiting[],
  { now }: Look,
): Promise<number> {
  const ordered = all.toSorted((a, b) => urgencyOf(a) - urgencyOf(b));
  const [named, rest] = [ordered.slice(0, NAMED_MAX), ordered.slice(NAMED_MAX)];
  const { programme } = setting;
  return pool.transact(async (tx) => {
    const numbers: number[] = [];
    const dueAt = dueOf(programme, 'digest', 0, now);
    for (const { request: seen, rung } of named.toSorted(byId)) {
      const request = await lockedAs(tx, seen, counsellorId);
      if (request === undefined) continue;
      const followUpId = request.id;
      const prompt = { id: newId(now.getTime()), counsellorId, kind: 'digest', followUpId };
      numbers.push(await savePrompt(tx, { ...prompt, aboutId: null, now }));
      const act = { followUpId, counsellorId, act: 'told', rung, channel: 'service' } as const;
      await saveAct(tx, act, now);
      const toldAt = request.toldAt ?? now;
      const asked = {
        kind: 'digest',
        stage: 'offered',
        rung,
        counsellorId,
        dueAt,
        toldAt,
      } as const;
      await moveRequest(tx, request, asked);
    }
    const tomorrow = askFrom(programme, 'digest', now);
    for (const { request: seen } of rest.toSorted(byId)) {
      const request = await lockedAs(tx, seen, undefined);
      if (request !== undefined)
        await moveRequest(tx, request, { kind: 'digest', stage: 'waiting', dueAt: tomorrow });
    }
    if (numbers.length === 0) return 0;
    const to = await addresseeOf(tx, counsellorId);
    const [list, count] = [numbers.join(', '), String(numbers.length + rest.length)];
    const text =
      rest.length === 0
        ? say(setting, to, 'digest', { count, list })
        : say(setting, to, 'digest_more', { count, list, more: String(rest.length) });
    await askCounsellor(setting, tx, to, { text, urgent: false, sendBy: dueAt, now });
    return numbers.length;
  });
}

function urgencyOf({ request }: Waiting): number {
  const at = ORDER.indexOf(request.reason);
  return at < 0 ? ORDER.length : at;
}

function byId(a: Waiting, b: Waiting): number {
  return a.request.id < b.request.id ? -1 : 1;
}
