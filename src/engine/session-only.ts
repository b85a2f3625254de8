import { z } from 'zod';
import type { Keyring } from '../base/keyring.ts';
import { open, seal, Unsealable } from '../base/seal.ts';
import type { ConversationWrite, PhoneRow } from '../store/turn-rows.ts';
import type { Draft, SessionDraft } from './draft.ts';
import { StoredMemory } from './own-values.ts';
import type { Situation } from './situation.ts';
import type { Talk } from './talk.ts';

/** What a session holds of a talk that ends with it: sealed under a key of the session, and in no log. */
const Inside = z.strictObject({
  /** Where that talk stands; left out when it is over. */
  place: z
    .strictObject({
      flow: z.string(),
      version: z.number().int(),
      step: z.string(),
      memory: StoredMemory,
    })
    .optional(),
  /** Over, and nothing else has been begun in this session. */
  ended: z.boolean(),
  screen: z.string(),
  page: z.number().int(),
  goesOn: z.boolean(),
});
export type Inside = z.infer<typeof Inside>;

/** The situation as the session has it: its own talk stands in place of the one that outlives it. @throws Unsealable */
export function withinSession(situation: Situation, keyring: Keyring): Situation {
  const { row, kept, now } = situation;
  const inside = openInside(row, keyring);
  if (inside === undefined) return situation;
  const { place, ended, screen, page, goesOn } = inside;
  const stands = ended ? undefined : situation.open;
  return {
    ...situation,
    inside,
    kept: { ...kept, screen, page, goesOn },
    open: place === undefined ? stands : { ...place, askedAt: now },
  };
}

/** What stands for the id of a session by text, where the gateway gives none. */
const BY_TEXT = 'text';
/** By text somebody looks at a phone, puts it down and looks again. */
const TEXT_SESSION_MS = 30 * 60_000;

/** The same for a text: as long as its session lasts, and nothing else has been asked since. */
export function withinTexts(situation: Situation, keyring: Keyring): Situation {
  const { row, now, stopped } = situation;
  if (stopped || row.sessionId !== BY_TEXT || row.sessionUntil === null || row.sessionUntil <= now)
    return situation;
  const lastMs = row.sessionUntil.getTime() - TEXT_SESSION_MS;
  if (row.askedAt !== null && row.askedAt.getTime() > lastMs) return situation;
  try {
    return withinSession(situation, keyring);
  } catch (error) {
    // A key may have been taken out of use within the half hour: that session is over.
    if (error instanceof Unsealable) return situation;
    throw error;
  }
}

/** The session by text after a turn of such a talk; undefined where there is none. */
export function textSession(situation: Situation, draft: Draft): SessionDraft | undefined {
  if (!isInside(situation) && !beginsInside(draft)) return undefined;
  const until = new Date(situation.now.getTime() + TEXT_SESSION_MS);
  const place = { id: BY_TEXT, until, length: 0, hash: Buffer.alloc(0), offer: null };
  return { ...place, screen: '', page: 0, goesOn: true };
}

/** Whether this turn leads to what somebody looks up: what was pressed tells that too. */
function beginsInside({ talk }: Pick<Draft, 'talk'>): boolean {
  const release = talk?.place?.release;
  return release?.sessionOnly === true && !release.dialledOnly;
}

/** A turn as it may be logged: of a talk that ends with its session only that there was an answer. */
export function passingTurn<T extends Pick<Draft, 'event' | 'input' | 'talk'>>(
  situation: Situation,
  turn: T,
): T {
  if (!isInside(situation) && !beginsInside(turn)) return turn;
  const { event } = turn;
  return { ...turn, input: undefined, event: event === 'reply' ? 'answered' : event };
}

/** Whether this hop belongs to a talk that ends with its session: nothing of it is logged. */
export function isInside({ inside }: Situation): boolean {
  return inside !== undefined && (inside.place !== undefined || inside.ended);
}

/** The talk as far as it moves what outlives the session: one that is inside, or ends there, leaves that as it was. */
export function movesOutside(situation: Situation, { talk }: Draft): Talk | undefined {
  if (talk === undefined || !talk.understood) return undefined;
  if (talk.place === undefined) return isInside(situation) ? undefined : talk;
  return talk.place.release.sessionOnly ? undefined : talk;
}

/** Whether the screen of this turn stays in the session: it says something of a talk that does. */
export function staysInside(situation: Situation, { talk, session }: Draft): boolean {
  if (session === undefined) return false;
  return isInside(situation) || talk?.place?.release.sessionOnly === true;
}

type SessionColumns = Pick<
  ConversationWrite,
  | 'sessionId'
  | 'sessionUntil'
  | 'sessionLength'
  | 'sessionHash'
  | 'sessionOffer'
  | 'sessionKey'
  | 'sessionSealed'
>;

/** The session's part of the conversation's row after a turn. */
export function sessionColumns(
  keyring: Keyring,
  situation: Situation,
  draft: Draft,
): SessionColumns {
  const { row } = situation;
  const { session } = draft;
  if (session === undefined) {
    const { sessionId, sessionUntil, sessionLength, sessionHash, sessionOffer } = row;
    const { sessionKey, sessionSealed } = row;
    const known = { sessionId, sessionUntil, sessionLength, sessionHash, sessionOffer };
    return { ...known, sessionKey, sessionSealed };
  }
  const { id, until, length, hash, offer } = session;
  return {
    sessionId: id,
    sessionUntil: until,
    sessionLength: length,
    sessionHash: hash,
    sessionOffer: offer,
    ...sealedInside(keyring, situation, draft),
  };
}

function sealedInside(keyring: Keyring, situation: Situation, draft: Draft) {
  const { session } = draft;
  const { phoneId } = situation.row;
  if (session === undefined || !staysInside(situation, draft)) {
    keyring.forget(ownerOf(phoneId));
    return { sessionKey: null, sessionSealed: null };
  }
  const { screen, page, goesOn } = session;
  const place = placeInside(situation, draft);
  const ended = place === undefined && movesOutside(situation, draft) === undefined;
  const value: Inside = { ...(place !== undefined && { place }), ended, screen, page, goesOn };
  const { key, wrapped } = keyring.newKey(ownerOf(phoneId));
  const sealed = seal(key, placeOf(phoneId, session.id), JSON.stringify(value));
  return { sessionKey: wrapped, sessionSealed: sealed };
}

/** Where the talk of the session stands after a turn; undefined when it is over. */
function placeInside({ inside }: Situation, { talk, session }: Draft): Inside['place'] {
  if (talk === undefined) return session?.goesOn === true ? inside?.place : undefined;
  if (talk.place?.release.sessionOnly !== true) return undefined;
  const { release, step, memory } = talk.place;
  return { flow: release.flow, version: release.version, step, memory: { ...memory } };
}

function openInside(row: PhoneRow, keyring: Keyring): Inside | undefined {
  const { phoneId, sessionId, sessionKey, sessionSealed, trouble } = row;
  if (sessionId === null || sessionKey === null || sessionSealed === null) return undefined;
  if (trouble !== null) return undefined;
  const key = keyring.openKey(ownerOf(phoneId), sessionKey);
  const text = open(key, placeOf(phoneId, sessionId), sessionSealed).toString('utf8');
  return Inside.parse(JSON.parse(text));
}

function ownerOf(phoneId: string): string {
  return `session:${phoneId}`;
}

function placeOf(phoneId: string, sessionId: string): string {
  return `session:${phoneId}:${sessionId}`;
}
