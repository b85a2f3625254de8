import { assert } from '../base/assert.ts';
import { createRecall, type Recall } from '../base/recall.ts';
import { advance } from '../conversation/advance.ts';
import { begin } from '../conversation/begin.ts';
import type { Turn } from '../conversation/place.ts';
import { render } from '../conversation/render.ts';
import type { Release } from '../flow/release.ts';
import type { Effect, Facts, FlowEvent, Memory, Purpose } from '../flow/vocabulary.ts';
import { localDate } from './local-date.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';

/** A flow handing over to a flow that hands over …: more than this is a circle that the proof should have refused. */
const HAND_OVERS_MAX = 4;

/** What a talk with the flows came to: pure, nothing stored yet. */
export type Talk = {
  understood: boolean;
  /** Where it stands now; undefined when it ended. */
  place: { release: Release; step: string; memory: Memory } | undefined;
  /** In order, in words, in the language that held when each was said. */
  said: string[];
  /** Everything asked for beside saying, with the release and step that asked. */
  effects: { effect: OtherEffect; release: Release; step: string }[];
  language: string;
  /** Purpose of the flow that spoke last: what an unprompted text of it needs consent for. */
  purpose: Purpose | undefined;
  silenceAfterMs: number | undefined;
  expiresAfterMs: number;
};
type OtherEffect = Exclude<Effect, { type: 'say' | 'hand_over' }>;

type Running = { talk: Talk; facts: Facts; next: Release | undefined };

/** Begins a flow. Without the consent it needs, the way in is begun instead: no flow starts unasked. */
export function beginFlow(
  setting: Setting,
  situation: Situation,
  flow: string,
  channel: 'sms' | 'ussd',
): Talk | undefined {
  const running = startRunning(setting, situation, channel);
  running.next = admissible(setting, running.facts, flow);
  if (running.next === undefined) return undefined;
  return runHandOvers(setting, running, situation.now);
}

/** Takes an event to the open conversation. Undefined when its release is not there. @throws StepGone */
export function continueFlow(
  setting: Setting,
  situation: Situation,
  open: OpenConversation,
  event: FlowEvent,
  channel: 'sms' | 'ussd',
): Talk | undefined {
  const release = setting.releases.pinned(open.flow, open.version);
  if (release === undefined) return undefined;
  const running = startRunning(setting, situation, channel);
  const place = { step: open.step, memory: open.memory };
  take(
    setting,
    running,
    release,
    advance(release, place, event, { facts: running.facts, formats: setting.formats }),
  );
  return runHandOvers(setting, running, situation.now);
}

function startRunning(setting: Setting, situation: Situation, channel: 'sms' | 'ussd'): Running {
  return {
    talk: {
      understood: true,
      place: undefined,
      said: [],
      effects: [],
      language: situation.language,
      purpose: undefined,
      silenceAfterMs: undefined,
      expiresAfterMs: 0,
    },
    facts: factsOf(setting, situation, channel),
    next: undefined,
  };
}

function factsOf(setting: Setting, situation: Situation, channel: 'sms' | 'ussd'): Facts {
  const { programme } = setting;
  return {
    language: situation.language,
    channel,
    purposes: situation.purposes,
    languages: programme.languages,
    today: localDate(situation.now, programme.timeZone),
    traits: [],
    silences: 0,
    days: { joined: undefined, answered: undefined },
  };
}

function runHandOvers(setting: Setting, running: Running, now: Date): Talk {
  for (let count = 0; running.next !== undefined; count += 1) {
    assert(count <= HAND_OVERS_MAX, 'flows do not hand over in a circle');
    const release = running.next;
    running.next = undefined;
    take(setting, running, release, begin(release, {}, running.facts, now));
  }
  return running.talk;
}

/** Adds one turn of a flow to the talk, effect by effect, since a change of language changes what is said after it. */
function take(setting: Setting, running: Running, release: Release, turn: Turn): void {
  const { talk } = running;
  talk.understood &&= turn.understood;
  talk.purpose = release.purpose;
  for (const effect of turn.effects) {
    switch (effect.type) {
      case 'say':
        talk.said.push(worded(setting, running, release, effect.text));
        continue;
      case 'hand_over':
        running.next = admissible(setting, running.facts, effect.flow);
        continue;
      case 'set_language':
        talk.language = effect.language;
        running.facts = { ...running.facts, language: effect.language };
        break;
      case 'subscribe':
        running.facts = {
          ...running.facts,
          purposes: [...new Set([...running.facts.purposes, effect.purpose])],
        };
        break;
      case 'unsubscribe':
        running.facts = {
          ...running.facts,
          purposes: running.facts.purposes.filter((purpose) => purpose !== effect.purpose),
        };
        break;
      case 'follow_up':
      case 'record':
      case 'set_shared':
      case 'note':
      case 'set_hours':
      case 'pause':
      case 'quiet':
      case 'start':
      case 'remind':
      case 'cancel':
      case 'join_group':
      case 'leave_group':
        break;
    }
    talk.effects.push({ effect, release, step: turn.place.step });
  }
  talk.place = turn.done ? undefined : { release, ...turn.place };
  talk.silenceAfterMs = turn.silenceAfterMs;
  talk.expiresAfterMs = turn.expiresAfterMs;
}

function admissible(setting: Setting, facts: Facts, flow: string): Release | undefined {
  const release = setting.releases.current(flow);
  if (release?.purpose === undefined || facts.purposes.includes(release.purpose)) return release;
  return setting.releases.current(setting.programme.flows.join);
}

/** Texts of all releases in use, in each language and channel, are some hundreds; 4,000 take about 1 MB. */
const TEXTS_MAX = 4_000;
const recalls = new WeakMap<Setting, Recall<string>>();

/** A text in words: the same for everybody, since only the programme fills it in. */
function worded(setting: Setting, { facts }: Running, release: Release, text: string): string {
  let recall = recalls.get(setting);
  if (recall === undefined) recalls.set(setting, (recall = createRecall(TEXTS_MAX)));
  const key = `${release.flow} ${release.version} ${text} ${facts.language} ${facts.channel}`;
  return recall(key, () => render(release, [text], renderOptions(setting, facts)));
}

function renderOptions({ programme }: Setting, facts: Facts) {
  return {
    language: facts.language,
    channel: facts.channel,
    languages: programme.languages,
    variables: programmeVariables(programme),
  };
}

/** What texts may say of the programme. */
function programmeVariables(programme: Setting['programme']): Record<string, string> {
  return {
    programme: programme.name,
    service_code: programme.serviceCode ?? '',
    short_code: programme.shortCode ?? '',
  };
}
