import { admissible, HAND_OVERS_MAX } from '../../conversation/admissible.ts';
import type { Effect, Memory } from '../../flow/vocabulary.ts';
import type { Release } from '../../flow/release.ts';
import { beginScene, type Scene } from '../transcripts/scene.ts';
import { effectLine } from '../transcripts/effect-line.ts';
import { dueAfter } from './due.ts';
import {
  type Asked,
  channelOf,
  type Note,
  type Phone,
  type Shown,
  type Step,
  type World,
} from './phone.ts';
import { showSaid } from './show-on-phone.ts';

/** Begins a talk with a flow, as if its consent had been given. */
export function switchOn(
  world: World,
  release: Release,
  { facts, remembers, programme }: Phone['record']['before'],
): Step {
  const scene = beginScene(release, facts, remembers, world.stage);
  const before = { facts, remembers, programme };
  const record = { flow: release.flow, before, lines: [], open: true };
  const phone: Phone = {
    scene,
    session: undefined,
    stopped: undefined,
    reasks: 0,
    due: [],
    remembered: remembers,
    effects: [],
    record,
  };
  return arrive(world, phone, scene, []);
}

/** Begins another flow with the same person; without the consent it needs, the way in begins instead. */
export function beginOn(
  world: World,
  phone: Phone,
  flow: string,
  said: readonly string[] = [],
  handed = 0,
): Step {
  const { join } = world.flows;
  const releaseOf = (name: string) => world.releases.get(name);
  const release = admissible(flow, phone.scene.facts, { join, releaseOf });
  if (release === undefined) {
    const shown = showSaid(world, phone, said, { goesOn: false, offer: undefined });
    return { ...shown, shown: [...shown.shown, note({ type: 'no_flow', flow })] };
  }
  const { now } = phone.scene;
  const facts = { ...phone.scene.facts, channel: channelOf(phone) };
  const scene = beginScene(release, facts, phone.remembered, world.stage);
  const record = { ...phone.record, open: false };
  // The time of the talk goes on, where a scene would begin with its day.
  const at: Scene = { ...scene, now, askedAt: now };
  const next = { ...phone, record, reasks: 0, stopped: undefined };
  const arrived = arrive(world, next, at, said, handed);
  return { ...arrived, shown: [note({ type: 'begins', flow: release.flow }), ...arrived.shown] };
}

/**
 * Takes a new moment to the phone: what it asks of the service, what it says, and the flow that it hands over to. `said`
 * was said before it and stands in the same message.
 */
export function arrive(
  world: World,
  phone: Phone,
  scene: Scene,
  said: readonly string[],
  handed = 0,
): Step {
  const asked =
    scene.outcome.kind === 'heard' || scene.outcome.kind === 'begun' ? scene.turn.effects : [];
  const told = asked.flatMap((effect): Asked[] =>
    effect.type === 'say' || effect.type === 'hand_over' ? [] : [effect],
  );
  const { flow } = scene.release;
  const next: Phone = {
    ...phone,
    scene,
    reasks: 0,
    due: dueAfter(world, phone.due, asked, scene.now),
    remembered: { ...phone.remembered, ...kept(scene) },
    effects: [...phone.effects, ...told.map((effect) => ({ flow, line: effectLine(effect) }))],
    record: recorded(phone.record, scene),
  };
  const effects = told.map((effect): Shown => ({ kind: 'effect', effect }));
  const step = goOn(world, next, asked, [...said, ...scene.said], handed);
  return { phone: step.phone, shown: [...effects, ...step.shown] };
}

function goOn(
  world: World,
  phone: Phone,
  asked: readonly Effect[],
  said: readonly string[],
  handed: number,
): Step {
  const onward = asked.findLast((effect) => effect.type === 'hand_over');
  if (onward !== undefined && handed < HAND_OVERS_MAX)
    return beginOn(world, phone, onward.flow, said, handed + 1);
  const { closed, turn } = phone.scene;
  const goesOn = closed === undefined;
  const step = showSaid(world, phone, said, { goesOn, offer: undefined });
  if (!goesOn) return { ...step, shown: [...step.shown, note({ type: 'over' })] };
  const ms = turn.silenceAfterMs;
  if (ms === undefined) return step;
  return { ...step, shown: [...step.shown, note({ type: 'waits', ms })] };
}

function kept({ release, turn }: Scene): Memory {
  const { memory } = turn.place;
  return Object.fromEntries(
    Object.entries(memory).filter(([field]) => release.remember.includes(field)),
  );
}

/** The transcript goes on while its first flow does. */
export function recorded(record: Phone['record'], scene: Scene): Phone['record'] {
  if (!record.open) return record;
  const open = scene.closed === undefined;
  return { ...record, lines: [...record.lines, ...scene.lines], open };
}

function note(one: Note): Shown {
  return { kind: 'note', note: one };
}
