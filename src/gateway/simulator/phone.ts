import type { PhoneNumber } from '../../base/phone-number.ts';
import { type InboundEntry, type TextReceipt, handInText } from './inbound-texts.ts';
import { type Measure, measureText } from './measure-text.ts';
import { type UssdLine, type UssdScreen, cancel, dial, dismiss, reply, show } from './ussd.ts';
import type { Workings } from './workings.ts';

/** A text as the phone keeps it. */
export type PhoneText = {
  id: string;
  direction: 'received' | 'written';
  /** The other end: the sender's name or the short code. */
  party: string;
  text: string;
  /** Wall clock of the programme. */
  at: Date;
  measure: Measure;
  /** What the programme pays; nothing for a text that the member wrote. */
  price: number;
  /** Of a written one: whether the service has taken it yet. */
  state: 'waiting' | 'done' | 'given_up';
};

/** A member's phone: what she can do with it, and what it shows. */
export type Phone = {
  readonly number: PhoneNumber;
  /** Received and written, oldest first. */
  readonly threads: readonly PhoneText[];
  /** Received only. */
  readonly inbox: readonly PhoneText[];
  readonly screen: UssdScreen | undefined;
  /** Writes to the service's number. Resolves when the service took it, or the gateway gave up repeating. */
  texts(text: string): Promise<TextReceipt>;
  /** Dials the service, or `*384*77*1#` by giving `1`. @throws Refusal while a session is open. */
  dials(suffix?: string): Promise<UssdScreen>;
  /** Dials any code, typed in full. @throws Refusal */
  dialsCode(code: string): Promise<UssdScreen>;
  /** Answers the open screen. @throws Refusal when none is open or one is still awaited. */
  replies(text: string): Promise<UssdScreen>;
  /** Presses Cancel, or walks out of coverage: the session is over, and the service may never hear of it. */
  cancels(): void;
  /** Puts the ended session's last screen away. */
  dismisses(): void;
  /** Tells the operator to block a sender (in Kenya *456*9*5#): a callback, and 406 from then on. */
  optsOut(sender?: string): Promise<void>;
  /** Undoes that. Nothing is called back (docs/africastalking.md section 3.3). */
  optsIn(sender?: string): void;
};

/** The way to the operator's own menu of blocked senders (Safaricom; docs/africastalking.md section 3.3). */
const OPT_OUT_CODE = '*456*9*5#';

export function createPhone(
  workings: Workings,
  number: PhoneNumber,
  log: (entry: Omit<InboundEntry, 'id'>) => void,
): { phone: Phone; receive(text: PhoneText): void } {
  const { ledger, account, clock, ids, optOuts } = workings;
  const kept: PhoneText[] = [];
  const changed = () => ledger.emit({ type: 'phone', number });
  const line: UssdLine = { workings, number, changed, session: undefined, shown: undefined };

  const texts = async (text: string) => {
    const written = { ...blank(text, clock.now(), account.shortCode), id: ids.inbound() };
    kept.push(written);
    changed();
    const linkId = ids.inbound();
    const { id, at } = written;
    log({ linkId, text, to: account.shortCode, from: number, date: at.toISOString() });
    const receipt = await handInText(workings, { id, from: number, text, linkId, at });
    written.state = receipt.taken ? 'done' : 'given_up';
    changed();
    return receipt;
  };
  const optsOut = async (sender = account.shortCode) => {
    optOuts.add(number, sender);
    const posted = await workings.post('opt-out', { senderId: sender, phoneNumber: number });
    workings.note('opt_out', '-', String(posted.status ?? '-'), posted.tookMs);
  };
  const dialsCode = async (code: string) => {
    if (code !== OPT_OUT_CODE) return dial(line, code);
    await optsOut();
    return show(line, 'blocked');
  };
  const ownCode = (suffix: string | undefined) => {
    const code = account.serviceCode ?? '';
    return suffix === undefined ? code : code.replace('#', `*${suffix}#`);
  };
  const phone: Phone = {
    number,
    threads: kept,
    get inbox() {
      return kept.filter((each) => each.direction === 'received');
    },
    get screen() {
      return line.shown;
    },
    texts,
    dials: (suffix) => dial(line, ownCode(suffix)),
    dialsCode,
    replies: (text) => reply(line, text),
    cancels: () => cancel(line),
    dismisses: () => dismiss(line),
    optsOut,
    optsIn: (sender = account.shortCode) => optOuts.remove(number, sender),
  };
  return {
    phone,
    receive(text) {
      kept.push(text);
      changed();
    },
  };
}

function blank(text: string, at: Date, party: string): PhoneText {
  const measure = measureText(text);
  return { id: '', direction: 'written', party, text, at, measure, price: 0, state: 'waiting' };
}
