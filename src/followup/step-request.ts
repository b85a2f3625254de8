import { isAtWork, lockCounsellor } from '../store/counsellors.ts';
import { type LadderPerson, type PlaceNow, peopleFor } from '../store/ladder-people.ts';
import {
  endRequest,
  type LadderMove,
  type LadderRequest,
  lockRequest,
  moveRequest,
  olderRequest,
  readDueRequest,
  wantsStill,
} from '../store/ladder-requests.ts';
import { closePrompts, isOutcomeAsked } from '../store/prompts.ts';
import { type RequestAct, saveAct } from '../store/request-acts.ts';
import type { Tx } from '../store/transact.ts';
import { askAbout } from './ask-about.ts';
import type { FollowupParts } from './followup-parts.ts';
import { dueOf, outcomeDue, type RequestKind } from './ladder.ts';
import { type NextStep, nextStep, stepForNobody } from './next-step.ts';

export type Look = { now: Date; here: PlaceNow };

/**
 * Does what is due about one request, in one transaction: looks, locks whoever is to be asked and then the request, and does
 * it only if something is due still and the request stands as it was looked at; else false.
 */
export function stepRequest(parts: FollowupParts, id: string, look: Look): Promise<boolean> {
  const { setting, pool } = parts;
  return pool.transact(async (tx) => {
    const seen = await readDueRequest(tx, id, look.now);
    if (seen === undefined) return false;
    const outcomeAsked = (await isOutcomeAsked(tx, id)) || !(await canBeAsked(tx, seen));
    const moment = { now: look.now, outcomeAsked };
    const { programme } = setting;
    const step =
      stepForNobody(seen, programme, moment) ??
      nextStep(seen, await peopleOf(tx, id, look), programme, moment);
    // Another process has put it into the text of the morning since it was listed: it gets no text of its own.
    if (step.act === 'ask' && step.kind === 'digest') return false;
    const request = await lockedAs(tx, seen, whoseRow(step));
    if (request === undefined) return false;
    if (request.stage === 'new' && (await isAskedAgain(tx, request, step.kind, look.now)))
      return true;
    await doStep({ parts, tx, request, look }, step);
    return true;
  });
}

/** Whoever is away, or works here no more, says nothing: what she has accepted goes on as if she had been asked. */
async function canBeAsked(tx: Tx, { stage, counsellorId }: LadderRequest): Promise<boolean> {
  return stage !== 'accepted' || counsellorId === null || isAtWork(tx, counsellorId);
}

async function peopleOf(tx: Tx, id: string, { here }: Look): Promise<LadderPerson[]> {
  return (await peopleFor(tx, [id], here)).get(id) ?? [];
}

/** What she asked before stands for this as well: nobody gets a second number for the same call. */
async function isAskedAgain(
  tx: Tx,
  request: LadderRequest,
  kind: RequestKind,
  now: Date,
): Promise<boolean> {
  const older = await olderRequest(tx, request, kind);
  if (older === undefined) return false;
  // Of one that rests nobody would be asked any more.
  const rests = (older.stage === 'top' || older.stage === 'accepted') && older.dueAt === null;
  const { windowFrom, windowTo } = request.windowFrom === null ? older : request;
  const again = rests ? { ...BEGUN_AGAIN, dueAt: now } : {};
  await moveRequest(tx, older, { ...again, windowFrom, windowTo });
  const act = rests ? 'begun_again' : 'asked_again';
  const { channel, rung } = request;
  await saveAct(tx, { followUpId: older.id, counsellorId: null, act, rung, channel }, now);
  await endRequest(tx, request.id, 'asked_again', now);
  return true;
}

const BEGUN_AGAIN = {
  stage: 'waiting',
  rung: 0,
  counsellorId: null,
  acceptedAt: null,
  tries: 0,
  lateToldAt: null,
} as const;

