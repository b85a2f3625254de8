import { assert } from '../../base/assert.ts';
import { type PhoneNumber, parsePhoneNumber } from '../../base/phone-number.ts';
import type { InboundEntry } from './inbound-texts.ts';
import type { Accepted } from './ledger.ts';
import { type Phone, createPhone } from './phone.ts';
import type { Workings } from './workings.ts';

/** All phones of the stand-in's world: one comes to be when it is first named or texted. */
export type Phones = {
  phone(number: PhoneNumber): Phone;
  /** The numbers seen so far, in the order of their first use. */
  numbers(): PhoneNumber[];
  /** Puts an accepted message into its phone. */
  receive(message: Accepted): void;
  /** What was written to the service, for `GET /version1/messaging`. */
  receivedAfter(lastReceivedId: number): InboundEntry[];
};

export function createPhones(workings: Workings): Phones {
  const held = new Map<PhoneNumber, ReturnType<typeof createPhone>>();
  const entries: InboundEntry[] = [];
  // Ids go on rising when the stand-in is started again, since the service remembers the last one it saw.
  let lastEntryId = workings.clock.now().getTime();
  const log = (entry: Omit<InboundEntry, 'id'>) => {
    lastEntryId += 1;
    entries.push({ id: lastEntryId, ...entry });
  };
  const hold = (number: PhoneNumber) => {
    const known = held.get(number);
    if (known !== undefined) return known;
    const made = createPhone(workings, number, log);
    held.set(number, made);
    return made;
  };
  return {
    phone: (number) => hold(number).phone,
    numbers: () => [...held.keys()],
    receivedAfter: (id) => entries.filter((entry) => entry.id > id),
    receive({ providerId, from, to, text, measure, price }) {
      const number = parsePhoneNumber(to);
      assert(number !== undefined, 'a message was accepted for something that is no number');
      const at = workings.clock.now();
      const received = { id: providerId, party: from, text, at, measure, price };
      hold(number).receive({ ...received, direction: 'received', state: 'done' });
    },
  };
}
