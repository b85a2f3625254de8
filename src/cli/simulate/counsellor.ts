import type { Chance } from './chance.ts';
import type { Holder, Plan } from './person.ts';
import type { Shown } from './read-message.ts';

/** `mute` never answers, `no_airtime` only ever says so, `leaves` stops all texts one day. */
export type Conduct = 'works' | 'mute' | 'no_airtime' | 'leaves';

/** One counsellor in so many fails, each of them in the next way. */
const FAILS_ONE_IN = 10;
const FAILINGS = ['mute', 'no_airtime', 'leaves'] as const;

const MINUTE_MS = 60_000;
/** What is answered to a request for a call: the digit behind its number, and how likely; else nothing. */
const ANSWERS: readonly [string, number][] = [
  ['1', 0.82],
  ['2', 0.08],
  ['3', 0.05],
  ['4', 0.02],
];
const ASKED = new Set(['prompt_talk', 'prompt_talk_soon', 'prompt_urgent', 'prompt_next']);
const LISTS = new Set(['digest', 'digest_more']);
/** Whoever supervises sees to it; a match is agreed to. */
const SEEN_TO = new Set(['prompt_escalated', 'prompt_match', 'prompt_week']);
/** Where other numbers stand before it, the number of a prompt is known by its answers. */
const ANSWERED = /(?<!\d)(\d{2,3})1 (?:move|good)/u;

/** How the counsellor of this place in the list conducts herself: one in ten fails, in one way or another. */
export function conductOf(nth: number): Conduct {
  const round = Math.floor(nth / FAILS_ONE_IN);
  // The fourth of each ten, so that a small team has one too.
  const fails = nth % FAILS_ONE_IN === 3;
  return (fails ? FAILINGS[round % FAILINGS.length] : undefined) ?? 'works';
}

/** Somebody who answers prompts by their codes, within an hour or so, and calls. */
export function createCounsellor(chance: Chance, conduct: Conduct): Holder {
  const within = (fromMinutes: number, toMinutes: number) =>
    (fromMinutes + chance.below(toMinutes - fromMinutes)) * MINUTE_MS;
  const text = (words: string, afterMs: number): Plan => ({
    afterMs,
    act: { kind: 'text', text: words },
  });
  const answer = (): string | undefined => {
    if (conduct === 'no_airtime') return '4';
    let left = chance.next();
    for (const [digit, share] of ANSWERS) {
      if (left < share) return digit;
      left -= share;
    }
    return undefined;
  };
  const asked = (number: string, afterMs: number): Plan[] => {
    const digit = answer();
    return digit === undefined ? [] : [text(`${number}${digit}`, afterMs)];
  };
  const reply = (id: string, number: string, words: string): Plan[] => {
    if (ASKED.has(id)) return asked(number, id === 'prompt_urgent' ? within(2, 20) : within(5, 90));
    // One text for each of the list, one after the other.
    if (LISTS.has(id))
      return listed(words).flatMap((one, index) => asked(one, within(10, 60) * (index + 1)));
    if (id === 'prompt_silent') {
      // Her list is moved, or it is said that all is well.
      return [text(`${number}${chance.next() < 0.5 ? '1' : '3'}`, within(30, 240))];
    }
    if (SEEN_TO.has(id)) return [text(`${number}1`, within(10, 60))];
    if (id === 'prompt_outcome')
      return [text(`${number}${chance.next() < 0.8 ? '1' : '2'}`, within(5, 90))];
    if (!id.startsWith('accepted_')) return [];
    return [text(`${number}${chance.next() < 0.75 ? '6' : '7'}`, within(20, 180))];
  };
  return {
    onAgain: (atMs) => atMs,
    presses: () => undefined,
    reads(shown) {
      const id = idOf(shown);
      const number = ANSWERED.exec(shown.text)?.[1] ?? numbersIn(shown.text)[0];
      if (id === undefined || number === undefined || conduct === 'mute') return [];
      return reply(id, number, shown.text);
    },
  };
}

/** The numbers behind the first colon of a list. */
function listed(words: string): string[] {
  return numbersIn(words.split(': ')[1]?.split('. ')[0] ?? '');
}

function idOf({ place }: Shown): string | undefined {
  return place.startsWith('prompt.') ? place.slice('prompt.'.length) : undefined;
}

/** Numbers of prompts have two or three digits. */
function numbersIn(text: string): string[] {
  return [...text.matchAll(/(?<!\d)\d{2,3}(?!\d)/gu)].map(([number]) => number);
}
