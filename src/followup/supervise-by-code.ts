import { type ListedCounsellor, listCounsellors } from '../store/counsellor-list.ts';
import type { CounsellorRow } from '../store/counsellors.ts';
import { comeBack } from './come-back.ts';
import { type Doing, endWork } from './end-work.ts';
import { moveList } from './move-list.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Heard } from './take-text.ts';

/** 01, the code of a counsellor, and 1 move her list, 2 lock her phone, 3 she is back. */
const CODE = /^01(\d{2,5})([1-3])$/u;
const ACTS = { 1: 'move', 2: 'lock', 3: 'back' } as const;
export type SupervisorAct = (typeof ACTS)[keyof typeof ACTS];

export function readSupervision(digits: string): { code: number; act: SupervisorAct } | undefined {
  const [, code, digit] = CODE.exec(digits) ?? [];
  if (code === undefined) return undefined;
  const act = digit === '1' ? ACTS[1] : digit === '2' ? ACTS[2] : ACTS[3];
  return { code: Number(code), act };
}

/** One step of a supervisor about one of hers, and what is said to it. Of others she learns nothing. */
export async function superviseByCode(
  heard: Heard,
  { code, act }: { code: number; act: SupervisorAct },
): Promise<string> {
  const { setting, tx, now, counsellor } = heard;
  const named = String(code);
  const [found] = await listCounsellors(tx, code);
  if (found === undefined || !mayDecide(counsellor, found))
    return say(setting, counsellor, 'nobody_of_yours', { code: named });
  const doing: Doing = { setting, tx, now, actor: `counsellor ${counsellor.id}` };
  switch (act) {
    case 'move': {
      const moved = await moveList(doing, found.id);
      if (moved.outcome !== 'moved') return say(setting, counsellor, 'no_backup', { code: named });
      const [other, count] = [String(moved.to), String(moved.members)];
      return say(setting, counsellor, 'list_moved', { code: named, other, count });
    }
    case 'lock':
      await endWork(doing, found.id, 'lost_phone');
      return say(setting, counsellor, 'phone_locked', { code: named });
    case 'back': {
      const back = await comeBack(doing, found.id);
      return say(setting, counsellor, back === 'back' ? 'is_back' : 'not_back', { code: named });
    }
  }
}

/** Her own supervisor, that of her place, the lead; and of whoever hears complaints everybody but another of these. */
function mayDecide(by: CounsellorRow, about: ListedCounsellor): boolean {
  if (about.id === by.id) return false;
  switch (by.role) {
    case 'lead':
    case 'safeguarding':
      return about.role !== by.role;
    case 'supervisor':
      return (
        about.role !== 'lead' &&
        about.role !== 'safeguarding' &&
        about.role !== 'supervisor' &&
        (about.supervisorId === by.id || (about.supervisorId === null && about.place === by.place))
      );
    default:
      return false;
  }
}
