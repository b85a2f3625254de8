import type { AtWork } from '../engine/groups-port.ts';
import { partsIn } from '../engine/group-words.ts';
import type { Setting } from '../engine/setting.ts';
import { PARTS, PARTS_MAX } from '../flow/peer-group.ts';
import { setAgenda } from '../store/meetings.ts';

/** What a meeting can be made of, each with its digit. */
export function partLines(setting: Pick<Setting, 'phrases'>, language: string): string[] {
  return PARTS.map((part, index) => `${index + 1} ${partsIn(setting, language, [part])}`);
}

/** Sets what a meeting is made of, in the order of the digits. False where they are none. Members read it when they ask. */
export async function setParts(
  { tx }: AtWork,
  meetingId: string,
  digits: string,
): Promise<boolean> {
  const parts = [...new Set(digits)].map((digit) => PARTS[Number(digit) - 1]);
  const known = parts.filter((part) => part !== undefined);
  if (!/^[1-5]+$/u.test(digits) || known.length > PARTS_MAX) return false;
  await setAgenda(tx, meetingId, known);
  return true;
}
