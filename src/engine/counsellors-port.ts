import type { InboundSms, UssdAnswer, UssdHop } from './arrivals.ts';

/** A text of digits on the phone of somebody who works with members, meant for her work. */
export type CounsellorText = {
  counsellorId: string;
  sms: InboundSms;
  contentHash: Buffer;
  fetched: boolean;
  /** Without spaces and punctuation. */
  digits: string;
  /** A question of her own conversation is open too: one digit alone is then applied to none. */
  memberAsks: boolean;
};

/** What has just opened her own menu: her PIN, or the code with which she sets her first. */
export type HomeOpened = 'pin' | 'code';

/** A hop of her own menu. `opened`: by this very hop; nothing before it is hers. */
export type CounsellorHop = {
  counsellorId: string;
  hop: UssdHop;
  opened: HomeOpened | undefined;
};

/**
 * What counsellors type goes round the batch of turns: it concerns other people, whom no turn may write. Filled by the
 * room of follow-ups. Each resolves once committed; the same text or hop again has no second effect.
 */
export type Counsellors = {
  takeText(text: CounsellorText): Promise<void>;
  takeHop(hop: CounsellorHop): Promise<UssdAnswer>;
};
