import { newId } from '../base/ids.ts';
import type { Keyring } from '../base/keyring.ts';
import { seal } from '../base/seal.ts';
import type { Memory } from '../flow/vocabulary.ts';
import type { ConversationWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import { parted, repeats, sealOwn, type Own } from './own-values.ts';
import { afterTry } from './pin-tries.ts';
import { movesOutside, sessionColumns, staysInside } from './session-only.ts';
import type { Talk } from './talk.ts';
import { sealPlace, type Kept, type Situation } from './situation.ts';

/** The row of the conversation after this turn. */
export function conversationOf(
  keyring: Keyring,
  situation: Situation,
  draft: Draft,
  memberId: string | null,
): ConversationWrite {
  const { row, now } = situation;
  const { talk } = draft;
  const moved = movesOutside(situation, draft);
  const place = moved === undefined ? placeBefore(situation) : placeAfter(situation, moved);
  const after = apart(
    situation,
    moved,
    keptAfter(situation, draft, memoriesAfter(situation, draft, moved)),
  );
  return {
    ...place,
    closedBy: draft.restart?.undo === true ? null : place.closedBy,
    memberId,
    language: talk?.language ?? situation.language,
    channel: draft.channel,
    reasks: draft.reasks ?? (moved === undefined ? row.reasks : 0),
    neutralAt: draft.neutral === true ? now : row.neutralAt,
    ...offerAfter(situation, draft),
    ...silencesAfter(situation, draft),
    ...doubtAfter(situation, draft),
    ...pinAfter(situation, draft),
    ...sessionColumns(keyring, situation, draft),
    sealed: sealKept(situation, after.kept),
    ownSealed: sealOwn(row.phoneId, situation.key, situation.own, after.own),
  };
}

/** More silences than this change nothing any more; the column is a small integer. */
const SILENCES_MAX = 1_000;

/** Whatever a person does ends her silence. To whom nothing was sent, nothing was put: that counts as no silence. */
function silencesAfter({ row, now, traits }: Situation, { unprompted, talk }: Draft) {
  if (unprompted === undefined) return { silences: 0, heardAt: now };
  const quiet = talk?.effects.filter(({ effect }) => effect.type === 'quiet').length ?? 0;
  const counted = traits.includes('dial_only') || row.neverLeft ? 0 : quiet;
  return { silences: Math.min(row.silences + counted, SILENCES_MAX), heardAt: row.heardAt };
}

/** A question of the service itself stands until it is answered, or something else is asked. */
function offerAfter({ row, now }: Situation, { offer }: Draft) {
  if (offer === undefined) return { offer: row.offer, offerAt: row.offerAt };
  return { offer, offerAt: offer === null ? null : now };
}

/** A doubt begins with what somebody does after a long silence, and ends with a proof. */
function doubtAfter({ row, now, doubted }: Situation, { unprompted, proved }: Draft) {
  if (proved === true) return { doubted: false, provedAt: now };
  return { doubted: unprompted === undefined ? doubted : row.doubted, provedAt: row.provedAt };
}

function pinAfter({ row, now }: Situation, { pin }: Draft) {
  const { pinTries: tries, pinWaitUntil: waitUntil } = row;
  const after =
    pin === undefined ? { tries, waitUntil } : afterTry({ tries, waitUntil }, pin === 'right', now);
  return { pinTries: after.tries, pinWaitUntil: after.waitUntil };
}

type PlaceColumns = Pick<
  ConversationWrite,
  | 'conversationId'
  | 'flow'
  | 'version'
  | 'step'
  | 'askedAt'
  | 'expiresAt'
  | 'closedBy'
  | 'timed'
  | 'trouble'
>;

const NOWHERE = {
  conversationId: null,
  flow: null,
  version: null,
  step: null,
  askedAt: null,
  expiresAt: null,
  closedBy: null,
  timed: false,
  trouble: null,
};

/** What was asked before a doubt is closed for good. */
function placeBefore({ row, doubted, open }: Situation): PlaceColumns {
  if (doubted && open === undefined) return { ...NOWHERE, trouble: row.trouble };
  const { conversationId, flow, version, step, askedAt, expiresAt, closedBy, timed, trouble } = row;
  return { conversationId, flow, version, step, askedAt, expiresAt, closedBy, timed, trouble };
}

function placeAfter(
  situation: Situation,
  { place, expiresAfterMs, silenceAfterMs }: Talk,
): PlaceColumns {
  if (place === undefined) return { ...NOWHERE, timed: silenceAfterMs !== undefined };
  const { now } = situation;
  return {
    ...NOWHERE,
    conversationId: continuedId(situation, place.release.flow),
    flow: place.release.flow,
    version: place.release.version,
    step: place.step,
    askedAt: now,
    expiresAt: new Date(now.getTime() + expiresAfterMs),
    timed: silenceAfterMs !== undefined,
  };
}

/** A begun flow is a new conversation; the open one, and one handed over, keep their id. */
function continuedId({ row, now }: Situation, flow: string): string {
  const same = row.flow === flow && row.closedBy === null;
  return same && row.conversationId !== null ? row.conversationId : newId(now.getTime());
}

type Memories = { memory: Memory; remembered: Memory };

/**
 * Whoever comes back anew after a STOP may be anybody who holds the phone: what was remembered before is not kept, or an
 * answer to the welcome would let it be shown.
 */
function memoriesAfter({ kept }: Situation, { restart }: Draft, moved: Talk | undefined): Memories {
  const memory = moved === undefined ? kept.memory : (moved.place?.memory ?? {});
  if (restart?.undo === false) return { memory, remembered: rememberedIn(moved) };
  return { memory, remembered: moved?.remembered ?? kept.remembered ?? {} };
}

/** Of this talk alone. */
function rememberedIn(moved: Talk | undefined): Memory {
  if (moved?.place === undefined) return {};
  const { release, memory } = moved.place;
  return Object.fromEntries(
    Object.entries(memory).filter(([field]) => release.remember.includes(field)),
  );
}

function keptAfter(situation: Situation, draft: Draft, memories: Memories) {
  const { row, kept, now } = situation;
  const input = draft.input === undefined ? {} : { input: draft.input };
  if (staysInside(situation, draft)) return { ...memories, ...input };
  if (draft.session !== undefined) {
    const { screen, page, goesOn } = draft.session;
    return { ...memories, ...input, screen, page, goesOn };
  }
  const alive = row.sessionUntil !== null && row.sessionUntil > now && kept.screen !== undefined;
  if (!alive) return { ...memories, ...input };
  return { ...memories, ...input, screen: kept.screen, page: kept.page, goesOn: kept.goesOn };
}

/** What is kept, in two: what the log holds as well, and what it does not. */
function apart(
  { own: before }: Situation,
  moved: Talk | undefined,
  { memory, remembered, screen, ...rest }: Memories & Omit<Kept, 'memory' | 'remembered'>,
): { kept: Kept; own: Own } {
  const names = moved?.secrets ?? new Set(Object.keys(before.memory));
  const isSecret = (field: string) => names.has(field) || Object.hasOwn(before.remembered, field);
  const [talk, kept] = [parted(memory, isSecret), parted(remembered, isSecret)];
  const own: Own = { memory: talk.secret, remembered: kept.secret };
  const hides = screen !== undefined && repeats(screen, own);
  if (hides) own.screen = screen;
  return {
    kept: {
      memory: talk.open,
      ...(Object.keys(kept.open).length > 0 && { remembered: kept.open }),
      ...rest,
      ...(!hides && screen !== undefined && { screen }),
    },
    own,
  };
}

function sealKept({ row, key }: Situation, kept: Kept): Buffer {
  return seal(key, sealPlace(row.phoneId, row.turn + 1), JSON.stringify(kept));
}
