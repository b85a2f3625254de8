import { DeadlinePassed, withDeadline } from '../base/clock.ts';
import { keyedHash } from '../base/seal.ts';
import { phrase } from '../conversation/phrases.ts';
import type { Pool } from '../store/connect.ts';
import { noteHeard } from '../store/sending-state.ts';
import { endSession } from '../store/sessions.ts';
import type {
  DeliveryReport,
  InboundSms,
  Receiver,
  UssdAnswer,
  UssdEnd,
  UssdHop,
} from './arrivals.ts';
import type { Counsellors } from './counsellors-port.ts';
import { hopConfirms } from './hear-change-word.ts';
import type { Setting } from './setting.ts';
import type { Stopping } from './stop.ts';
import { createReports, type TakeReport } from './take-reports.ts';
import { takeSms } from './take-sms.ts';
import type { Taken, Turns } from './take-turns.ts';

/**
 * Whatever the database does, a hop is answered and a text is taken or refused within this. Three seconds are promised; the
 * rest is for a machine that is busy itself.
 */
const ANSWER_MS = 2_200;
/** How often at most it is written down that something came in, in milliseconds. */
const HEARD_EVERY_MS = 30_000;

export type ReceiverParts = {
  setting: Setting;
  turns: Turns;
  stopping: Stopping;
  pool: Pool;
  /** Its lock_timeout is above the longest call of the gateway. */
  waitingPool: Pool;
  hashKey: Buffer;
  counsellors: Counsellors;
};

/** `smsFetched` takes a message that was fetched after a gap instead of called back. */
export type FullReceiver = Receiver & {
  smsFetched(arrival: InboundSms): Promise<'done' | 'retry'>;
};

/** Takes what comes in. Nothing is lost: what cannot be committed is answered so that the gateway comes again. */
export function createReceiver(parts: ReceiverParts): FullReceiver {
  const { setting, stopping, pool } = parts;
  const { log, clock } = setting;
  const takeReport = createReports(pool);
  let heardMs = -Infinity;

  const heard = () => {
    if (clock.monotonicMs() - heardMs < HEARD_EVERY_MS) return;
    heardMs = clock.monotonicMs();
    pool.run((db) => noteHeard(db, clock.now())).catch(() => (heardMs = -Infinity));
  };

  const trying = async (event: string, work: () => Promise<unknown>): Promise<'done' | 'retry'> => {
    try {
      await work();
      return 'done';
    } catch (error) {
      log.warn(`${event}_not_taken`);
      log.error(event, {}, error);
      return 'retry';
    }
  };

  /** What goes on after its time still counts: the gateway comes again, and finds it done. */
  const sms = (arrival: InboundSms, fetched: boolean) =>
    trying('sms', async () => {
      const leave = new AbortController();
      const taking = takeSms(parts, arrival, { fetched, leave: leave.signal });
      await withDeadline(taking, ANSWER_MS, 'sms').finally(() => leave.abort());
      if (!fetched) heard();
    });

  return {
    sms: (arrival) => sms(arrival, false),
    smsFetched: (arrival) => sms(arrival, true),
    async ussd(hop) {
      const leave = new AbortController();
      try {
        const answer = await withDeadline(takeHop(parts, hop, leave.signal), ANSWER_MS, 'hop');
        heard();
        return answer;
      } catch (error) {
        leave.abort();
        log.error('ussd_not_taken', { late: error instanceof DeadlinePassed }, error);
        return unavailable(setting);
      }
    },
    delivery: (report) => trying('delivery', () => takeDelivery(parts, takeReport, report)),
    optOut: ({ provider, from }) => trying('opt_out', () => stopping.stopAtGateway(provider, from)),
    ussdEnd: (end: UssdEnd) =>
      trying('ussd_end', () => pool.run((db) => endSession(db, end.sessionId))),
  };
}

async function takeHop(
  parts: ReceiverParts,
  hop: UssdHop,
  leave: AbortSignal,
): Promise<UssdAnswer> {
  const { setting, turns, stopping } = parts;
  const numberIndex = setting.keyring.numberIndex(hop.from);
  const phone = numberIndex.toString('base64');
  const same = `ussd|${hop.sessionId}|${hop.input}`;
  const arrival = { kind: 'ussd' as const, numberIndex, number: hop.from };
  const confirmed = await hopConfirms(parts, hop, parts.hashKey);
  if (confirmed !== undefined) return confirmed;
  const taken = await turns.submit({ ...arrival, ussd: { hop } }, phone, same, leave);
  if (taken.kind === 'for_counsellor' && taken.by === 'hop')
    return parts.counsellors.takeHop({ ...taken, hop });
  if (taken.kind !== 'says_stop') return answerOf(setting, taken);
  const place = await stopping.ask({
    provider: hop.provider,
    providerId: `ussd:${hop.sessionId}:${hop.input.length}`,
    from: hop.from,
    channel: 'ussd',
    sentAt: undefined,
    contentHash: keyedHash(parts.hashKey, same),
    fetched: false,
    acknowledge: false,
    said: 'stop',
  });
  const stopped = { ...arrival, ussd: { hop, stop: place } };
  try {
    return answerOf(setting, await turns.submit(stopped, phone, `${same}|stop`, leave));
  } catch (error) {
    // The STOP stands; only its screen could not be remembered, so the way back by 1 is not offered.
    setting.log.error('stop_screen_not_saved', { phone: place.phoneId }, error);
    const language = place.language ?? setting.programme.defaultLanguage;
    return { more: false, text: phrase(setting.phrases, language, 'stop_acknowledged', {}) };
  } finally {
    stopping.finish(place);
  }
}

function answerOf(setting: Setting, taken: Taken): UssdAnswer {
  return taken.kind === 'done' && taken.answer !== undefined ? taken.answer : unavailable(setting);
}

/** From memory: needs no database. */
function unavailable({ phrases, programme }: Setting): UssdAnswer {
  return { more: false, text: phrase(phrases, programme.defaultLanguage, 'ussd_unavailable', {}) };
}

async function takeDelivery(
  parts: ReceiverParts,
  take: TakeReport,
  report: DeliveryReport,
): Promise<void> {
  const { setting } = parts;
  const { provider, providerId, status, reason } = report;
  if (status === undefined) return setting.log.info('delivery_status_unknown');
  await take({ provider, providerId, status, reason, now: setting.clock.now() });
  if (reason === 'opted_out' && report.phoneNumber !== undefined)
    await parts.stopping.stopAtGateway(provider, report.phoneNumber);
}
