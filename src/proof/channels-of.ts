import type { Programme } from '../flow/programme.ts';

/** The channels of a programme. */
export function channelsOf({ channels }: Pick<Programme, 'channels'>): ('sms' | 'ussd')[] {
  if (channels === 'sms+ussd') return ['sms', 'ussd'];
  return [channels === 'sms_only' ? 'sms' : 'ussd'];
}
