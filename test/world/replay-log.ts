import { advance } from '../conversation/advance-plainly.ts';
import { begin } from '../../src/conversation/begin.ts';
import type { Turn } from '../../src/conversation/place.ts';
import { render } from '../../src/conversation/render.ts';
import type { Programme } from '../../src/flow/programme.ts';
import type { Release } from '../../src/flow/release.ts';
import type { Facts, Memory } from '../../src/flow/vocabulary.ts';

/** One row of the log of turns, its sealed value opened. */
export type LoggedTurn = {
  turn: number;
  channel: 'sms' | 'ussd';
  event: string;
  input: string | undefined;
};

/** Where a talk stands, as the database has it. */
export type Standing = {
  flow: string | null;
  version: number | null;
  step: string | null;
  memory: Memory;
};
export type Replayed = {
  /** After each turn, in order. */
  standing: Standing[];
  /** What flows said in each turn; undefined where the turn was not for a flow. */
  said: (string[] | undefined)[];
  purposes: string[];
  language: string;
};

export type Rules = { programme: Programme; release: (flow: string) => Release };

const NOWHERE: Standing = { flow: null, version: null, step: null, memory: {} };
/** Events that leave the talk where it is. `resume` and `not_understood` say the question again. */
const UNMOVED = new Set(
  'help person person_when person_off person_still left more offer_again resume no_question closed not_understood earlier_reply who care not_now may_mean_stop goes_on'.split(
    ' ',
  ),
);
/** The pure rooms take the time of an event, and these flows do nothing with it. */
const NOW = new Date(0);

/** Plays the log of one phone through its flows from nothing, with the pure functions alone. */
export function replayLog(rules: Rules, log: readonly LoggedTurn[]): Replayed {
  const { programme } = rules;
  let at = NOWHERE;
  let facts: Facts = {
    language: programme.defaultLanguage,
    channel: 'sms',
    purposes: [],
    languages: programme.languages,
    today: '2027-01-04',
    traits: [],
    silences: 0,
    days: { joined: undefined, answered: undefined },
  };
  const done: Replayed = { standing: [], said: [], purposes: [], language: '' };
  for (const { channel, event, input = '', turn } of log) {
    facts = { ...facts, channel };
    const move = moveOf(event, at, programme);
    if (move === undefined) done.said.push(undefined);
    else {
      const played = play(rules, facts, at, move === 'reply' ? { input } : { flow: move }, turn);
      ({ at, facts } = played);
      done.said.push(played.said);
    }
    done.standing.push(at);
  }
  return { ...done, purposes: [...facts.purposes], language: facts.language };
}

/** The flow that an event begins, `reply` where it goes on, undefined where nothing moves. */
function moveOf(event: string, at: Standing, { flows }: Programme): string | undefined {
  switch (event) {
    case 'join':
      return flows.join;
    case 'home':
    case 'start_again':
      return flows.home;
    case 'dial': {
      const elsewhere = at.flow !== null && !(at.flow === flows.home && at.step === 'home');
      return elsewhere ? undefined : flows.home;
    }
    case 'reply':
      return 'reply';
    default:
      if (UNMOVED.has(event)) return undefined;
      throw new Error(`the replay does not know the event ${event}`);
  }
}

type Told = { flow: string } | { input: string };

function play(rules: Rules, before: Facts, from: Standing, told: Told, turn: number) {
  const { programme } = rules;
  let facts = before;
  let at = from;
  const said: string[] = [];
  const allowed = (flow: string) => {
    const { purpose } = rules.release(flow);
    return purpose === undefined || facts.purposes.includes(purpose) ? flow : programme.flows.join;
  };
  const take = (release: Release, { place, effects, done }: Turn): string | undefined => {
    let next: string | undefined;
    for (const effect of effects)
      if (effect.type === 'say')
        said.push(render(release, [effect.text], { ...facts, variables: variablesOf(programme) }));
      else if (effect.type === 'hand_over') next = allowed(effect.flow);
      else if (effect.type === 'set_language') facts = { ...facts, language: effect.language };
      else if (effect.type === 'subscribe')
        facts = { ...facts, purposes: [...new Set([...facts.purposes, effect.purpose])] };
    const { flow, version } = release;
    at = done ? NOWHERE : { flow, version, ...place };
    return next;
  };
  let next: string | undefined;
  if ('flow' in told) next = allowed(told.flow);
  else {
    if (at.flow === null || at.step === null) throw new Error(`turn ${turn} answers nothing`);
    const release = rules.release(at.flow);
    const event = { type: 'REPLY' as const, text: told.input, late: false, now: NOW };
    const answered = advance(release, { step: at.step, memory: at.memory }, event, facts);
    if (!answered.understood) throw new Error(`turn ${turn} was understood when it was taken`);
    next = take(release, answered);
  }
  while (next !== undefined) {
    const release = rules.release(next);
    next = take(release, begin(release, {}, facts, NOW));
  }
  return { at, facts, said };
}

/** What texts may say of the programme. */
function variablesOf({ name, serviceCode = '', shortCode }: Programme): Record<string, string> {
  return { programme: name, service_code: serviceCode, short_code: shortCode };
}
