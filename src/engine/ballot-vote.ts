import { phrase } from '../conversation/phrases.ts';
import { BALLOT_FLOW, FIRST_CHOICE, lastChoice } from '../flow/peer-group.ts';
import type { InboundSms } from './arrivals.ts';
import type { Draft } from './draft.ts';
import type { Setting } from './setting.ts';
import type { Situation } from './situation.ts';
import { beginFlow } from './talk.ts';

/** A vote on its way to the box: in memory only, and in no row of whoever gave it. */
export type Vote = {
  ballotId: string;
  /** From 1 on. */
  choice: number;
  membershipId: string;
};

/** Puts a vote into the box; resolves once it is committed. Filled by the room of groups. @throws Error when it has closed */
export type CastVote = (vote: Vote) => Promise<void>;

/** What a turn votes for. `refused`: there is no such number, or no ballot of hers. */
export function voteOf(
  { row }: Situation,
  { talk }: Pick<Draft, 'talk'>,
): Vote | 'refused' | undefined {
  const asked = talk?.effects.find(({ effect }) => effect.type === 'vote')?.effect;
  if (asked?.type !== 'vote') return undefined;
  const ballot = row.group?.ballot ?? undefined;
  const choice = asked.number - FIRST_CHOICE + 1;
  if (row.group === null || ballot === undefined || choice < 1 || choice > ballot.options)
    return 'refused';
  return { ballotId: ballot.id, choice, membershipId: row.group.membershipId };
}

/** To a number that is not in the ballot, or after its end: the question stands as it was. */
export function notInBallot(setting: Setting, { row, language }: Situation): string {
  const ballot = row.group?.ballot ?? undefined;
  if (ballot === undefined) return phrase(setting.phrases, language, 'ballot_closed', {});
  const last = lastChoice(ballot.options);
  return phrase(setting.phrases, language, 'ballot_not_there', { last });
}

/** A text that may be a vote, whether a question is open or not. */
const MAY_BE_VOTE = /^\s*2[1-9]\s*$/u;

/**
 * What the content hash of a text is made of. The same digits from the same phone hash alike, and one that answered
 * something else would tell what a vote was: so all that may be votes hash alike, and the same text fetched again is known.
 */
export function hashedText(text: string): string {
  return MAY_BE_VOTE.test(text) ? '21-29' : text;
}

/** Whether it may be a vote that nobody asked for, of whoever has this phone: no log holds it. */
export function mayBeVote({ row, open }: Situation, text: string): boolean {
  return row.group !== null && open === undefined && MAY_BE_VOTE.test(text);
}

/**
 * Who chooses again without being asked, by the number alone, is heard as if she had been: the question of the ballot is put
 * in the place of the one that is not there. A number of a prompt to her is none.
 */
export function asVoter(
  setting: Setting,
  situation: Situation,
  { text, sentAt }: Pick<InboundSms, 'text' | 'sentAt'>,
): Situation {
  const { row, traits, stopped, doubted, now } = situation;
  const mayVote = traits.includes('may_vote') && !stopped && !doubted;
  const isPrompt = row.counsellor?.numbers.includes(Number(text)) === true;
  if (!mayVote || isPrompt || !mayBeVote(situation, text)) return situation;
  const place = beginFlow(setting, situation, BALLOT_FLOW, 'sms')?.place;
  if (place?.release.flow !== BALLOT_FLOW) return situation;
  const { flow, version } = place.release;
  const open = { flow, version, step: place.step, memory: place.memory, askedAt: sentAt ?? now };
  return { ...situation, open };
}
