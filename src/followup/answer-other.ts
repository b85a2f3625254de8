import { listCounsellors } from '../store/counsellor-list.ts';
import { agreeCounsellor, setAsks, setCounsellorState } from '../store/counsellors.ts';
import { takeComplaints } from '../store/complaint-line.ts';
import { answerPrompt, type PromptRow } from '../store/prompts.ts';
import { localDate } from '../engine/local-date.ts';
import { noteOnce } from '../store/notices.ts';
import { match } from './match-answer.ts';
import { say } from '../engine/say-to-counsellor.ts';
import { superviseByCode } from './supervise-by-code.ts';
import type { Heard } from './take-text.ts';

type Handler = (heard: Heard, prompt: PromptRow, digit: number) => Promise<string | undefined>;

/** Prompts that are about no request, by kind. Undefined: no answer of this kind. */
const HANDLERS: Readonly<Record<string, Handler>> = {
  match,
  join_work: joinWork,
  silent,
  week,
  complaint,
};

/** What is done about the answer to a prompt that is about no request. Undefined: it is about one. */
export async function answerOther(
  heard: Heard,
  prompt: PromptRow,
  digit: number | undefined,
): Promise<string[] | undefined> {
  const ofGroup = await heard.groups?.answerPrompt(
    heard,
    prompt,
    digit === undefined ? '' : String(digit),
  );
  if (ofGroup !== undefined) return ofGroup;
  const handler = Object.hasOwn(HANDLERS, prompt.kind) ? HANDLERS[prompt.kind] : undefined;
  if (handler === undefined) return undefined;
  const { setting, counsellor } = heard;
  const number = String(prompt.number);
  const said = digit === undefined ? undefined : await handler(heard, prompt, digit);
  return [said ?? say(setting, counsellor, 'not_this_answer', { number })];
}

/** Her own yes, from her own phone: before it nothing of the work reaches her. A no stays one until she is entered anew. */
async function joinWork(heard: Heard, prompt: PromptRow, digit: number) {
  const { setting, tx, now, counsellor } = heard;
  if (counsellor.state !== 'invited')
    return say(setting, counsellor, 'is_closed', { number: String(prompt.number) });
  if (digit === 1) {
    await agreeCounsellor(tx, counsellor.id, now);
    await answerPrompt(tx, prompt.id, { answer: 'yes', closed: true, now });
    return say(setting, counsellor, 'join_work_yes', {});
  }
  if (digit !== 2) return undefined;
  await setCounsellorState(tx, counsellor.id, 'left', now);
  await setAsks(tx, counsellor.id, null, now);
  await answerPrompt(tx, prompt.id, { answer: 'no', closed: true, now });
  return say(setting, counsellor, 'join_work_no', {});
}

const SILENT_ACTS = { 1: 'move', 2: 'lock' } as const;

/** To a supervisor: somebody has pressed no key for days. */
async function silent(heard: Heard, prompt: PromptRow, digit: number) {
  const { setting, tx, now, counsellor } = heard;
  const code = await codeAbout(heard, prompt);
  if (code === undefined || digit < 1 || digit > 3) return undefined;
  const act = digit === 1 || digit === 2 ? SILENT_ACTS[digit] : undefined;
  await answerPrompt(tx, prompt.id, { answer: act ?? 'well', closed: true, now });
  return act === undefined
    ? say(setting, counsellor, 'thanks', {})
    : superviseByCode(heard, { code, act });
}

async function codeAbout({ tx }: Heard, { aboutId }: PromptRow): Promise<number | undefined> {
  const all = await listCounsellors(tx);
  return all.find(({ id }) => id === aboutId)?.code;
}

const WEEK_ANSWERS = { 1: 'good', 2: 'hard', 3: 'talk' } as const;

/** How her week was: only which of three, and for her supervisor alone. */
async function week({ setting, tx, now, counsellor }: Heard, prompt: PromptRow, digit: number) {
  if (digit !== 1 && digit !== 2 && digit !== 3) return undefined;
  await answerPrompt(tx, prompt.id, { answer: WEEK_ANSWERS[digit], closed: true, now });
  return say(setting, counsellor, digit === 3 ? 'week_talk' : 'thanks', {});
}

/** Whoever hears complaints says: I see to it. */
async function complaint(
  { setting, tx, now, counsellor }: Heard,
  prompt: PromptRow,
  digit: number,
) {
  if (digit !== 1) return undefined;
  // Answered already; what has come since is told under another number.
  if (prompt.closedAt !== null)
    return say(setting, counsellor, 'is_closed', { number: String(prompt.number) });
  const { timeZone } = setting.programme;
  const day = localDate(now, timeZone);
  const until = localDate(prompt.sentAt, timeZone);
  await takeComplaints(tx, { by: counsellor.id, until, day, now });
  await answerPrompt(tx, prompt.id, { answer: 'taken', closed: true, now });
  await noteOnce(tx, { counsellorId: counsellor.id, what: 'complaints_taken', since: day, now });
  return say(setting, counsellor, 'complaint_taken', {});
}
