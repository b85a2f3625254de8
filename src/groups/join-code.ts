import { timingSafeEqual } from 'node:crypto';
import { randomBelow } from '../base/ids.ts';
import { open, seal } from '../base/seal.ts';
import type { Setting } from '../engine/setting.ts';
import { type GroupCodes, groupCodes, type GroupRow } from '../store/groups.ts';
import type { Db } from '../store/transact.ts';

/**
 * Ten digits, typed on any phone: with a thousand groups one guess in ten million is a code, and a code alone opens nothing,
 * since a facilitator says yes.
 */
const CODE_DIGITS = 10;
const FIVE_DIGITS = 100_000;

type CodeKind = 'join' | 'hand';

/** A new code, `48291 73056` without the space. */
export function newCode(): string {
  const five = () => String(randomBelow(FIVE_DIGITS)).padStart(CODE_DIGITS / 2, '0');
  return five() + five();
}

export function sealCode(key: Buffer, groupId: string, kind: CodeKind, code: string): Buffer {
  return seal(key, placeOf(groupId, kind), code);
}

/** @throws Unsealable */
export function openCode(key: Buffer, groupId: string, kind: CodeKind, sealed: Buffer): string {
  return open(key, placeOf(groupId, kind), sealed).toString('utf8');
}

/** The open group that a code belongs to, and what it is for. Spaces and dashes that people put in do not matter. */
export async function groupOfCode(
  { keyring }: Pick<Setting, 'keyring'>,
  db: Db,
  typed: string,
  now: Date,
): Promise<{ groupId: string; kind: CodeKind } | undefined> {
  const digits = typed.replaceAll(/\D/gu, '');
  if (digits.length !== CODE_DIGITS) return undefined;
  for (const group of await groupCodes(db, now)) {
    const key = keyring.openKey(group.id, group.wrappedKey);
    if (isCode(key, group, 'join', digits)) return { groupId: group.id, kind: 'join' };
    if (isCode(key, group, 'hand', digits)) return { groupId: group.id, kind: 'hand' };
  }
  return undefined;
}

/** Whether it still is the code to join, of a group that is locked. */
export function isJoinCode(
  { keyring }: Pick<Setting, 'keyring'>,
  { id, wrappedKey, joinSealed }: Pick<GroupRow, 'id' | 'wrappedKey' | 'joinSealed'>,
  typed: string,
): boolean {
  if (wrappedKey === null) return false;
  const codes = { id, wrappedKey, joinSealed, handSealed: null };
  return isCode(keyring.openKey(id, wrappedKey), codes, 'join', typed.replaceAll(/\D/gu, ''));
}

/** The same of the code to take over, which counts once and so long. */
export async function isHandCode(
  setting: Pick<Setting, 'keyring'>,
  db: Db,
  { groupId, typed, now }: { groupId: string; typed: string; now: Date },
): Promise<boolean> {
  const found = await groupOfCode(setting, db, typed, now);
  return found?.kind === 'hand' && found.groupId === groupId;
}

function isCode(
  key: Buffer,
  { id, joinSealed, handSealed }: GroupCodes,
  kind: CodeKind,
  digits: string,
): boolean {
  const sealed = kind === 'join' ? joinSealed : handSealed;
  if (sealed === null) return false;
  return timingSafeEqual(Buffer.from(openCode(key, id, kind, sealed)), Buffer.from(digits));
}

function placeOf(groupId: string, kind: CodeKind): string {
  return `peer_group.${kind}:${groupId}`;
}
