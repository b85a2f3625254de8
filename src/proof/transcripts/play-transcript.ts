import type { Release } from '../../flow/release.ts';
import type { Facts } from '../../flow/vocabulary.ts';
import type { Transcript } from './parse-transcript.ts';
import { beginScene, followScene, type Scene, type Stage } from './scene.ts';

/** Somebody new, on the day on which transcripts begin unless they say another. */
const SOMEBODY: Facts = {
  language: 'en',
  channel: 'sms',
  purposes: [],
  languages: ['en', 'sn'],
  today: '2027-01-04',
  traits: [],
  silences: 0,
  days: { joined: undefined, answered: undefined },
};

type Options = { warm?: boolean };

/** Plays what happens in a transcript and gives the lines that come of it, as `expected` has them. */
export function playTranscript(
  release: Release,
  transcript: Transcript,
  stage: Stage,
  options: Options = {},
): string[] {
  return linesOf(playScenes(release, transcript, stage, options));
}

/**
 * The moments of a transcript: how it begins, and what comes of each event. Between any two everything is forgotten but
 * what would be stored; `warm` keeps the compiled release, which is ten times as quick.
 */
export function playScenes(
  release: Release,
  transcript: Transcript,
  stage: Stage,
  options: Options = {},
): Scene[] {
  const own = stageOf(transcript, stage) ?? stage;
  let scene = beginOf(release, transcript, own);
  const scenes = [scene];
  for (const event of transcript.events) {
    scene = followScene(scene, event, own, options);
    scenes.push(scene);
  }
  return scenes;
}

/** How a transcript begins, on the stage of its programme. */
export function beginOf(release: Release, { known, remembers }: Transcript, own: Stage): Scene {
  return beginScene(release, { ...somebodyAt(own), ...known }, remembers, own);
}

export function linesOf(scenes: readonly Scene[]): string[] {
  return scenes.flatMap(({ lines }) => lines);
}

/** The stage of the programme that a transcript names; undefined where there is none of that name. */
export function stageOf({ programme }: Transcript, stage: Stage): Stage | undefined {
  return programme === undefined ? stage : stage.as(programme);
}

export function somebodyAt({ languages }: Stage): Facts {
  return languages === undefined
    ? SOMEBODY
    : { ...SOMEBODY, languages, language: languages[0] ?? SOMEBODY.language };
}
