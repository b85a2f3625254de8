import { z } from 'zod';
import { open, seal } from '../../base/seal.ts';
import type { Setting } from '../../engine/setting.ts';
import type { CounsellorRow } from '../../store/counsellors.ts';
import type { HomeSession } from '../../store/home-sessions.ts';
import type { FollowupParts } from '../followup-parts.ts';
import { HomePlace } from './place.ts';

/** What a hop is taken with. */
export type HopParts = FollowupParts & { hashKey: Buffer };

/** What a session of her menu remembers: where she is, and what the last hop showed. */
const HomeState = z.strictObject({
  place: HomePlace,
  screen: z.string(),
  page: z.int(),
  goesOn: z.boolean(),
});
export type HomeState = z.infer<typeof HomeState>;

type Owner = Pick<CounsellorRow, 'id' | 'phoneId' | 'wrappedKey'>;

export function sealState(
  { keyring }: Pick<Setting, 'keyring'>,
  owner: Owner,
  sessionId: string,
  state: HomeState,
): Buffer {
  const key = keyring.openKey(owner.phoneId, owner.wrappedKey);
  return seal(key, placeOf(owner, sessionId), JSON.stringify(state));
}

/** @throws Unsealable */
export function openState(
  { keyring }: Pick<Setting, 'keyring'>,
  owner: Owner,
  sessionId: string,
  sealed: Buffer,
): HomeState {
  const key = keyring.openKey(owner.phoneId, owner.wrappedKey);
  const text = open(key, placeOf(owner, sessionId), sealed).toString('utf8');
  return HomeState.parse(JSON.parse(text));
}

function placeOf({ id }: Owner, sessionId: string): string {
  return `home:${id}:${sessionId}`;
}

/** The session as hops are heard against it. */
export function sessionColumns(session: HomeSession | undefined) {
  return {
    sessionId: session?.sessionId ?? null,
    sessionUntil: session?.until ?? null,
    sessionLength: session?.length ?? null,
    sessionHash: session?.hash ?? null,
  };
}
