import { newId } from '../base/ids.ts';
import type { TurnWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import { ERASE_AFTER_MS } from './erase.ts';
import { isProved } from './pin.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** What this turn asks to have deleted, or kept after all. At once, and kept, only for whoever came in by her PIN. */
export function erasureOf(
  setting: Pick<Setting, 'programme'>,
  situation: Situation,
  { talk }: Draft,
): Pick<TurnWrite, 'erasure' | 'keepsData'> {
  const { now } = situation;
  const hasProved = isProved(setting, situation);
  const effects = (talk?.effects ?? []).map(({ effect }) => effect);
  const asked = effects.findLast(({ type }) => type === 'erase' || type === 'keep_data');
  if (asked?.type === 'keep_data') return hasProved ? { keepsData: true } : {};
  if (asked?.type !== 'erase') return {};
  const afterMs = hasProved ? asked.afterMs : ERASE_AFTER_MS;
  return { erasure: { id: newId(now.getTime()), dueAt: new Date(now.getTime() + afterMs) } };
}
