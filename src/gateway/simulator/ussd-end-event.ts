import { pause } from '../../base/clock.ts';
import { spellDateWithSpace } from './inbound-texts.ts';
import type { Workings } from './workings.ts';

/** What is left of a session when it is over. */
export type EndedSession = {
  id: string;
  serviceCode: string;
  input: string;
  startedMs: number;
  hops: number;
  labels: readonly string[];
  lastAnswer: string;
};

/** `Success` reached END; `Incomplete` was cancelled or timed out; `Failed` is the service's fault (section 3.5). */
export type EndStatus = 'Success' | 'Incomplete' | 'Failed';

/** Tells the service that a session is over: soon, late or never, as the behaviour says. */
export async function sendEndEvent(
  workings: Workings,
  number: string,
  over: EndedSession,
  status: EndStatus,
  errorMessage: string | undefined,
): Promise<void> {
  const { clock, account, faults, timing, closing } = workings;
  const { endEvent } = faults.current().ussd;
  if (endEvent === 'never') return;
  const fields: Record<string, string> = {
    date: spellDateWithSpace(clock.now()),
    sessionId: over.id,
    serviceCode: over.serviceCode,
    networkCode: account.networkCode,
    phoneNumber: number,
    status,
    cost: '0',
    durationInMillis: String(Math.round(clock.monotonicMs() - over.startedMs)),
    hopsCount: String(over.hops),
    hopsMetadata: over.labels.join('|'),
    input: over.input,
    lastAppResponse: over.lastAnswer,
  };
  if (errorMessage !== undefined) fields['errorMessage'] = errorMessage;
  if (endEvent === 'late') await pause(timing.lateEventMs, closing);
  if (closing.aborted) return;
  const posted = await workings.post('ussd-end', fields);
  workings.note('ussd_end', over.id, `${status} ${posted.status ?? '-'}`, posted.tookMs);
}
