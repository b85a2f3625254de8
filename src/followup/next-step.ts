import { dutyNow, dutyOpenFor } from '../flow/duty-hours.ts';
import { type LadderPerson, MORNING_CALL, REFERRAL } from '../store/ladder-people.ts';
import type { LadderRequest } from '../store/ladder-requests.ts';
import { askFrom, kindOf, type LadderTimes, type RequestKind, RUNGS } from './ladder.ts';
import type { RequestPrompt } from './prompt-answers.ts';

/** The text of the morning leaves within so long after duty has opened; what is late for it waits for the next. */
const MORNING_MS = 2 * 3_600_000;
const TOP = RUNGS.length - 1;
/** Calls that nobody answered after which she is not asked again how it went: it stands in her list. */
const TRIES_MAX = 3;

/** What is done about a request that is due. */
export type NextStep =
  | { act: 'wait'; kind: RequestKind; until: Date }
  | { act: 'ask'; kind: RequestKind; rung: number; person: LadderPerson; prompt: RequestPrompt }
  /** Whoever accepted it is asked how it went. */
  | { act: 'ask_outcome'; kind: RequestKind; person: string }
  /** What can wait goes to the next person in the morning. */
  | { act: 'put_off'; kind: RequestKind; rung: number; until: Date }
  /** Everybody was asked and the last time is over. */
  | { act: 'top'; kind: RequestKind }
  /** Nobody at all can be asked: somebody has to look. Asked again on the next day of duty, or when somebody begins. */
  | { act: 'nobody'; kind: RequestKind; until: Date }
  | { act: 'rest'; kind: RequestKind };

/** Who is meant on each rung, the first first. Requests of nobody's member go to the duty list of the place. */
const RELATIONS: readonly (readonly LadderPerson['relation'][])[] = [
  ['own', 'backup', 'duty'],
  ['backup', 'duty'],
  ['supervisor', 'place_supervisor'],
  ['lead'],
];

/** Who is asked before her own counsellor, since she chose so; then it is a request like any other. */
const CHOSEN: Readonly<Record<string, LadderPerson['relation']>> = {
  [REFERRAL]: 'clinic',
  [MORNING_CALL]: 'volunteer',
};
const CHOSEN_RUNGS = 2;

type Standing = Pick<
  LadderRequest,
  'reason' | 'kind' | 'stage' | 'rung' | 'tries' | 'counsellorId' | 'openedAt'
>;
type Moment = { now: Date; outcomeAsked: boolean };

/** Pure. `outcomeAsked`: whoever accepted it was asked how it went, and has not said. */
export function nextStep(
  request: Standing,
  people: readonly LadderPerson[],
  times: LadderTimes,
  { now, outcomeAsked }: Moment,
): NextStep {
  const first = stepForNobody(request, times, { now, outcomeAsked });
  if (first !== undefined) return first;
  return askNext(request, people, { times, now });
}

/** What is done about it whoever works here; undefined where the next person is to be asked. */
export function stepForNobody(
  request: Standing,
  times: LadderTimes,
  { now, outcomeAsked }: Moment,
): NextStep | undefined {
  const kind = kindOfRequest(request);
  const { stage } = request;
  if (stage === 'new') {
    const until = kind === 'digest' ? thisMorning(request, times, now) : undefined;
    if (until !== undefined) return { act: 'wait', kind, until };
    const from = askFrom(times, kind, now);
    if (from > now) return { act: 'wait', kind, until: from };
  }
  const duty = dutyNow(times, now);
  if (!duty.open) return { act: 'wait', kind, until: duty.opensAt };
  if (stage === 'accepted' && !outcomeAsked) return askOutcome(kind, request);
  if (kind !== 'digest') return undefined;
  const until = askFrom(times, kind, now);
  if (stage === 'accepted') return { act: 'put_off', kind, rung: nextRung(request), until };
  const isMorning = (dutyOpenFor(times, now) ?? 0) <= MORNING_MS;
  return isMorning ? undefined : { act: 'wait', kind, until };
}

/**
 * When duty began today, for what was asked before and is seen only now: it still comes into the text of this morning. The
 * same moment for every process, however their clocks differ, so that it is one text.
 */
function thisMorning(
  { openedAt }: Pick<LadderRequest, 'openedAt'>,
  times: LadderTimes,
  now: Date,
): Date | undefined {
  const openFor = dutyOpenFor(times, now);
  if (openFor === undefined || openFor > MORNING_MS) return undefined;
  const began = new Date(now.getTime() - openFor);
  return openedAt < began ? began : undefined;
}

function kindOfRequest({ kind, reason }: Standing): RequestKind {
  return kind ?? kindOf(reason);
}

function nextRung({ stage, rung }: Standing): number {
  return stage === 'offered' || stage === 'accepted' ? rung + 1 : rung;
}

function askOutcome(
  kind: RequestKind,
  { counsellorId, tries }: Pick<LadderRequest, 'counsellorId' | 'tries'>,
): NextStep {
  return counsellorId === null || tries >= TRIES_MAX
    ? { act: 'rest', kind }
    : { act: 'ask_outcome', kind, person: counsellorId };
}

function askNext(
  request: Standing,
  people: readonly LadderPerson[],
  { times, now }: { times: LadderTimes; now: Date },
): NextStep {
  const kind = kindOfRequest(request);
  for (let rung = nextRung(request); rung <= TOP; rung += 1) {
    const person = firstOf(relationsOn(rung, request), people);
    if (person !== undefined)
      return { act: 'ask', kind, rung, person, prompt: promptOn(kind, rung) };
  }
  if (people.some(({ asked }) => asked)) return { act: 'top', kind };
  return { act: 'nobody', kind, until: askFrom(times, 'digest', now) };
}

function relationsOn(rung: number, { reason }: Standing): readonly LadderPerson['relation'][] {
  const chosen = Object.hasOwn(CHOSEN, reason) ? CHOSEN[reason] : undefined;
  return chosen !== undefined && rung < CHOSEN_RUNGS
    ? [chosen, 'own', 'backup', 'duty']
    : (RELATIONS[rung] ?? []);
}

function firstOf(
  relations: readonly LadderPerson['relation'][],
  people: readonly LadderPerson[],
): LadderPerson | undefined {
  const mayBeAsked = people.filter((one) => one.available && !one.refused && !one.asked);
  return relations
    .flatMap((relation) => mayBeAsked.filter((one) => one.relation === relation))
    .at(0);
}

function promptOn(kind: RequestKind, rung: number): RequestPrompt {
  if (kind === 'digest') return 'digest';
  if (rung >= RUNGS.indexOf('supervisor')) return 'escalated';
  if (kind === 'urgent') return 'urgent';
  return rung === 0 ? 'talk' : 'next';
}
