import { lockRequest } from '../store/ladder-requests.ts';
import { answerPrompt, type PromptRow } from '../store/prompts.ts';
import { answerOther } from './answer-other.ts';
import { doVerb } from './do-verb.ts';
import { askForPin } from './home/ask-for-pin.ts';
import { answerOf, type WorkAnswer } from './prompt-answers.ts';
import { momentIn } from '../engine/moment-words.ts';
import { refer } from './refer.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { Heard } from './take-text.ts';
import type { Outcome, Work } from './work.ts';

/** The digit of "later": a prompt that has it offers all that `not_an_answer` names. */
const LATER = 3;

/** What is done about a prompt when its answer comes, however late, and what is said to it. */
export async function answerPromptWith(
  heard: Heard,
  prompt: PromptRow,
  digit: number | undefined,
): Promise<string[]> {
  const { setting, tx, now, counsellor } = heard;
  const other = await answerOther(heard, prompt, digit);
  if (other !== undefined) return other;
  const number = String(prompt.number);
  const answer = digit === undefined ? undefined : answerOf(prompt.kind, digit);
  if (answer === undefined) {
    const isCall = answerOf(prompt.kind, LATER) === 'later';
    return [say(setting, counsellor, isCall ? 'not_an_answer' : 'not_this_answer', { number })];
  }
  const request = prompt.followUpId === null ? undefined : await lockRequest(tx, prompt.followUpId);
  if (request === undefined) return [say(setting, counsellor, 'is_closed', { number })];
  const work: Work = { setting, tx, now, counsellor, request, channel: 'sms' };
  const outcome = await done(work, answer);
  if (outcome === 'done')
    await answerPrompt(tx, prompt.id, { answer, closed: ENDS.has(answer), now });
  const isHers = answer === 'accept' && (outcome === 'done' || outcome === 'yours');
  if (isHers && setting.programme.serviceCode === undefined) return askForPin(work, number);
  return [said(work, number, answer, outcome)];
}

/** After these nothing is waited for under this number. */
const ENDS: ReadonlySet<WorkAnswer> = new Set([
  'accept',
  'pass',
  'no_airtime',
  'knows_family',
  'met',
  'tried',
  'close',
]);

function done(work: Work, answer: WorkAnswer): Promise<Outcome | 'by_mouth'> {
  switch (answer) {
    case 'refer':
      return refer(work);
    case 'match_yes':
    case 'match_no':
    case 'match_knows_family':
      throw new Error('impossible: a match is about no request');
    default:
      return doVerb(work, answer);
  }
}

function said(
  work: Work,
  number: string,
  answer: WorkAnswer,
  outcome: Outcome | 'by_mouth',
): string {
  const { setting, counsellor, request } = work;
  const { serviceCode } = setting.programme;
  if (outcome === 'closed') return say(setting, counsellor, 'is_closed', { number });
  if (outcome === 'taken') return say(setting, counsellor, 'is_taken', { number });
  if (outcome === 'yours') return say(setting, counsellor, 'is_yours', { number });
  if (outcome === 'by_mouth') return say(setting, counsellor, 'refer_by_mouth', { number });
  switch (answer) {
    case 'accept':
      return say(setting, counsellor, 'accepted_dial', {
        number,
        service_code: serviceCode ?? '',
      });
    case 'later':
      return say(setting, counsellor, 'later_noted', {
        number,
        by: momentIn(setting, counsellor.language, request.dueAt ?? work.now, work.now),
      });
    case 'no_airtime':
      return say(setting, counsellor, 'no_airtime_noted', { number });
    case 'met':
      return say(setting, counsellor, 'met_noted', { number });
    case 'tried':
      return say(setting, counsellor, 'tried_noted', { number });
    case 'close':
      return say(setting, counsellor, 'closed_noted', { number });
    case 'refer':
      return say(setting, counsellor, 'refer_noted', { number });
    default:
      return say(setting, counsellor, 'passed', { number });
  }
}
