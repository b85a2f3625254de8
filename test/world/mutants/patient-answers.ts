import { replaceSource } from '../replace-source.ts';

/** Nobody but the database itself ends what waits for it: no deadline of ours, as with a server-side one alone. */
replaceSource('engine/receive.ts', 'USSD_ANSWER_MS = 2_500', 'USSD_ANSWER_MS = 20_000');
replaceSource('store/connect.ts', 'DEADLINE_MS = 2_500', 'DEADLINE_MS = 20_000');
replaceSource(
  'gateway/africastalking/webhooks.ts',
  'USSD_LIMIT_MS = 2_900',
  'USSD_LIMIT_MS = 20_000',
);
