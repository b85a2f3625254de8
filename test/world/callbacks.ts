import { WORLD_SECRETS } from './running-service.ts';
import { until } from './until.ts';
import { WORLD_CODES } from './world-flows.ts';

/** What came back for a form. No status: nobody answered. */
export type Answered = { status: number | undefined; body: string; ms: number };

const LIMIT_MS = 20_000;

/** Posts a form to a service as Africa's Talking does. Never rejects. */
export async function post(
  base: string,
  path: 'sms' | 'ussd' | 'delivery',
  fields: Readonly<Record<string, string>>,
): Promise<Answered> {
  const began = performance.now();
  const took = () => Math.round(performance.now() - began);
  try {
    const answer = await fetch(`${base}/at/${WORLD_SECRETS.webhook[0]}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
      signal: AbortSignal.timeout(LIMIT_MS),
    });
    return { status: answer.status, body: await answer.text(), ms: took() };
  } catch {
    return { status: undefined, body: '', ms: took() };
  }
}

/** Milliseconds in which a text is taken at last, on a machine that others use too. */
const TAKEN_MS = 120_000;

/** Posts it as the gateway does, which comes again with what was not taken. @throws Error where it never is */
export async function deliver(
  base: string,
  path: 'sms' | 'delivery',
  fields: Readonly<Record<string, string>>,
): Promise<void> {
  const isTaken = async () => (await post(base, path, fields)).status === 200;
  await until(`what was posted to ${path} is taken`, isTaken, TAKEN_MS);
}

export function smsForm(text: { id: string; from: string; text: string }): Record<string, string> {
  const date = new Date().toISOString().slice(0, 19).replace('T', ' ');
  return { ...text, to: WORLD_CODES.shortCode, date, linkId: text.id, networkCode: '63902' };
}

export function ussdForm(hop: {
  sessionId: string;
  phoneNumber: string;
  text: string;
}): Record<string, string> {
  return { ...hop, serviceCode: WORLD_CODES.serviceCode, networkCode: '63902' };
}

/** A number nobody has, a different one for each `index` up to a million. */
export function numberOf(index: number): string {
  return `+254799${String(index).padStart(6, '0')}`;
}

/** Does the work for each, at most `width` at once. */
export async function inParallel<T>(
  all: readonly T[],
  width: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const queue = all.values();
  await Promise.all(
    Array.from({ length: width }, async () => {
      for (const one of queue) await work(one);
    }),
  );
}
