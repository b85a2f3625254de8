import { newId } from '../base/ids.ts';
import { keyedHash, seal } from '../base/seal.ts';
import { fitTexts } from '../conversation/fit-sms.ts';
import type { MessageWrite } from '../store/turn-rows.ts';
import type { Draft } from './draft.ts';
import { leavesBy } from './long-silence.ts';
import { staysInside } from './session-only.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';

/** How long a reply is worth sending, in milliseconds. */
const REPLY_WORTH_MS = 10 * 60_000;
/** What waits first when money is short (docs/operate.md; table message, column thrift). */
const THRIFT_OF_PURPOSE: Readonly<Record<string, number>> = {
  check_ins: 3,
  group_reminders: 2,
  benefit_info: 2,
};
const THRIFT_OF_NUDGE = 1;

/** The texts of a turn, sealed, as messages to be sent; without accents where the programme leaves them out. */
export function messagesOf(
  { programme }: Pick<Setting, 'programme'>,
  situation: Situation,
  draft: Draft,
): MessageWrite[] {
  const fold = programme.foldAccents.includes(draft.talk?.language ?? situation.language);
  return fitTexts(draft.said ?? [], { fold }).map(({ text, segments }) =>
    messageOf(situation, draft, text, segments),
  );
}

function messageOf(
  situation: Situation,
  draft: Draft,
  text: string,
  segments: number,
): MessageWrite {
  const { now, key } = situation;
  const id = newId(now.getTime());
  const { unprompted, talk } = draft;
  return {
    id,
    class: unprompted !== undefined ? 'timer' : draft.safety === true ? 'safety' : 'reply',
    purpose: purposeOf(draft),
    // A notice with a purpose of its own waits for no money, whatever question stands behind it.
    thrift:
      unprompted === undefined || unprompted.purpose !== undefined
        ? null
        : thriftOf(unprompted.nudge, talk?.purpose),
    pastStop: draft.pastStop ?? false,
    textSealed: seal(key, `message.text:${id}`, text),
    textHash: keyedHash(key, `message.text:${text}`),
    segments,
    heardAt: unprompted === undefined ? now : null,
    followUpId: unprompted?.followUpId,
    sendAfter: now,
    sendBy:
      unprompted === undefined
        ? new Date(now.getTime() + REPLY_WORTH_MS)
        : leavesBy(situation.row, now, unprompted.sendBy),
    chosenUntil: unprompted?.chosenUntil ?? null,
    passing: staysInside(situation, draft),
  };
}

/** What a text that nobody asked for needs consent for. */
function purposeOf({ unprompted, talk }: Draft): string | null {
  if (unprompted === undefined) return null;
  return unprompted.purpose ?? talk?.purpose ?? null;
}

function thriftOf(nudge: boolean, purpose: string | undefined): number | null {
  if (nudge) return THRIFT_OF_NUDGE;
  return purpose === undefined ? null : (THRIFT_OF_PURPOSE[purpose] ?? null);
}
