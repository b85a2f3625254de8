import { declaredMemory } from '../conversation/begin.ts';
import { isQuestion } from '../flow/exits.ts';
import type { Release } from '../flow/release.ts';
import type { StageMoves } from '../store/release-stages.ts';
import { composeTurn } from './compose.ts';
import type { Decision } from './decision.ts';
import { secretFields } from './own-values.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';

/** An open conversation is to go on in another version of its flow. */
export type MoveArrival = StageMoves & { flow: string };

/** A silence that would have ended already ends so soon, in milliseconds: not in the turn that moves her. */
const SILENCE_LEAST_MS = 60_000;

/**
 * Moves one conversation, and says nothing: her next answer means the same there. Who stands at a step that is not named,
 * has not answered what is needed there, or would not begin with that version, stays where she is.
 */
export function decideMove(setting: Setting, situation: Situation, move: MoveArrival): Decision {
  const { open, row, now } = situation;
  const stays = { kind: 'drop_timer' } as const;
  if (open === undefined || row.trouble !== null || row.expiresAt === null) return stays;
  if (open.flow !== move.flow || open.version !== move.from) return stays;
  const release = setting.releases.current(move.flow, row.phoneId);
  if (release?.version !== move.to) return stays;
  const place = placeIn(release, open, move);
  if (place === undefined) return stays;
  const { language, kept } = situation;
  const write = composeTurn(setting, situation, {
    channel: row.channel ?? 'sms',
    event: 'moved',
    talk: {
      understood: true,
      place: { release, ...place },
      said: [],
      effects: [],
      language,
      purpose: release.purpose,
      silenceAfterMs: silenceLeft(release, place.step, open, now),
      expiresAfterMs: row.expiresAt.getTime() - now.getTime(),
      remembered: kept.remembered ?? {},
      secrets: secretFields(release),
    },
    // She has neither written nor been asked: this is no word of hers.
    unprompted: { sendBy: now, nudge: false, chosenUntil: null },
  });
  return { kind: 'save', write, answer: undefined };
}

function placeIn(release: Release, open: OpenConversation, { steps }: MoveArrival) {
  const named = Object.hasOwn(steps, open.step) ? steps[open.step] : undefined;
  if (named === undefined || !release.steps.has(named.to)) return undefined;
  const memory = declaredMemory(release, open.memory);
  if (!named.needs.every((field) => Object.hasOwn(memory, field))) return undefined;
  return { step: named.to, memory };
}

function silenceLeft(release: Release, id: string, open: OpenConversation, now: Date) {
  const step = release.steps.get(id);
  if (step === undefined || !isQuestion(step) || step.silence === undefined) return undefined;
  const endsAt = open.askedAt.getTime() + step.silence.afterMs;
  return Math.max(SILENCE_LEAST_MS, endsAt - now.getTime());
}
