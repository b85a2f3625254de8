import { pause } from '../../src/base/clock.ts';
import type { Phone } from '../../src/gateway/simulator/phone.ts';
import type { Simulator } from '../../src/gateway/simulator/start-simulator.ts';
import { numberOf } from './callbacks.ts';
import type { Chance } from './chance.ts';

/** What people got: texts that were answered 200, and screens that they saw. */
export type CrowdRecord = {
  texts: { number: string; id: string; taken: boolean }[];
  /** `reply` is what the screen answers; undefined when it answers a dial. */
  screens: { number: string; reply: string | undefined; text: string }[];
};

/** Everything that people do in the shipped flows, short of STOP, which has a race of its own. */
const TEXTS = ['JOIN', 'JOIN', '1', '1', '1', '2', '2', '3', '4', 'HELP', '9', '0', '7', 'hello'];
const REPLIES = ['1', '1', '1', '2', '2', '3', '4', '0', '7', '9', '00', 'hello'];
const HOPS_MAX = 6;

export type CrowdOptions = {
  people: number;
  chance: Chance;
  /** Longest pause between two acts of a person, in milliseconds. */
  thinkMs: number;
  /** What is shown when no answer can be had: no acknowledgement. */
  unavailable: string;
};

/** People with phones, at once, each texting and dialling as the seed says. `stop` resolves when all have done. */
export function startCrowd(standIn: Simulator, options: CrowdOptions) {
  const record: CrowdRecord = { texts: [], screens: [] };
  const leaving = new AbortController();
  const said = new Map<string, number>();
  const all = Array.from({ length: options.people }, (_, index) =>
    live(standIn.phone(numberOf(index)), options.chance.fork(index)),
  );

  async function live(phone: Phone, chance: Chance): Promise<void> {
    const think = () => pause(chance.below(options.thinkMs), leaving.signal);
    for (;;) {
      await think();
      if (leaving.signal.aborted) return;
      if (chance.below(2) === 0) await text(phone, chance);
      else await session(phone, chance, think);
    }
  }

  /** Nobody writes the very same twice: that is what a machine does, and the gate brakes it. */
  function unlike(number: string, words: string): string {
    const count = said.get(`${number} ${words}`) ?? 0;
    said.set(`${number} ${words}`, count + 1);
    return `${words}${' '.repeat(count)}`;
  }

  async function text(phone: Phone, chance: Chance): Promise<void> {
    const { id, taken } = await phone.texts(unlike(phone.number, chance.pick(TEXTS)));
    record.texts.push({ number: phone.number, id, taken });
  }

  async function session(phone: Phone, chance: Chance, think: () => Promise<void>): Promise<void> {
    const { number } = phone;
    const saw = ({ state, text: shown }: { state: string; text: string }, reply?: string) => {
      const answered = state === 'open' || state === 'ended';
      if (answered && shown !== options.unavailable)
        record.screens.push({ number, reply, text: shown });
      return state === 'open';
    };
    let goesOn = saw(await phone.dials());
    for (let hops = chance.below(HOPS_MAX); goesOn && hops > 0; hops -= 1) {
      await think();
      const reply = chance.pick(REPLIES);
      goesOn = saw(await phone.replies(reply), reply);
    }
    if (goesOn) phone.cancels();
  }

  return {
    record,
    async stop(): Promise<CrowdRecord> {
      leaving.abort();
      await Promise.all(all);
      return record;
    },
  };
}
