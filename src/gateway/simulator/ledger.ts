import type { PhoneNumber } from '../../base/phone-number.ts';
import type { Measure } from './measure-text.ts';

/** One message that the gateway took. This list is what the tests judge by. */
export type Accepted = {
  /** Counts up from 1 in the order in which complete requests arrived. */
  sequence: number;
  to: string;
  text: string;
  from: string;
  /** On the clock's monotonic scale, when the complete request had arrived. */
  atMs: number;
  providerId: string;
  measure: Measure;
  /** In the account's currency. */
  price: number;
};

/** Something crossed the wire: names, ids and figures only. */
export type Note = {
  at: Date;
  what: NoteKind;
  id: string;
  /** The HTTP status, a provider status or a status code. */
  result: string;
  tookMs: number | undefined;
};
export type NoteKind =
  | 'send'
  | 'fault'
  | 'text'
  | 'report'
  | 'ussd'
  | 'ussd_end'
  | 'opt_out'
  | 'service';

export type SimulatorEvent =
  | { type: 'accepted'; message: Accepted }
  | { type: 'phone'; number: PhoneNumber }
  | { type: 'note'; note: Note }
  | { type: 'clock' };

export type Ledger = {
  readonly messages: readonly Accepted[];
  /** The newest last, at most `NOTES_KEPT`. */
  readonly notes: readonly Note[];
  accept(message: Omit<Accepted, 'sequence'>): Accepted;
  note(note: Note): void;
  emit(event: SimulatorEvent): void;
  /** Calls `listener` at once with each event; returns how to end that. */
  subscribe: (listener: (event: SimulatorEvent) => void) => () => void;
};

/** What a person can look back on in the page: some hours of one trial. */
const NOTES_KEPT = 200;

export function createLedger(): Ledger {
  const messages: Accepted[] = [];
  const notes: Note[] = [];
  const listeners = new Set<(event: SimulatorEvent) => void>();
  const emit = (event: SimulatorEvent) => {
    for (const listener of listeners) listener(event);
  };
  return {
    messages,
    notes,
    emit,
    accept(fields) {
      const message = { sequence: messages.length + 1, ...fields };
      messages.push(message);
      emit({ type: 'accepted', message });
      return message;
    },
    note(note) {
      notes.push(note);
      if (notes.length > NOTES_KEPT) notes.shift();
      emit({ type: 'note', note });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
