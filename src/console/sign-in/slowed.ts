import type { Ask } from '../frame/route.ts';
import { networkAddress } from './network-address.ts';
import { allowTry, type Allowed } from './try-limits.ts';

const MINUTE_MS = 60_000;

/** Whether one more try may be made from where this request came. */
export function tryFrom(
  ask: Ask,
  { kind, account }: { kind: 'password' | 'code' | 'link'; account: string },
): Promise<Allowed> {
  return allowTry(ask.parts, { kind, account, address: networkAddress(ask), now: ask.now });
}

/** In words, when it may be tried again. */
export function waitWords({ w, now }: Ask, until: Date): string {
  return w('sign_in.wait', {
    count: Math.max(1, Math.ceil((until.getTime() - now.getTime()) / MINUTE_MS)),
  });
}
