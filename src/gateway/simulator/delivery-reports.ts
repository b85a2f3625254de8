import { pause } from '../../base/clock.ts';
import type { DeliveryPlan } from './behaviour.ts';
import type { Accepted } from './ledger.ts';
import type { Workings } from './workings.ts';

const NEVER_ARRIVES = new Set(['Failed', 'Rejected', 'AbsentSubscriber', 'Expired']);

/** Whether the phone gets the message at all: yes, unless the reports end in words that say no. */
export function reachesPhone(plan: DeliveryPlan): boolean {
  return !plan.reports.some((report) => NEVER_ARRIVES.has(report.status));
}

/** Sends one report, and its copies at the same time. Resolves when all are answered. */
export async function reportOnce(
  workings: Workings,
  message: Accepted,
  plan: DeliveryPlan,
  index: number,
): Promise<void> {
  const report = plan.reports[index];
  if (report === undefined) return;
  const id = plan.unknownId ? workings.ids.message() : message.providerId;
  const fields: Record<string, string> = {
    id,
    status: report.status,
    phoneNumber: message.to,
    networkCode: workings.account.networkCode,
  };
  if (report.failureReason !== undefined) fields['failureReason'] = report.failureReason;
  const copies = Array.from({ length: plan.copies }, async () => {
    const posted = await workings.post('delivery', fields);
    workings.note('report', id, `${report.status} ${posted.status ?? '-'}`, posted.tookMs);
  });
  await Promise.all(copies);
}

/** The reports from `first` on, each after its pause. Repeating them is unknown of the real gateway: not done. */
export async function reportOn(
  workings: Workings,
  message: Accepted,
  plan: DeliveryPlan,
  first: number,
): Promise<void> {
  for (let index = first; index < plan.reports.length; index += 1) {
    const afterMs = plan.reports[index]?.afterMs ?? workings.timing.reportGapMs;
    await pause(afterMs, workings.closing);
    if (workings.closing.aborted) return;
    await reportOnce(workings, message, plan, index);
  }
}