/** The rows in their order: hers, then the request. Undefined: it has moved on meanwhile. */
export async function lockedAs(
  tx: Tx,
  seen: LadderRequest,
  counsellorId: string | undefined,
): Promise<LadderRequest | undefined> {
  if (counsellorId !== undefined) {
    const row = await lockCounsellor(tx, counsellorId);
    if (row?.state !== 'active') return undefined;
  }
  const request = await lockRequest(tx, seen.id);
  const stands =
    request !== undefined &&
    request.state === 'open' &&
    request.stage === seen.stage &&
    request.rung === seen.rung &&
    request.counsellorId === seen.counsellorId &&
    request.dueAt?.getTime() === seen.dueAt?.getTime();
  return stands ? request : undefined;
}

function whoseRow(step: NextStep): string | undefined {
  if (step.act === 'ask') return step.person.id;
  return step.act === 'ask_outcome' ? step.person : undefined;
}

type Doing = { parts: FollowupParts; tx: Tx; request: LadderRequest; look: Look };

async function doStep({ parts, tx, request, look }: Doing, step: NextStep): Promise<void> {
  const { setting } = parts;
  const { now } = look;
  const { kind } = step;
  const act = (name: RequestAct, counsellorId: string | null, rung = request.rung) =>
    saveAct(tx, { followUpId: request.id, counsellorId, act: name, rung, channel: 'service' }, now);
  switch (step.act) {
    case 'wait':
      return moveRequest(tx, request, { kind, stage: waiting(request), dueAt: step.until });
    case 'nobody':
      setting.log.warn('request_for_nobody', { followUp: request.id });
      return moveRequest(tx, request, { kind, stage: 'waiting', dueAt: step.until });
    case 'top':
      setting.log.error('request_unanswered', { followUp: request.id });
      await act('unanswered', null);
      return moveRequest(tx, request, { kind, ...(await atTop(tx, request)) });
    case 'put_off':
      await act('no_word', request.counsellorId);
      await closePrompts(tx, request.id, now);
      return moveRequest(tx, request, {
        stage: 'waiting',
        rung: step.rung,
        counsellorId: null,
        acceptedAt: null,
        dueAt: step.until,
      });
    case 'rest':
      return moveRequest(tx, request, { kind, dueAt: null });
    case 'ask_outcome': {
      const dueAt = outcomeDue(setting.programme, { ...request, kind }, now);
      await askAbout(
        setting,
        tx,
        { request: { ...request, kind }, person: step.person, look },
        {
          prompt: 'outcome',
          dueAt,
        },
      );
      return moveRequest(tx, request, { kind, dueAt });
    }
    case 'ask': {
      if (request.stage === 'accepted') {
        await act('no_word', request.counsellorId);
        await closePrompts(tx, request.id, now);
      } else if (request.stage === 'offered') await act('escalated', request.counsellorId);
      const { rung, person } = step;
      const window = { from: request.windowFrom, to: request.windowTo };
      const dueAt = dueOf(setting.programme, kind, rung, now, window);
      await askAbout(
        setting,
        tx,
        { request: { ...request, kind }, person: person.id, look },
        { prompt: step.prompt, dueAt },
      );
      await act('told', person.id, rung);
      return moveRequest(tx, request, {
        kind,
        rung,
        stage: 'offered',
        counsellorId: person.id,
        acceptedAt: null,
        dueAt,
        toldAt: request.toldAt ?? now,
      });
    }
  }
}

/** It rests; whoever said that she still wants a call hears once more that nobody has reached her. */
async function atTop(tx: Tx, request: LadderRequest): Promise<LadderMove> {
  const again = await wantsStill(tx, request);
  return { stage: 'top', dueAt: null, ...(again && { lateToldAt: null }) };
}

/** Somebody who has accepted it keeps it overnight. */
function waiting({ stage }: LadderRequest): LadderRequest['stage'] {
  return stage === 'new' ? 'waiting' : stage;
}
