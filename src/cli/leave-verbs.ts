import { Refusal } from '../base/refusal.ts';
import { comeBack } from '../followup/come-back.ts';
import { type EndedBy, endWork } from '../followup/end-work.ts';
import { moveList } from '../followup/move-list.ts';
import { type CounsellorCall, ofCode } from './counsellor-call.ts';
import { dayFrom } from './counsellor-options.ts';
import { aboutOf, inOne } from './in-one.ts';

/** Her work ends, for a while or for good. */
export function ends(by: EndedBy) {
  return async (call: CounsellorCall): Promise<string> => {
    const { id, code } = aboutOf(call);
    const { until } = call.values;
    const awayUntil =
      by === 'away' && until !== undefined ? startOf(call, dayFrom(until, '--until')) : null;
    if (awayUntil !== null && awayUntil <= call.setting.clock.now())
      throw new Refusal('invalid', '--until is the day on which she is back. Nothing was done.');
    const ended = await inOne(call, (doing) => endWork(doing, id, by, awayUntil));
    if (ended === undefined) throw new Error('impossible: whoever was listed is there');
    const { requests, members, backup } = ended;
    const asked = backup
      ? `${members} members are asked whether her backup may take over.`
      : `${members} members have nobody now: npm run counsellors -- move ${code} --to CODE`;
    return [
      `Done. Nothing for work goes to ${code}, and her phone opens nothing.`,
      `${requests} requests go to the next person at once.`,
      ...(by === 'left' || by === 'died'
        ? [asked]
        : [`To undo: npm run counsellors -- back ${code}`]),
    ].join('\n');
  };
}

/** She works again. */
export async function back(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const outcome = await inOne(call, (doing) => comeBack(doing, id));
  if (outcome === 'back') return `${code} is asked again. What went to others stays with them.`;
  throw new Refusal('conflict', outcome === 'agree' ? BACK_NOT.agree : BACK_NOT.gone);
}

const BACK_NOT = {
  agree:
    'She has said STOP, or not agreed yet: only her own phone can change that. Nothing was done.',
  gone: 'She has left. Enter her anew, with a number of her own. Nothing was done.',
} as const;

/** Her list goes to another. */
export async function move(call: CounsellorCall): Promise<string> {
  const { id, code } = aboutOf(call);
  const { at, values } = call;
  const to = values.to === undefined ? undefined : (await ofCode(at, values.to)).id;
  const moved = await inOne(call, (doing) => moveList(doing, id, to));
  if (moved.outcome === 'moved')
    return [
      `${moved.members} members of ${code} are asked whether ${moved.to} may take over: by text, or by visit where no open texts may come.`,
      `${moved.requests} requests go to the next person at once.`,
    ].join('\n');
  throw new Refusal(
    'conflict',
    `${code} has nobody at work who could take over. Name somebody with --to CODE. Nothing was done.`,
  );
}

/** The first moment of a day where the programme is. */
function startOf({ setting }: CounsellorCall, day: string): Date {
  const there = Temporal.PlainDate.from(day).toZonedDateTime(setting.programme.timeZone);
  return new Date(there.epochMilliseconds);
}
