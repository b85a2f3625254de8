import { after, type Timer } from '../../base/clock.ts';
import { Refusal } from '../../base/refusal.ts';
import { dialForm } from './dial-form.ts';
import { type EndStatus, type EndedSession, sendEndEvent } from './ussd-end-event.ts';
import { type ScreenWarning, postHop } from './ussd-hop.ts';
import type { Workings } from './workings.ts';

/** What the phone shows of a session. */
export type UssdScreen = {
  sessionId: string;
  state: ScreenState;
  /** The service's words, without CON or END; while waiting, those of the screen before. */
  text: string;
  characters: number;
  warnings: readonly ScreenWarning[];
  /** How long the service took for this screen. */
  tookMs: number | undefined;
};

/** `failed`: the gateway ended it, its answer late, missing or malformed (docs/africastalking.md section 3.4). */
export type ScreenState =
  | 'waiting'
  | 'open'
  | 'ended'
  | 'failed'
  | 'cancelled'
  | 'timed_out'
  /** The operator's answers, not the service's: no such code; sender blocked. */
  | 'no_such_code'
  | 'blocked';

type Session = EndedSession & {
  labels: string[];
  idle: Timer | undefined;
  total: Timer | undefined;
};

/** One phone's line to the USSD gateway. */
export type UssdLine = {
  workings: Workings;
  number: string;
  changed: () => void;
  session: Session | undefined;
  shown: UssdScreen | undefined;
};

const MALFORMED = 'Response should start with a CON or an END';

/** Dials a code. @throws Refusal while a session is open. */
export async function dial(line: UssdLine, code: string): Promise<UssdScreen> {
  const { workings } = line;
  if (line.session !== undefined) throw new Refusal('conflict', 'A session is open on this phone.');
  line.shown = undefined;
  const form = dialForm(workings, code);
  if (form === undefined) return show(line, 'no_such_code');
  const session: Session = {
    id: workings.ids.session(),
    serviceCode: form.serviceCode,
    input: form.input,
    startedMs: workings.clock.monotonicMs(),
    hops: 0,
    labels: [],
    lastAnswer: '',
    idle: undefined,
    total: undefined,
  };
  line.session = session;
  session.total = endAfter(line, session, workings.timing.ussdTotalMs);
  return hop(line, session);
}

/** Answers the open screen. @throws Refusal when none is open, or it has not come yet. */
export async function reply(line: UssdLine, text: string): Promise<UssdScreen> {
  const { session } = line;
  if (session === undefined) throw new Refusal('conflict', 'No session is open on this phone.');
  if (line.shown?.state !== 'open') throw new Refusal('conflict', 'The screen has not come yet.');
  const isFirst = session.hops === 1 && session.input === '';
  session.input = isFirst ? text : `${session.input}*${text}`;
  return hop(line, session);
}

/** Ends the session from the phone's side, be it by a key or by walking out of coverage. */
export function cancel(line: UssdLine): void {
  if (line.session !== undefined) end(line, line.session, 'Incomplete', 'cancelled');
}

/** Puts the last screen of an ended session away. */
export function dismiss(line: UssdLine): void {
  if (line.session === undefined) line.shown = undefined;
  line.changed();
}

/** Draws a screen. */
export function show(
  line: UssdLine,
  state: ScreenState,
  text = '',
  rest: Partial<UssdScreen> = {},
): UssdScreen {
  const sessionId = line.session?.id ?? '';
  const characters = Array.from(text).length;
  const shown = { sessionId, state, text, characters, warnings: [], tookMs: undefined, ...rest };
  line.shown = shown;
  line.changed();
  return shown;
}

async function hop(line: UssdLine, session: Session): Promise<UssdScreen> {
  session.idle?.cancel();
  session.hops += 1;
  show(line, 'waiting', line.shown?.text);
  const { kind, text, warnings, posted } = await postHop(line.workings, line.number, session);
  // The session may have been cancelled meanwhile; nobody is there to read the answer.
  if (line.session !== session) return line.shown ?? show(line, 'cancelled');
  session.lastAnswer = posted.body;
  if (posted.hop !== undefined) session.labels.push(posted.hop);
  if (kind === undefined) return end(line, session, 'Failed', 'failed');
  const measured = { warnings, tookMs: posted.tookMs };
  if (kind === 'END') return end(line, session, 'Success', 'ended', text, measured);
  session.idle = endAfter(line, session, line.workings.timing.ussdIdleMs);
  return show(line, 'open', text, measured);
}

function end(
  line: UssdLine,
  session: Session,
  status: EndStatus,
  state: ScreenState,
  text?: string,
  rest?: Partial<UssdScreen>,
): UssdScreen {
  session.idle?.cancel();
  session.total?.cancel();
  const shown = show(line, state, text, rest);
  line.session = undefined;
  const why = status === 'Failed' ? MALFORMED : undefined;
  void sendEndEvent(line.workings, line.number, session, status, why);
  return shown;
}

/** Ends the session when nobody answers for too long, or when it has lasted too long as a whole. */
function endAfter(line: UssdLine, session: Session, ms: number): Timer {
  const onTime = () => {
    if (line.session === session) end(line, session, 'Incomplete', 'timed_out');
  };
  return after(ms, onTime);
}
