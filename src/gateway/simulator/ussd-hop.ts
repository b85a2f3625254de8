import type { Posted } from './post-callback.ts';
import type { EndedSession } from './ussd-end-event.ts';
import type { Workings } from './workings.ts';

/** Networks cut at 160 and cannot draw special characters (section 6). `repeat_differs`: the same hop, other bytes. */
export type ScreenWarning = 'too_long' | 'not_ascii' | 'repeat_differs';

/** What the service answered; undefined `kind` for what the gateway cannot use. */
export type HopAnswer = {
  kind: 'CON' | 'END' | undefined;
  text: string;
  warnings: ScreenWarning[];
  posted: Posted;
};

const SCREEN_MAX = 160;
const ASCII = /^[\n\r\x20-\x7e]*$/;

/** One hop, and the same again where the behaviour asks for it: some gateways repeat a step (section 3.4). */
export async function postHop(
  workings: Workings,
  number: string,
  session: EndedSession,
): Promise<HopAnswer> {
  const { faults, timing, account } = workings;
  const fields = {
    sessionId: session.id,
    serviceCode: session.serviceCode,
    phoneNumber: number,
    networkCode: account.networkCode,
    text: session.input,
  };
  const label = session.labels.at(-1);
  const headers: Record<string, string> =
    label === undefined ? {} : { 'at-ussd-hop-metadata': label };
  const once = () => workings.post('ussd', fields, { limitMs: timing.ussdAnswerMs, headers });
  const { repeat } = faults.current().ussd;
  const beside = repeat === 'parallel' ? once() : undefined;
  const posted = await once();
  const again = await (repeat === 'after' ? once() : beside);
  workings.note('ussd', session.id, String(posted.status ?? '-'), posted.tookMs);
  return readAnswer(posted, again === undefined || isSame(posted, again));
}

/** Only a 200 that begins with `CON ` or `END ` counts (section 3.4). */
function readAnswer(posted: Posted, repeatIsSame: boolean): HopAnswer {
  const kind = posted.body.startsWith('CON ')
    ? 'CON'
    : posted.body.startsWith('END ')
      ? 'END'
      : undefined;
  if (posted.status !== 200 || kind === undefined)
    return { kind: undefined, text: '', warnings: [], posted };
  const text = posted.body.slice(kind.length + 1);
  const warnings: ScreenWarning[] = [];
  if (Array.from(text).length > SCREEN_MAX) warnings.push('too_long');
  if (!ASCII.test(text)) warnings.push('not_ascii');
  if (!repeatIsSame) warnings.push('repeat_differs');
  return { kind, text, warnings, posted };
}

function isSame(one: Posted, other: Posted): boolean {
  return one.status === other.status && one.body === other.body;
}
