import { assert } from '../base/assert.ts';
import { advance } from '../conversation/advance.ts';
import { admissible, HAND_OVERS_MAX } from '../conversation/admissible.ts';
import { begin } from '../conversation/begin.ts';
import { factsAfter } from '../conversation/facts-after.ts';
import type { Turn } from '../conversation/place.ts';
import type { Release } from '../flow/release.ts';
import type { Facts, FlowEvent, Memory, Purpose } from '../flow/vocabulary.ts';
import type { GroupPlace } from '../store/request-rows.ts';
import { factsOf, type OtherEffect } from './facts.ts';
import { newReceipt } from './complaint-receipt.ts';
import { inRelease } from './flow-fault.ts';
import { ledgerAnswer, type LedgerAnswer } from './ledger-answer.ts';
import { secretFields } from './own-values.ts';
import { shownCounsellor } from './shown-counsellor.ts';
import type { Setting } from './setting.ts';
import type { OpenConversation, Situation } from './situation.ts';
import { worded } from './worded.ts';

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
export type Asked = {
  effect: OtherEffect;
  release: Release;
  step: string;
  /** What was answered, where this goes into the ledger. */
  answer?: LedgerAnswer | undefined;
  /** Of a complaint: four digits, told with it. */
  receipt?: number | undefined;
};

type Running = {
  talk: Talk;
  phoneId: string;
  facts: Facts;
  next: Release | undefined;
  shared: boolean;
  doubted: boolean;
  answer?: LedgerAnswer | undefined;
  receipt?: number;
  /** What the one is called who could meet her, where she may be told. */
  counsellor?: string | undefined;
  group?: GroupPlace | undefined;
};

/** Begins a flow. Without the consent it needs, the way in is begun instead: no flow starts unasked. */
export function beginFlow(
  setting: Setting,
  situation: Situation,
  flow: string,
  channel: 'sms' | 'ussd',
): Talk | undefined {
  const running = startRunning(setting, situation, channel);
  running.next = startable(setting, running, flow);
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
  const { facts } = running;
  const { formats } = setting;
  const turn = advance(release, place, event, { facts, formats });
  const { effects } = turn;
  running.answer = ledgerAnswer(release, open.step, event, { effects, facts, formats });
  take(setting, running, release, turn);
  running.answer = undefined;
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
    phoneId: situation.row.phoneId,
    facts: factsOf(setting, situation, channel),
    next: undefined,
    shared: situation.row.sharedPhone === true,
    doubted: situation.doubted,
    counsellor: shownCounsellor(setting, situation, channel),
    // A number that has stopped is told nothing of a group.
    group: situation.stopped ? undefined : (situation.row.group ?? undefined),
  };
}

const NO_SECRETS: ReadonlySet<string> = new Set();

/**
 * While a STOP stands, or somebody else may have the phone, what outlives a conversation is hidden from the next: a visitor
 * is shown a visitor's texts.
 */
function runHandOvers(setting: Setting, running: Running, situation: Situation): Talk {
  const { stopped, doubted, now } = situation;
  for (let count = 0; running.next !== undefined; count += 1) {
    assert(count <= HAND_OVERS_MAX, 'flows do not hand over in a circle');
    const release = running.next;
    running.next = undefined;
    const isHidden = stopped || doubted || release.sessionOnly;
    const memory = isHidden ? {} : running.talk.remembered;
    inRelease(release, () =>
      take(setting, running, release, begin(release, memory, running.facts, now)),
    );
  }
  return running.talk;
}

/** Adds one turn of a flow to the talk, effect by effect, since a change of language changes what is said after it. */
function take(setting: Setting, running: Running, release: Release, turn: Turn): void {
  const { talk, counsellor, group } = running;
  const { memory } = turn.place;
  talk.understood &&= turn.understood;
  talk.purpose = release.purpose;
  for (const effect of turn.effects) {
    if (effect.type === 'say') {
      talk.said.push(
        worded(
          setting,
          { facts: running.facts, shared: running.shared || running.doubted },
          {
            release,
            text: effect.text,
            memory,
            receipt: running.receipt,
            counsellor,
            group: groupIn(setting, release, group),
            doubted: running.doubted,
          },
        ),
      );
      continue;
    }
    if (effect.type === 'hand_over') {
      running.next = startable(setting, running, effect.flow);
      continue;
    }
    if (effect.type === 'set_language') talk.language = effect.language;
    if (effect.type === 'set_shared') running.shared = effect.shared;
    running.facts = factsAfter(running.facts, effect);
    if (effect.type === 'complain') running.receipt ??= newReceipt();
    const { answer, receipt } = running;
    talk.effects.push({ effect, release, step: turn.place.step, answer, receipt });
  }
  talk.place = turn.done ? undefined : { release, ...turn.place };
  talk.secrets = secretFields(release);
  talk.remembered = remembering(release, talk.remembered, memory);
  talk.silenceAfterMs = turn.silenceAfterMs;
  talk.expiresAfterMs = turn.expiresAfterMs;
}

/** Behind a PIN stands what belongs to it alone: a phone with several has a group for one of them. */
function groupIn({ programme }: Setting, { flow }: Release, group: GroupPlace | undefined) {
  return flow === programme.flows.private && group?.hers === false ? undefined : group;
}

/** What outlives the conversation, with what this flow has of it now. */
function remembering(release: Release, before: Memory, memory: Memory): Memory {
  const fields = release.remember.filter((field) => Object.hasOwn(memory, field));
  if (fields.length === 0) return before;
  return { ...before, ...Object.fromEntries(fields.map((field) => [field, memory[field] ?? ''])) };
}

function startable({ releases, programme }: Setting, { facts, phoneId }: Running, flow: string) {
  const releaseOf = (name: string) => releases.current(name, phoneId);
  const installed = { join: programme.flows.join, releaseOf };
  const release = admissible(flow, facts, installed);
  return release?.dialledOnly === true && facts.channel === 'sms' ? undefined : release;
}
