import type { AtWork } from '../engine/groups-port.ts';
import { type GroupRow, setHandCode, setJoinCode } from '../store/groups.ts';
import { keyOf } from './group-key.ts';
import { newCode, openCode, sealCode } from './join-code.ts';

/** Whoever takes over has a week to meet and be told the code. In milliseconds. */
const HAND_MS = 7 * 24 * 3_600_000;

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
export async function handCode({ setting, tx, now }: AtWork, group: GroupRow): Promise<string> {
  const code = newCode();
  const sealed = sealCode(keyOf(setting, group), group.id, 'hand', code);
  await setHandCode(tx, group.id, { sealed, until: new Date(now.getTime() + HAND_MS) });
  return code;
}
