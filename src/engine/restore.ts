import { phrase } from '../conversation/phrases.ts';
import { resume, type SmsDraft } from './answer-sms.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';
import { isOpenMode } from './wishes.ts';

/** So soon after a STOP the same person has the phone still. */
const RESTORED_MS = 24 * 3_600_000;

/**
 * A START soon after a STOP gives back what that STOP took, and the place, where the phone shows her own words anyway.
 * Undefined elsewhere: welcome begins anew, and nothing old is shown.
 */
export function restoring(setting: Setting, situation: Situation): SmsDraft | undefined {
  const { row, now, traits, language, doubted } = situation;
  const { stopSeq, stopAskedAt, stopTook } = row;
  if (stopSeq === null || stopAskedAt === null || !stopTook || row.memberId === null)
    return undefined;
  const isSoon = now.getTime() - stopAskedAt.getTime() <= RESTORED_MS;
  if (!isSoon || doubted || !isOpenMode({ shared: row.sharedPhone, traits })) return undefined;
  const { programme, phrases } = setting;
  const welcome = phrase(phrases, language, 'welcome_back', { programme: programme.name });
  const place = placeTaken(situation);
  // The place is given back as it was, with its timers; that its question is said again moves nothing.
  const question =
    place === undefined ? [] : (resume(setting, situation, place, 'sms')?.said ?? []);
  const restart = { answers: stopSeq, undo: true };
  return { event: 'restored', said: [welcome, ...question], restart, offer: null, pause: 'over' };
}

/** The question that this STOP closed, while its time is not over. */
function placeTaken({ row, kept, now }: Situation): OpenConversation | undefined {
  const { flow, version, step, askedAt, expiresAt, closedBy, stopSeq, trouble } = row;
  if (flow === null || version === null || step === null || askedAt === null) return undefined;
  const isOver = expiresAt !== null && expiresAt <= now;
  if (closedBy !== stopSeq || isOver || trouble !== null) return undefined;
  return { flow, version, step, memory: kept.memory, askedAt };
}
