import { assert as assertProperty, constantFrom, property } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loadRelease, type Release } from '../../src/flow/release.ts';
import type { Act } from '../../src/proof/talk/phone.ts';
import { beginScene, followScene, type Scene } from '../../src/proof/transcripts/scene.ts';
import type { TranscriptEvent } from '../../src/proof/transcripts/transcript-events.ts';
import { trialWorld } from '../proof/trial-world.ts';
import { flowSeed } from './flow-seed.ts';
import { anyActs } from './phone-acts.ts';
import { factsOf, flowNamed } from './shipped.ts';

/** Talks for each flow in each of its languages: each message costs the loading of a release. */
const RUNS = 4;
const ACTS_MAX = 8;

const { stage, releases: byName } = await trialWorld();
const releases = [...byName.values()];
const seed = flowSeed();
console.log(`flows and restarts: FLOW_SEED=${seed}`);

/** All that the next process has: the release as it is registered, and what is stored of the talk, as JSON. */
function stored({ release, facts, now, askedAt, turn, closed }: Scene): string {
  const { definition } = release;
  const told = { facts, now, askedAt, turn, closed };
  return JSON.stringify({ definition, told }, (_, value: unknown) =>
    value === undefined ? null : value,
  );
}

function restarted(scene: Scene): Scene {
  const { definition, told } = JSON.parse(stored(scene));
  const days = (value: number | null) => value ?? undefined;
  const { joined, answered } = told.facts.days;
  return {
    ...scene,
    release: loadRelease(definition),
    facts: { ...told.facts, days: { joined: days(joined), answered: days(answered) } },
    now: new Date(told.now),
    askedAt: new Date(told.askedAt),
    turn: { ...told.turn, silenceAfterMs: told.turn.silenceAfterMs ?? undefined },
    closed: told.closed ?? undefined,
    lines: [],
    said: [],
  };
}

function eventOf(act: Act): TranscriptEvent {
  switch (act.type) {
    case 'text':
      return { type: 'reply', text: act.text };
    case 'silence':
      return { type: 'silence' };
    case 'dial':
    case 'drop':
      return { type: 'resumed' };
    default:
      return act;
  }
}

const kept = (scene: Scene) => scene;
/** What a process would be that stores too little. */
const forgetful = (scene: Scene): Scene => ({
  ...scene,
  turn: { ...scene.turn, place: { ...scene.turn.place, memory: {} } },
});

/** Every line of a talk, with something done to it between any two messages. */
function played(
  release: Release,
  language: string,
  channel: 'sms' | 'ussd',
  acts: readonly Act[],
  between: (scene: Scene) => Scene,
) {
  const purposes = release.purpose === undefined ? [] : [release.purpose];
  const facts = factsOf({ language, channel, purposes, languages: release.languages.slice(0, 5) });
  let scene = beginScene(release, facts, {}, stage);
  const lines = [...scene.lines];
  for (const act of acts) {
    scene = followScene(between(scene), eventOf(act), stage, { warm: true });
    lines.push(...scene.lines);
  }
  return { lines, place: scene.turn.place };
}

describe.each(releases.map((release) => [release.flow, release] as const))('%s', (_, release) => {
  test.each(release.languages)(
    'in %s says the same when the process ends after every message [rel P23]',
    (language) => {
      const talk = property(
        constantFrom('sms' as const, 'ussd' as const),
        anyActs(release, ACTS_MAX),
        (channel, acts) => {
          const ended = played(release, language, channel, acts, restarted);
          expect(ended).toEqual(played(release, language, channel, acts, kept));
        },
      );
      assertProperty(talk, { numRuns: RUNS, seed });
    },
  );
});

test('a process that stored no memory would be noticed', () => {
  const release = flowNamed(releases, 'complaint');
  const acts = ['1', '1', 'in my own words'].map((text): Act => ({ type: 'text', text }));
  const lines = (between: (scene: Scene) => Scene) =>
    played(release, 'en', 'sms', acts, between).lines;
  expect(lines(restarted)).toEqual(lines(kept));
  expect(lines(forgetful)).not.toEqual(lines(kept));
});
