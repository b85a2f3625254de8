import type { Tx } from './transact.ts';

/** What is ever written of a request, by a counsellor, the ladder or herself. Each has words in the console. */
export const REQUEST_ACTS = [
  'told',
  'accepted',
  'passed',
  'no_airtime',
  'knows_family',
  'later',
  'tried',
  'met',
  'closed',
  'referral_offered',
  'handed_over',
  'escalated',
  'no_word',
  'unanswered',
  'unsent',
  'late_told',
  'asked_again',
  'begun_again',
  'still_wanted',
  'window',
  'mistake',
  'withdrawn',
  'stopped',
  'away',
  'suspended',
  'lost_phone',
  'left',
  'died',
] as const;
export type RequestAct = (typeof REQUEST_ACTS)[number];

type ActWrite = {
  followUpId: string;
  /** Null: the service itself. */
  counsellorId: string | null;
  /** Of a desk that closes it also why. */
  act: RequestAct | `closed_${string}`;
  rung: number | null;
  channel: 'sms' | 'ussd' | 'service' | 'cli' | 'console';
};

/** What was done about a request, for ever. */
export async function saveAct(tx: Tx, a: ActWrite, now: Date): Promise<void> {
  await tx`
    insert into follow_up_act (follow_up_id, counsellor_id, act, rung, at, channel)
    values (${a.followUpId}, ${a.counsellorId}, ${a.act}, ${a.rung}, ${now}, ${a.channel})`;
}
