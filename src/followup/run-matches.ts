import { newId } from '../base/ids.ts';
import { localDate } from '../engine/local-date.ts';
import { addresseeOf, lockCounsellor } from '../store/counsellors.ts';
import {
  askMembers,
  type CouldMeet,
  endUnanswered,
  noteTold,
  proposeMatch,
  stillUnasked,
  unasked,
  unmatched,
  untold,
} from '../store/matches.ts';
import { savePrompt } from '../store/prompts.ts';
import type { FollowupParts } from './followup-parts.ts';
import { askCounsellor, say } from '../engine/say-to-counsellor.ts';

/** The flow that asks a member whether she agrees. */
export const MATCH_FLOW = 'match';
/** Looked at in one run, of each kind. */
const LOOK_MAX = 50;
/** What is asked of either is worth sending so long, in milliseconds: a question of hers that is open comes first. */
const WORTH_MS = 7 * 24 * 3_600_000;

/**
 * Brings members and counsellors together, a step at a time: who could meet whom, the counsellor's yes, unseen, then the
 * member's, and only then does anything of her show. A programme without `match` does this by hand.
 */
export async function runMatches(parts: FollowupParts): Promise<void> {
  const { setting, pool } = parts;
  const { programme } = setting;
  const now = setting.clock.now();
  await pool.run((db) => endUnanswered(db, now));
  if (programme.match !== undefined) {
    const today = localDate(now, programme.timeZone);
    const alone = await pool.run((db) => unmatched(db, { now, today, limit: LOOK_MAX }));
    for (const pair of shared(alone))
      await pool.transact((tx) => proposeMatch(tx, { ...pair, now }));
  }
  for (const pair of await pool.run((db) => unasked(db, LOOK_MAX)))
    await askUnseen(parts, pair, now);
  if (setting.releases.current(MATCH_FLOW) !== undefined) {
    const sendBy = new Date(now.getTime() + WORTH_MS);
    const asking = { flow: MATCH_FLOW, sendBy, now, limit: LOOK_MAX };
    await pool.transact((tx) => askMembers(tx, asking));
  }
  for (const one of await pool.run((db) => untold(db, LOOK_MAX))) await tell(parts, one, now);
}

type Pair = { memberId: string; counsellorId: string };

/** Whoever invited her, else who has least, what is asked of her in this run counted in: nobody is asked about all. */
function shared(alone: Awaited<ReturnType<typeof unmatched>>): Pair[] {
  const more = new Map<string, number>();
  return alone.flatMap(({ memberId, could }) => {
    const loadOf = ({ id, load }: CouldMeet) => load + (more.get(id) ?? 0);
    const [nearest] = could.toSorted(
      (a, b) => Number(b.met) - Number(a.met) || loadOf(a) - loadOf(b),
    );
    if (nearest === undefined) return [];
    more.set(nearest.id, (more.get(nearest.id) ?? 0) + 1);
    return [{ memberId, counsellorId: nearest.id }];
  });
}

async function askUnseen(
  { setting, pool }: FollowupParts,
  { memberId, counsellorId }: Pair,
  now: Date,
): Promise<void> {
  await pool.transact(async (tx) => {
    const counsellor = await lockCounsellor(tx, counsellorId);
    if (counsellor?.state !== 'active') return;
    if (!(await stillUnasked(tx, { memberId, counsellorId }))) return;
    const id = newId(now.getTime());
    const prompt = { id, counsellorId, kind: 'match', followUpId: null, aboutId: memberId, now };
    const number = String(await savePrompt(tx, prompt));
    const text = say(setting, counsellor, 'prompt_match', { number });
    const sendBy = new Date(now.getTime() + WORTH_MS);
    await askCounsellor(setting, tx, counsellor, { text, urgent: false, sendBy, now });
  });
}

async function tell(
  { setting, pool }: FollowupParts,
  one: Awaited<ReturnType<typeof untold>>[number],
  now: Date,
): Promise<void> {
  await pool.transact(async (tx) => {
    const { counsellorId, state } = one;
    const counsellor = await lockCounsellor(tx, counsellorId);
    if (counsellor === undefined || !(await noteTold(tx, one))) return;
    const to = await addresseeOf(tx, counsellorId);
    const text =
      state === 'ended'
        ? say(setting, to, 'match_ended', {})
        : say(setting, to, 'match_agreed', {});
    const sendBy = new Date(now.getTime() + WORTH_MS);
    await askCounsellor(setting, tx, to, { text, urgent: false, sendBy, now });
  });
}
