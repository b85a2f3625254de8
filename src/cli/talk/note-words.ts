import type { Note } from '../../proof/talk/phone.ts';
import { durationWords } from '../../proof/transcripts/effect-line.ts';

const WORDS: Readonly<
  Record<Exclude<Note, { ms: number } | { today: string } | { flow: string }>['type'], string>
> = {
  over: 'the conversation is over',
  session_over: 'no session is open: /dial, or an empty line, dials again',
  dropped: 'the session is lost; dialling again',
  no_silence: 'nothing happens here when nobody answers: the question stays open until it expires',
  no_ussd: 'there is no USSD here',
  nothing_sent: 'nothing is sent; a person is asked to look',
  expired: 'the question is no longer open',
  stopped:
    'all texts have stopped; only START, JOIN, HELP, 9 and the word for a complaint are answered now',
  not_after_stop: 'no answer: this phone has stopped; START comes back',
  offer_open:
    'the phone offers to go on (1) or to start again (2); an answer to the question comes after 1',
  unasked_by_sms: 'what comes unasked comes by SMS',
};

/** What whoever tries a phone has to know beside what it shows. */
export function noteWords(note: Note): string {
  switch (note.type) {
    case 'waits':
      return `without an answer something happens after ${durationWords(note.ms)}: /silence`;
    case 'day':
      return `it is ${note.today}`;
    case 'begins':
      return `${note.flow} begins`;
    case 'no_flow':
      return `${note.flow} would begin, but is not in this folder`;
    case 'no_consent':
      return `${note.flow} was due, and is dropped: there is no consent for it`;
    case 'waits_for_question':
      return `${note.flow} was due, and waits: another question is open`;
    default:
      return WORDS[note.type];
  }
}
