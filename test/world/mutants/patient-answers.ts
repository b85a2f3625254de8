import { replaceSource } from '../replace-source.ts';

/** Nobody but the database itself ends what waits for it: no deadline of ours, as with a server-side one alone. */
replaceSource('engine/receive.ts', ' ANSWER_MS = 2_200', ' ANSWER_MS = 20_000');
replaceSource('store/connect.ts', 'DEADLINE_MS = 2_200', 'DEADLINE_MS = 20_000');
replaceSource(
  'gateway/africastalking/webhooks.ts',
  'USSD_LIMIT_MS = 2_600',
  'USSD_LIMIT_MS = 20_000',
);
