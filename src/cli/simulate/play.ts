import type { Clock } from '../../base/clock.ts';
import type { PhoneNumber } from '../../base/phone-number.ts';
import type { FullReceiver } from '../../engine/receive.ts';
import { PROVIDER } from '../../gateway/africastalking/provider.ts';
import type { Agenda } from './agenda.ts';
import type { Judge } from './judge.ts';
import type { Act, Holder } from './person.ts';
import type { Posted } from './post.ts';
import type { Reader, Shown } from './read-message.ts';

/** What comes to somebody, or from somebody. */
export type Happening = { kind: 'act'; act: Act } | { kind: 'reads'; shown: Shown };

export type Phone = { number: PhoneNumber; holder: Holder };

type PlayParts = {
  receiver: FullReceiver;
  clock: Clock;
  judge: Judge;
  reader: Reader;
  agenda: Agenda<Happening>;
  phones: readonly Phone[];
};

/** Arrivals handed in side by side: a batch of turns. */
const SIDE_BY_SIDE = 64;
/** One text in so many comes twice, as a gateway repeats what it saw no answer to. */
const REPEATED = 50;
const HOPS_MAX = 15;
/** A gateway repeats for hours; what is not taken so often is counted and left. */
const TRIES_MAX = 5;
const SAYS_STOP = /^\s*stop/iu;
const SAYS_START = /^(?:start|join)$/iu;
const STOP_DIGITS = '88';
const NOTHING: Shown = { place: '', digits: new Map(), lines: new Map(), more: false, text: '' };

/** Lets people act, hands what they do to the receiver, and gives them what arrives. */
export function createPlay(parts: PlayParts) {
  const { clock, judge, reader, agenda, phones } = parts;
  const counts = { arrivals: 0, unavailable: 0 };
  const nowMs = () => clock.now().getTime();
  /** The last text with something to answer, as it stands on the phone. */
  const last = new Map<number, Shown>();
  const hand = handing(parts, counts, last);

  const reads = (who: number, shown: Shown) => {
    for (const { afterMs, act } of phones[who]?.holder.reads(shown) ?? [])
      agenda.add(nowMs() + afterMs, who, { kind: 'act', act });
  };
  return {
    counts,
    /**
     * What people do up to now, side by side, but one thing each: whoever does more is answered in between. False: nothing
     * is left to be done.
     */
    async act(): Promise<boolean> {
      const acts = new Map<number, Act>();
      for (const { atMs, who, what } of agenda.takeUntil(nowMs()))
        if (acts.has(who)) agenda.add(atMs, who, what);
        else if (what.kind === 'act') acts.set(who, what.act);
        else reads(who, what.shown);
      await sideBySide([...acts], ([who, act]) =>
        act.kind === 'text' ? hand.text(who, act.text) : hand.dial(who, act.way),
      );
      return acts.size > 0;
    },
    /** What was sent is on phones, now or when they are on again; the gateway reports on it. */
    async arrived(posted: readonly Posted[]): Promise<void> {
      const inOrder = posted.toSorted((a, b) => a.who - b.who || a.nth - b.nth);
      for (const { who, text } of inOrder) {
        const shown = reader(text);
        judge.shows(who, shown.place, nowMs());
        if (shown.place !== '' || shown.lines.size > 0) last.set(who, shown);
        const onMs = phones[who]?.holder.onAgain(nowMs()) ?? nowMs();
        agenda.add(onMs, who, { kind: 'reads', shown });
      }
      await sideBySide(inOrder, ({ who, nth }) => hand.report(who, nth));
    },
  };
}

/** Hands in what phones and the gateway say. */
function handing(
  { receiver, clock, judge, reader, phones }: PlayParts,
  counts: { arrivals: number; unavailable: number },
  last: ReadonlyMap<number, Shown>,
) {
  const atMs = () => clock.now().getTime();
  const said = new Map<number, number>();
  const nth = (who: number): number => {
    const count = (said.get(who) ?? 0) + 1;
    said.set(who, count);
    return count;
  };
  return {
    async text(who: number, text: string): Promise<void> {
      const from = phones[who]?.number;
      if (from === undefined) return;
      const count = nth(who);
      const sent = { provider: PROVIDER, providerId: `in-${who}-${count}`, from, to: 'us' };
      judge.says(who, { text, shown: last.get(who) ?? NOTHING, sms: true, atMs: atMs() });
      for (let times = count % REPEATED === 0 ? 2 : 1; times > 0; times -= 1) {
        counts.arrivals += 1;
        for (let tries = 0; tries < TRIES_MAX; tries += 1) {
          if ((await receiver.sms({ ...sent, text, sentAt: clock.now() })) === 'done') break;
          counts.unavailable += 1;
        }
      }
      if (SAYS_STOP.test(text)) judge.stopped(who, { text: true, atMs: atMs() });
      if (SAYS_START.test(text)) judge.returns(who, atMs());
    },
    async dial(who: number, way: readonly string[]): Promise<void> {
      const phone = phones[who];
      if (phone === undefined) return;
      const session = { provider: PROVIDER, sessionId: `s-${who}-${nth(who)}`, from: phone.number };
      const ahead = [...way];
      let input = '';
      for (let hop = 0; hop < HOPS_MAX; hop += 1) {
        counts.arrivals += 1;
        const answer = await receiver.ussd({ ...session, input, dialSuffix: undefined });
        const shown = reader(answer.text);
        judge.shows(who, shown.place, atMs());
        if (input.endsWith(STOP_DIGITS)) judge.stopped(who, { text: false, atMs: atMs() });
        const reply = answer.more ? phone.holder.presses(shown, ahead) : undefined;
        if (reply === undefined) return;
        judge.says(who, { text: reply, shown, sms: false, atMs: atMs() });
        input = input === '' ? reply : `${input}*${reply}`;
      }
    },
    async report(who: number, number: number): Promise<void> {
      const providerId = `${who}-${number}`;
      const nothing = { reason: undefined, phoneNumber: undefined };
      await receiver.delivery({ provider: PROVIDER, providerId, status: 'delivered', ...nothing });
    },
  };
}

async function sideBySide<T>(all: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  const left = all.values();
  const one = async () => {
    for (const each of left) await work(each);
  };
  await Promise.all(Array.from({ length: SIDE_BY_SIDE }, one));
}
