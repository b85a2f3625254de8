import { after } from '../../base/clock.ts';
import type { Log } from '../../base/log.ts';
import type { WebhookCount } from './webhooks.ts';

/** Whoever guesses secrets calls thousands of times a minute: one line a minute and cause fills no disk. */
const MINUTE_MS = 60_000;

/** Counts refused calls and logs how many there were, a minute after the first of them. */
export function countRefusals(
  log: Log,
  later: (ms: number, then: () => void) => unknown = after,
): (why: WebhookCount) => void {
  const counts = new Map<WebhookCount, number>();
  const tell = () => {
    for (const [why, count] of counts) log.info('webhook_refused', { why, count });
    counts.clear();
  };
  return (why) => {
    if (counts.size === 0) later(MINUTE_MS, tell);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  };
}
