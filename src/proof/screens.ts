import type { Purpose } from '../flow/vocabulary.ts';
import type { Screen } from './rule.ts';
import type { Walk, WalkedTurn } from './walk/walk-flow.ts';

/** Every different message that the turns of a flow say, each once, with all languages in which it can happen. */
export function screensOf({ turns }: Walk, purpose: Purpose | undefined): Screen[] {
  const screens = new Map<string, Screen>();
  for (const turn of turns) {
    const step = turn.strides.findLast(({ effects }) => effects.some(({ type }) => type === 'say'));
    if (step === undefined) continue;
    const unprompted = isUnprompted(turn, purpose);
    const { channel, says } = turn;
    const key = screenKey({ channel, says, unprompted });
    const before = screens.get(key)?.languages ?? [];
    const languages = [...new Set([...before, ...turn.languages])];
    screens.set(key, { channel, languages, says, step: step.step, unprompted });
  }
  return [...screens.values()];
}

/** What makes two messages the same. */
export function screenKey({
  channel,
  says,
  unprompted,
}: Pick<Screen, 'channel' | 'says' | 'unprompted'>): string {
  return `${channel} ${unprompted} ${says.join(' ')}`;
}

/** Whether nobody asked for what this turn says. */
export function isUnprompted(
  { from, way, channel }: WalkedTurn,
  purpose: Purpose | undefined,
): boolean {
  if (channel === 'ussd') return false;
  return from === undefined ? purpose !== undefined : way[0] === 'silence';
}
