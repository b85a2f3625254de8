import type { Ask } from '../frame/route.ts';
import { allowTry, type Allowed } from './try-limits.ts';

const MINUTE_MS = 60_000;

/** Whether one more try may be made from where this request came. */
export function tryFrom(
  ask: Ask,
  { kind, account }: { kind: 'password' | 'code' | 'link'; account: string },
): Promise<Allowed> {
  return allowTry(ask.parts, { kind, account, address: addressOf(ask), now: ask.now });
}

/** In words, when it may be tried again. */
export function waitWords({ w, now }: Ask, until: Date): string {
  return w('sign_in.wait', {
    count: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE_MS)),
  });
}

/**
 * Behind the proxy that ends HTTPS every connection is the proxy's: what it adds last to the list is whom it heard. Without
 * HTTPS there is none, and the list is whatever somebody wrote.
 */
function addressOf(ask: Ask): string {
  const last = ask.secure ? ask.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  return last === undefined || last === '' ? ask.address : last;
}
