import type { Clock } from '../../base/clock.ts';

/** Where the service listens for us; undefined while it does not. */
export type Callbacks = () => { base: string; secret: string } | undefined;
export type CallbackPath = 'sms' | 'ussd' | 'delivery' | 'opt-out' | 'ussd-end';

/** What came back. No status: nobody answered, the answer broke off, or it took too long. */
export type Posted = {
  status: number | undefined;
  body: string;
  hop: string | undefined;
  tookMs: number;
};

type Post = {
  callbacks: Callbacks;
  clock: Clock;
  closing: AbortSignal;
};

/** Posts a form as Africa's Talking does: unsigned, to a path that holds the secret. Never rejects. */
export async function postCallback(
  { callbacks, clock, closing }: Post,
  path: CallbackPath,
  fields: Record<string, string>,
  { limitMs, headers = {} }: { limitMs: number; headers?: Record<string, string> },
): Promise<Posted> {
  const started = clock.monotonicMs();
  const took = () => clock.monotonicMs() - started;
  const target = callbacks();
  const nobody = (): Posted => ({ status: undefined, body: '', hop: undefined, tookMs: took() });
  if (target === undefined) return nobody();
  try {
    const answer = await fetch(`${target.base}/at/${target.secret}/${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
      signal: AbortSignal.any([closing, AbortSignal.timeout(limitMs)]),
    });
    const body = await answer.text();
    const hop = answer.headers.get('at-ussd-hop-metadata') ?? undefined;
    return { status: answer.status, body, hop, tookMs: took() };
  } catch {
    return nobody();
  }
}
