import { newId } from '../base/ids.ts';
import { ownHoursOf } from '../engine/own-hours.ts';
import { reminderMoment } from '../engine/reminder-moment.ts';
import type { Setting } from '../engine/setting.ts';
import { flowsOfProgramme } from '../flow/programme.ts';
import { replaceStart, stepPlaceOf } from '../store/next-steps.ts';
import type { Tx } from '../store/transact.ts';

/** The flows that ask how a step went, the one of a whole programme first. */
const CHECK_INS = ['check-in', 'start-check-in'] as const;
/** Begins where a counsellor and a member have agreed on another step: its words are in the member's mind only. */
const AGREED_STEP = 'agreed-step';
/** A question of a date is worth sending so long, in milliseconds. */
const WORTH_MS = 48 * 3_600_000;

export type NextStep = {
  /** `2027-01-31`, in the time zone of the programme. */
  nextOn: string;
  /** `10:00`; null: when the member's hours begin. */
  at: string | null;
  /** They agreed on another step: what the member wrote of the last one is not recalled any more. */
  newStep: boolean;
};

/**
 * The date that a counsellor has set with a member after a talk becomes the member's next question, in her own hours, in
 * place of the one that was due. Nothing is set for somebody who stopped or did not say yes to these questions, nor for a
 * date that has passed.
 */
export async function setNextStep(
  { programme }: Setting,
  tx: Tx,
  memberId: string,
  { nextOn, at, newStep }: NextStep,
  now: Date,
): Promise<'set' | 'not_consented' | 'stopped' | 'passed'> {
  const place = await stepPlaceOf(tx, memberId, now);
  if (place === undefined || !place.consented) return 'not_consented';
  if (place.stopped) return 'stopped';
  const flows = flowsOfProgramme(programme);
  const checkIn = CHECK_INS.find((flow) => flows.includes(flow));
  if (checkIn === undefined) return 'not_consented';
  const asked = { date: nextOn, ...(at !== null && { time: at }), earlierMs: 0 };
  const moment = reminderMoment(asked, { programme, own: ownHoursOf(place), now });
  if (moment === undefined) return 'passed';
  const { phoneId, epoch } = place;
  const flow = newStep && flows.includes(AGREED_STEP) ? AGREED_STEP : checkIn;
  const sendBy = new Date(moment.dueAt.getTime() + WORTH_MS);
  // A time that a counsellor chose holds within the member's hours only.
  const timer = {
    id: newId(now.getTime()),
    phoneId,
    epoch,
    flow,
    ...moment,
    chosenUntil: null,
    sendBy,
  };
  await replaceStart(tx, timer, [...CHECK_INS, AGREED_STEP]);
  return 'set';
}
