import { type Context, Hono } from 'hono';
import { withDeadline } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { Receiver } from '../../engine/arrivals.ts';
import { type Form, readForm } from './form-body.ts';
import { readDelivery, readOptOut, readSms, readUssdEnd } from './read-callbacks.ts';
import { readUssdHop } from './read-ussd.ts';
import { secretCheck } from './webhook-secret.ts';

/** Last resort: the receiver answers within 2.2 s; a person must have her screen within 3 s even if it does not. */
const USSD_LIMIT_MS = 2_600;

/** What is counted: nothing of a refused call is kept or logged. */
export type WebhookCount =
  | 'wrong_secret'
  | 'refused_body'
  | 'repeated_field'
  | 'unusable'
  | 'ussd_unavailable'
  | 'receiver_failed';

export type WebhookOptions = {
  /** One, or two while they are being exchanged. */
  secrets: readonly string[];
  receiver: Receiver;
  log: Log;
  count?: (name: WebhookCount) => void;
  /** Ours, such as `*384*123#`, to tell what was dialled behind it. */
  serviceCode?: string;
  /** What a phone shows when no answer can be had; it comes from `flows/`. */
  unavailableText: string;
  now: () => Date;
};

type Fields = Form['fields'];
type Handled = 'done' | 'retry' | 'unusable';
/** `/at/:secret/…`; anything else there, another method or a wrong secret is an unknown path. */
const BASE = '/at/:secret';

/** A field that is read and came twice could be read as either by somebody else: refused (docs/promises.md, rel P48). */
const READ_FIELDS: ReadonlySet<string> = new Set(
  'from to text id date phoneNumber status failureReason senderId sessionId serviceCode'.split(' '),
);

/**
 * The callbacks of Africa's Talking, which signs nothing: an unguessable path is the only proof of who calls. SMS,
 * delivery, opt-out and session end are answered 200 once committed, or when they never can be used, and 503 to be
 * repeated. USSD is answered 200 with `CON ` or `END `, whatever happens and whatever the form holds.
 */
export function africasTalkingWebhooks(options: WebhookOptions): Hono {
  const { receiver, now } = options;
  const count = options.count ?? (() => undefined);
  const isOurs = secretCheck(options.secrets);
  const app = new Hono();

  const on = (path: string, answer: (c: Context, form: Form) => Promise<Response>) =>
    app.post(`${BASE}/${path}`, async (c) => {
      if (!isOurs(c.req.param('secret'))) {
        count('wrong_secret');
        return c.notFound();
      }
      const form = await readForm(c);
      if (typeof form !== 'number') return answer(c, form);
      count('refused_body');
      return c.body(null, form);
    });

  const onFact = (path: string, handle: (fields: Fields) => Promise<Handled>) =>
    on(path, async (c, form) => {
      if (hasRepeats(form)) {
        count('repeated_field');
        return c.body(null, 400);
      }
      const handled = await handle(form.fields).catch((cause: unknown) => {
        count('receiver_failed');
        options.log.error('callback_failed', { callback: path }, cause);
        return 'retry' as const;
      });
      if (handled === 'unusable') count('unusable');
      return c.body(null, handled === 'retry' ? 503 : 200);
    });

  onFact('sms', async (fields) => {
    const sms = readSms(fields, now());
    return sms === undefined ? 'unusable' : receiver.sms(sms);
  });
  onFact('delivery', async (fields) => {
    const report = readDelivery(fields);
    return report === undefined ? 'unusable' : receiver.delivery(report);
  });
  onFact('opt-out', async (fields) => {
    const optOut = readOptOut(fields);
    return optOut === undefined ? 'unusable' : receiver.optOut(optOut);
  });
  onFact('ussd-end', async (fields) => {
    const end = readUssdEnd(fields);
    return end === undefined ? 'unusable' : receiver.ussdEnd(end);
  });
  on('ussd', async (c, form) => {
    const screen = await answerUssd(options, form, count);
    return c.body(screen, 200, { 'content-type': 'text/plain; charset=utf-8' });
  });
  return app;
}

async function answerUssd(
  { receiver, log, serviceCode, unavailableText }: WebhookOptions,
  form: Form,
  count: (name: WebhookCount) => void,
): Promise<string> {
  const unavailable = `END ${unavailableText}`;
  const hop = hasRepeats(form) ? undefined : readUssdHop(form.fields, serviceCode);
  if (hop === undefined) {
    count('unusable');
    return unavailable;
  }
  try {
    const { more, text } = await withDeadline(receiver.ussd(hop), USSD_LIMIT_MS, 'ussd answer');
    return `${more ? 'CON' : 'END'} ${text}`;
  } catch (cause) {
    count('ussd_unavailable');
    log.error('callback_failed', { callback: 'ussd' }, cause);
    return unavailable;
  }
}

function hasRepeats(form: Form): boolean {
  return [...form.repeated].some((name) => READ_FIELDS.has(name));
}
