import { assert } from '../base/assert.ts';
import { createRecall, type Recall } from '../base/recall.ts';
import { advance } from '../conversation/advance.ts';
import { begin } from '../conversation/begin.ts';
import type { Turn } from '../conversation/place.ts';
import { render, tellsMemory } from '../conversation/render.ts';
import type { Release } from '../flow/release.ts';
import type { Effect, Facts, FlowEvent, Memory, Purpose } from '../flow/vocabulary.ts';
import { localDate } from './local-date.ts';
import { secretFields } from './own-values.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';
import { noted } from './wishes.ts';

/** A flow handing over to a flow that hands over …: more than this is a circle that the proof should have refused. */
const HAND_OVERS_MAX = 4;

/** What a talk with the flows came to: pure, nothing stored yet. */
export type Talk = {
  understood: boolean;
  /** Where it stands now; undefined when it ended. */
  place: { release: Release; step: string; memory: Memory } | undefined;
  /** In order, in words, in the language that held when each was said. */
  said: string[];
  /** In order. */
  effects: Asked[];
  language: string;
  /** Purpose of the flow that spoke last: what an unprompted text of it needs consent for. */
  purpose: Purpose | undefined;
  silenceAfterMs: number | undefined;
  expiresAfterMs: number;
  /** Values that outlive the conversation, after this turn. */
  remembered: Memory;
  /** Fields of `place` that no log may hold. */
  secrets: ReadonlySet<string>;
};

/** Something asked for beside saying, with the release and step that asked. */
export type Asked = { effect: OtherEffect; release: Release; step: string };
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
  return runHandOvers(setting, running, situation);
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
  return runHandOvers(setting, running, situation);
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
      remembered: situation.kept.remembered ?? {},
      secrets: NO_SECRETS,
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
    traits: situation.traits,
    silences: situation.silences,
    days: {
      joined: daysSince(situation.row.joinedAt, situation.now),
      answered: daysSince(situation.row.heardAt, situation.now),
    },
  };
}

const DAY_MS = 24 * 3_600_000;
const NO_SECRETS: ReadonlySet<string> = new Set();

function daysSince(then: Date | null, now: Date): number | undefined {
  return then === null
    ? undefined
    : Math.max(0, Math.floor((now.getTime() - then.getTime()) / DAY_MS));
}

/** While a STOP stands, what outlives a conversation is hidden from the next: a visitor is shown a visitor's texts. */
function runHandOvers(setting: Setting, running: Running, { stopped, now }: Situation): Talk {
  for (let count = 0; running.next !== undefined; count += 1) {
    assert(count <= HAND_OVERS_MAX, 'flows do not hand over in a circle');
    const release = running.next;
    running.next = undefined;
    const memory = stopped ? {} : running.talk.remembered;
    take(setting, running, release, begin(release, memory, running.facts, now));
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
        talk.said.push(
          worded(setting, running, { release, memory: turn.place.memory }, effect.text),
        );
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
      case 'note': {
        const traits = noted(running.facts.traits, effect.trait, effect.is);
        running.facts = { ...running.facts, traits };
        break;
      }
      case 'follow_up':
      case 'record':
      case 'set_shared':
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
  talk.secrets = secretFields(release);
  talk.remembered = remembering(release, talk.remembered, turn.place.memory);
  talk.silenceAfterMs = turn.silenceAfterMs;
  talk.expiresAfterMs = turn.expiresAfterMs;
}

/** What outlives the conversation, with what this flow has of it now. */
function remembering(release: Release, before: Memory, memory: Memory): Memory {
  const fields = release.remember.filter((field) => Object.hasOwn(memory, field));
  if (fields.length === 0) return before;
  return { ...before, ...Object.fromEntries(fields.map((field) => [field, memory[field] ?? ''])) };
}

function admissible(setting: Setting, facts: Facts, flow: string): Release | undefined {
  const release = setting.releases.current(flow);
  if (release?.purpose === undefined || facts.purposes.includes(release.purpose)) return release;
  return setting.releases.current(setting.programme.flows.join);
}

/** Texts of all releases in use, in each language and channel, are some hundreds; 4,000 take about 1 MB. */
const TEXTS_MAX = 4_000;
const recalls = new WeakMap<Setting, Recall<string>>();

/** What speaks: a release, and what its conversation remembers at the end of the turn. */
type Speaking = { release: Release; memory: Memory };

/** A text in words: the same for everybody, unless it tells what this conversation remembers. */
function worded(
  setting: Setting,
  { facts }: Running,
  { release, memory }: Speaking,
  text: string,
): string {
  const options = renderOptions(setting, facts);
  if (tellsMemory(release, text)) return render(release, [text], { ...options, memory });
  let recall = recalls.get(setting);
  if (recall === undefined) recalls.set(setting, (recall = createRecall(TEXTS_MAX)));
  const key = `${release.flow} ${release.version} ${text} ${facts.language} ${facts.channel}`;
  return recall(key, () => render(release, [text], options));
}

function renderOptions({ programme, formats }: Setting, facts: Facts) {
  return {
    language: facts.language,
    channel: facts.channel,
    languages: programme.languages,
    variables: programmeVariables(programme),
    formats,
    openTexts: facts.traits.includes('open_texts'),
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
