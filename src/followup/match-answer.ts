import { endProposal, okProposal } from '../store/matches.ts';
import { answerPrompt, type PromptRow } from '../store/prompts.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Heard } from './take-text.ts';

/** What ends it, by digit: somebody else shall; she may know the family, which she may find out later too. */
const ENDS = { 2: 'passed', 5: 'knows_family' } as const;

/**
 * Her answer, before she knows who it is about: yes, somebody else, or that she may know the family. The member hears of
 * none but the yes. Undefined: no answer to this.
 */
export async function match(
  { setting, tx, now, counsellor }: Heard,
  prompt: PromptRow,
  digit: number,
): Promise<string | undefined> {
  const number = String(prompt.number);
  const pair = { counsellorId: counsellor.id, memberId: prompt.aboutId ?? '', now };
  if (digit !== 1 && digit !== 2 && digit !== 5) return undefined;
  const stands =
    digit === 1
      ? await okProposal(tx, pair)
      : await endProposal(tx, { ...pair, endedAs: ENDS[digit], agreedToo: digit === 5 });
  if (!stands) return say(setting, counsellor, 'is_closed', { number });
  const answer = digit === 1 ? 'yes' : ENDS[digit];
  await answerPrompt(tx, prompt.id, { answer, closed: true, now });
  return say(setting, counsellor, 'match_noted', { number });
}
