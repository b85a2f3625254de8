import { newId } from '../../base/ids.ts';
import { areTwoPeople, readNewcomers } from '../../engine/second-person.ts';
import { advanceStage, hold, resume } from '../../release/change-stage.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { publish, type Published, type PublishParts } from '../../release/publish.ts';
import { releasedBeside } from '../../release/prove-set.ts';
import { rollBack } from '../../release/roll-back.ts';
import { mayRelease, standing } from '../../release/rules.ts';
import { flowStages } from '../../release/stages.ts';
import { holdsUp } from '../../proof/holds-up.ts';
import { addReviewAct, reviewActs } from '../../store/approvals.ts';
import type { Tx } from '../../store/connect.ts';
import type { StageWrite } from '../../store/release-stages.ts';
import { closeDraft, lockDraft } from '../../store/drafts.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import type { Ask, Route } from '../frame/route.ts';
import { readMap } from './move-people.ts';
import { proveDraft } from './prove-draft.ts';
import { factsNow, readReview, type Review } from './read-review.ts';
import { review } from './give-review.ts';
import { endRound } from './review-acts.ts';
import { MAY_STOP } from './way-back.ts';

/** What releases are made with, proved in the thread that proves drafts. */
function publishParts(parts: ConsoleParts): PublishParts {
  const { pool, keyring } = parts;
  return {
    pool,
    keyring,
    practice: false,
    prove: async (flow, files) => {
      const set = new Map([...(await releasedBeside(pool, flow)), ...files]);
      const { findings, release } = await proveDraft(parts, flow, set);
      const errors = findings.filter((one) => holdsUp(one, parts.programme.languages));
      return { errors, definition: release?.definition };
    },
  };
}

const pageOf = (flow: string) => `/console/flows/${flow}/release`;

/** Gives an approved draft to the first phones, in her name and that of who approved it. */
async function releaseDraft(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const seen = await readReview(ask, flow);
  if (seen === undefined) return notFound();
  const { facts, draft } = seen;
  if (ask.form.get('content') !== facts.content)
    return see(pageOf(flow), 'release.not_changed_meanwhile');
  if (isOtherPlan(ask, facts)) return see(pageOf(flow), 'release.not_changed_meanwhile');
  const why = mayRelease(facts, ask.staff);
  if (why !== undefined) return see(pageOf(flow), `release.not_${why}`);
  const stepMap = readMap(ask.form);
  const published = await publish(publishParts(ask.parts), {
    flow,
    files: draft.files,
    by: ask.staff.id,
    approvedBy: approverFor(ask, seen),
    now: ask.now,
    plan: facts.plan,
    ending: (tx, made) => endDraft(tx, ask, seen, made),
    ...(stepMap !== undefined && { stepMap }),
  });
  if (published.kind === 'refused') return see(pageOf(flow), refusal(published));
  return see(pageOf(flow), 'release.done_released');
}

/** Approves as the second person and releases in one press: what is still missing after her word is said, and nothing goes out. */
async function approveAndRelease(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const seen = await readReview(ask, flow);
  if (seen === undefined) return notFound();
  const content = ask.form.get('content') ?? '';
  const done = await review(ask, seen, 'approved', {
    content,
    plan: ask.form.get('plan') ?? undefined,
  });
  if (done.kind === 'refused') return see(pageOf(flow), `release.not_${done.why}`);
  return releaseDraft(ask);
}

/** Whether the page has shown another plan than the one that counts now. */
function isOtherPlan({ form }: Ask, { plan }: Review['facts']): boolean {
  return form.has('plan') && form.get('plan') !== (plan ?? '');
}

/** Of those who approved, one who is not the one who releases. */
function approverFor({ staff }: Ask, { facts }: Review): string | undefined {
  const { second, peer } = standing(facts);
  return [second, peer].find((one) => one !== undefined && !facts.isOne(one.by, staff.id))?.by;
}

function refusal(published: Extract<Published, { kind: 'refused' }>): string {
  return `release.refused_${published.reason}`;
}

/**
 * The draft becomes what is released, in the same transaction. Proving takes a moment: whoever has changed it since, held it up or
 * taken it back, was faster, and nothing is released.
 */
