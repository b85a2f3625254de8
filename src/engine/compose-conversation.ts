import { newId } from '../base/ids.ts';
import { seal } from '../base/seal.ts';
import type { ConversationWrite } from '../store/turn-rows.ts';
import type { Draft, SessionDraft } from './draft.ts';
import { sealPlace, type Kept, type Situation } from './situation.ts';

/** The row of the conversation after this turn. */
export function conversationOf(
  situation: Situation,
  draft: Draft,
  memberId: string | null,
): ConversationWrite {
  const { row, now, kept } = situation;
  const { talk, session } = draft;
  const moved = talk !== undefined && talk.understood;
  const place = talk?.place;
  const stays = !moved && { ...row };
  const after = {
    conversationId: place === undefined ? null : continuedId(situation, draft),
    flow: place?.release.flow ?? null,
    version: place?.release.version ?? null,
    step: place?.step ?? null,
    askedAt: place === undefined ? null : now,
    expiresAt: place === undefined ? null : new Date(now.getTime() + (talk?.expiresAfterMs ?? 0)),
    closedBy: null,
    timed: talk?.silenceAfterMs !== undefined,
    trouble: null,
  };
  const { conversationId, flow, version, step, askedAt, expiresAt, closedBy, timed, trouble } =
    stays === false ? after : stays;
  return {
    conversationId,
    memberId,
    flow,
    version,
    step,
    language: talk?.language ?? situation.language,
    channel: draft.channel,
    askedAt,
    expiresAt,
    reasks: draft.reasks ?? (moved ? 0 : row.reasks),
    closedBy: draft.restart?.undo === true ? null : closedBy,
    trouble,
    timed,
    neutralAt: draft.neutral === true ? now : row.neutralAt,
    ...sessionColumns(situation, session),
    sealed: sealKept(
      situation,
      keptAfter(situation, draft, moved ? (place?.memory ?? {}) : kept.memory),
    ),
  };
}

/** A begun flow is a new conversation; the open one, and one handed over, keep their id. */
function continuedId({ row, now }: Situation, { talk }: Draft): string {
  const same = row.flow === talk?.place?.release.flow && row.closedBy === null;
  return same && row.conversationId !== null ? row.conversationId : newId(now.getTime());
}

function sessionColumns({ row }: Situation, session: SessionDraft | undefined) {
  if (session === undefined) {
    const { sessionId, sessionUntil, sessionLength, sessionHash, sessionOffer } = row;
    return { sessionId, sessionUntil, sessionLength, sessionHash, sessionOffer };
  }
  return {
    sessionId: session.id,
    sessionUntil: session.until,
    sessionLength: session.length,
    sessionHash: session.hash,
    sessionOffer: session.offer,
  };
}

function keptAfter({ row, kept, now }: Situation, draft: Draft, memory: Kept['memory']): Kept {
  const input = draft.input === undefined ? {} : { input: draft.input };
  if (draft.session !== undefined) {
    const { screen, page, goesOn } = draft.session;
    return { memory, ...input, screen, page, goesOn };
  }
  const alive = row.sessionUntil !== null && row.sessionUntil > now && kept.screen !== undefined;
  if (!alive) return { memory, ...input };
  return { memory, ...input, screen: kept.screen, page: kept.page, goesOn: kept.goesOn };
}

function sealKept({ row, key }: Situation, kept: Kept): Buffer {
  return seal(key, sealPlace(row.phoneId, row.turn + 1), JSON.stringify(kept));
}
