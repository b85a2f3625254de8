import { createHash } from 'node:crypto';

/**
 * What people do, as the load plays it, hop by hop: what is typed, and whether the session stays open. Every session ends
 * where the next of the same phone can begin.
 */
type Hop = { typed: string; more: boolean };
const hops = (typed: string, open: string): Hop[] =>
  typed
    .split(' ')
    .map((key, index) => ({ typed: key === '-' ? '' : key, more: open[index] === 'c' }));

/** Dial, take part, English, go on, yes to texts, nobody shares the phone. */
const JOIN = hops('- 1 1 1 1 2', 'ccccce');
/** Dial, my small step, done. */
const CHECK_IN = hops('- 2 1', 'cce');
/** Dial, about us, back, language, English; then the phone is put away. */
const MENU = hops('- 3 0 4 1', 'ccccc');

/** One session in so many is that of a number never seen before, which joins. */
const NEW_NUMBER_EVERY = 100;
/** One request in so many comes twice, as some gateways repeat a step; the answer must be the same to the byte. */
const REPEAT_EVERY = 50;
/** One in so many numbers is dialled next, so that a phone comes back after all others of its player. */
const STRIDE = 17;

export type Player = {
  /** The next request, whole. */
  next(): string;
  /** Takes the answer. @throws Error when it is not the one that the session has here */
  take(status: number, body: string): void;
  /** Whether all the phones it was given have joined. */
  prepared(): boolean;
};

/** `name` sets apart the numbers of each player: two digits for the kind, three for the place. */
export function ussdPlayer(path: string, name: string, phones: number): Player {
  let phoneCount = 0;
  let session = 0;
  let sent = 0;
  let script = JOIN;
  let phone = 0;
  let at = -1;
  let input = '';
  let request = '';
  let last: string | undefined;
  let repeating = false;

  const begin = () => {
    session += 1;
    if (phoneCount < phones || session % NEW_NUMBER_EVERY === 0) {
      script = JOIN;
      phone = phoneCount;
      phoneCount += 1;
    } else {
      script = session % 2 === 0 ? CHECK_IN : MENU;
      phone = (session * STRIDE) % phoneCount;
    }
    at = 0;
    input = '';
  };
  return {
    next() {
      sent += 1;
      repeating = last !== undefined && at > 0 && sent % REPEAT_EVERY === 0;
      if (repeating) return request;
      if (at < 0 || at + 1 === script.length) begin();
      else {
        at += 1;
        const typed = script[at]?.typed ?? '';
        input = input === '' ? typed : `${input}*${typed}`;
      }
      request = ussdRequest(path, sessionId(`${name}.${session}`), numberOf(name, phone), input);
      return request;
    },
    take(status, body) {
      const expected = script[at]?.more === true ? 'CON ' : 'END ';
      if (status !== 200 || !body.startsWith(expected))
        throw new Error(`hop ${at} of ${script.length} (input ${input}): ${status} ${body}`);
      if (repeating && body !== last)
        throw new Error(`a repeated hop was answered anew: ${body}, not ${last}`);
      last = body;
    },
    prepared: () => phoneCount >= phones && at + 1 === script.length && script === JOIN,
  };
}

export function getPlayer(path: () => string): Player {
  return {
    next: () => `GET ${path()} HTTP/1.1\r\nhost: bench\r\n\r\n`,
    take(status, body) {
      if (status !== 200 || body === '') throw new Error(`${status} ${body}`);
    },
    prepared: () => true,
  };
}

function ussdRequest(path: string, id: string, number: string, input: string): string {
  const body =
    `sessionId=${id}&serviceCode=*384*4040%23&phoneNumber=%2B${number}&networkCode=63902` +
    `&text=${encodeURIComponent(input)}`;
  return (
    `POST ${path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/x-www-form-urlencoded\r\n` +
    `content-length: ${body.length}\r\n\r\n${body}`
  );
}

function sessionId(of: string): string {
  return `ATUid_${createHash('md5').update(of).digest('hex')}`;
}

function numberOf(name: string, phone: number): string {
  return `254${name}${String(phone).padStart(4, '0')}`;
}
