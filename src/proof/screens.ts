import { isQuestion } from '../flow/exits.ts';
import type { Release } from '../flow/release.ts';
import type { Screen } from './rule.ts';

/** Every different message that a turn of this flow can say. */
export function screensOf(release: Release): Screen[] {
  const asked = [...release.steps].filter(([, step]) => isQuestion(step));
  return (['sms', 'ussd'] as const).flatMap((channel) =>
    asked.flatMap(([step, one]) =>
      'text' in one ? [{ channel, says: [one.text], step, unprompted: false }] : [],
    ),
  );
}
