import type { AtWork } from '../engine/groups-port.ts';
import { type GroupRow, setHandCode, setJoinCode } from '../store/groups.ts';
import { keyOf } from './group-key.ts';
import { newCode, openCode, sealCode } from './join-code.ts';

/**
 * Whoever takes over has a week to meet and be told the code, where it stood on a screen alone; in a text it stays on the
 * phone, and counts for an hour. In milliseconds.
 */
const HAND_MS = { screen: 7 * 24 * 3_600_000, text: 3_600_000 } as const;

/** The code to join, to be said by mouth. */
export function joinCodeOf({ setting }: Pick<AtWork, 'setting'>, group: GroupRow): string {
  const { id, joinSealed } = group;
  return joinSealed === null ? '' : openCode(keyOf(setting, group), id, 'join', joinSealed);
}

/** Another code; the old one is worth nothing from then on. */
export async function renewJoinCode({ setting, tx }: AtWork, group: GroupRow): Promise<string> {
  const code = newCode();
  await setJoinCode(tx, group.id, sealCode(keyOf(setting, group), group.id, 'join', code));
  return code;
}

/** A code with which somebody takes the group over, once. */
export async function handCode(
  { setting, tx, now }: AtWork,
  group: GroupRow,
  shown: keyof typeof HAND_MS,
): Promise<string> {
  const code = newCode();
  const sealed = sealCode(keyOf(setting, group), group.id, 'hand', code);
  await setHandCode(tx, group.id, { sealed, until: new Date(now.getTime() + HAND_MS[shown]) });
  return code;
}