async function endDraft(
  tx: Tx,
  ask: Ask,
  seen: Review,
  made: { version: number; files: DraftFiles },
): Promise<boolean> {
  const { staff, now } = ask;
  const { flow, revision, state } = seen.draft;
  const locked = await lockDraft(tx, flow);
  if (locked?.revision !== revision || locked.state !== state) return false;
  const facts = await factsNow(tx, seen);
  if (facts.plan !== seen.facts.plan || mayRelease(facts, staff) !== undefined) return false;
  await closeDraft(tx, { flow, how: 'released', ...made, by: staff.id, now });
  await endRound(tx, ask, flow);
  return true;
}

type Deed = typeof advanceStage;

/**
 * Does what may take two people: where somebody else has asked for the very stage that stands, this is the second; where nobody
 * has and one is not enough, it is asked for.
 */
function byTwo(kind: 'asked_wider' | 'asked_resume', deed: Deed, done?: string) {
  return async (ask: Ask): Promise<Answer> => {
    const { parts, staff, now } = ask;
    const flow = ask.param('flow');
    const stage = (await flowStages(parts.pool, flow))?.open;
    // What a page has shown may be another stage by now.
    if (stage === undefined || ask.form.get('stage') !== stage.seq)
      return see(pageOf(flow), 'release.not_changed_meanwhile');
    const acts = await parts.pool.run((db) => reviewActs(db, flow));
    const newcomers = await parts.pool.run((db) => readNewcomers(db, { now, demo: parts.demo }));
    const wishes = acts.filter((act) => act.kind === kind && act.hash === stage.seq);
    const asked = wishes.find((act) => areTwoPeople(newcomers, act.by, staff.id));
    const order = { flow, stage: stage.seq, by: staff.id, approvedBy: asked?.by, now };
    const changed = await deed(publishParts(parts), order);
    if (changed.kind === 'changed')
      return see(pageOf(flow), done ?? `release.done_wider_${shareOf(changed.stage)}`);
    const needsTwo = changed.reason === 'watch_longer' || changed.reason === 'second_person';
    if (!needsTwo) return see(pageOf(flow), `release.refused_${changed.reason}`);
    if (wishes.some((act) => act.by !== staff.id)) return see(pageOf(flow), 'staff.counts_as_one');
    const own = { id: newId(now.getTime()), flow, kind, by: staff.id, at: now, hash: stage.seq };
    if (wishes.length === 0)
      await parts.pool.run((db) => addReviewAct(db, { ...own, language: null, words: null }));
    return see(pageOf(flow), 'release.asked_second');
  };
}

/** How far it goes now; `done`: nothing more is watched. */
function shareOf({ state, percent }: StageWrite): string {
  return state === 'done' ? 'done' : String(percent);
}

async function holdStage(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const by = { flow, by: ask.staff.id, now: ask.now };
  const changed = await hold(publishParts(ask.parts), by);
  const refused = changed.kind === 'refused' ? `release.refused_${changed.reason}` : undefined;
  return see(pageOf(flow), refused ?? 'release.done_held');
}

/** Who is inside ends in the version in which she began, or goes on where the page has said. */
async function goBack(ask: Ask): Promise<Answer> {
  const flow = ask.param('flow');
  const version = Number(ask.form.get('version'));
  const stepMap = readMap(ask.form);
  const order = { flow, version, by: ask.staff.id, now: ask.now };
  const back = await rollBack(publishParts(ask.parts), {
    ...order,
    ...(stepMap !== undefined && { stepMap }),
  });
  if (back.kind === 'refused') return see(pageOf(flow), `release.refused_${back.reason}`);
  const moves = Object.keys(back.stage.moves?.steps ?? {}).length > 0;
  return see(pageOf(flow), moves ? 'release.done_moved_back' : 'release.done_rolled_back');
}

const MAY = ['admin', 'editor'] as const;
const wider = byTwo('asked_wider', advanceStage);
const resumed = byTwo('asked_resume', resume, 'release.done_resumed');

export const publishRoutes: readonly Route[] = [
  { method: 'POST', path: '/flows/:flow/release', may: MAY, answer: releaseDraft },
  { method: 'POST', path: '/flows/:flow/approve-release', may: MAY, answer: approveAndRelease },
  { method: 'POST', path: '/flows/:flow/release/widen', may: MAY, answer: wider },
  { method: 'POST', path: '/flows/:flow/release/resume', may: MAY, answer: resumed },
  { method: 'POST', path: '/flows/:flow/release/hold', may: MAY_STOP, answer: holdStage },
  { method: 'POST', path: '/flows/:flow/release/back', may: MAY_STOP, answer: goBack },
];
