import type { Release } from '../../flow/release.ts';
import type { Facts } from '../../flow/vocabulary.ts';
import type { Transcript } from './parse-transcript.ts';
import { beginScene, followScene, type Stage } from './scene.ts';

/** Somebody new, on the day on which transcripts begin unless they say another. */
export const SOMEBODY: Facts = {
  language: 'en',
  channel: 'sms',
  purposes: [],
  languages: ['en', 'sn'],
  today: '2027-01-04',
  traits: [],
  silences: 0,
  days: { joined: undefined, answered: undefined },
};

/**
 * Plays what happens in a transcript and gives the lines that come of it, as `expected` has them. Between any two events
 * everything is forgotten but what would be stored; `warm` keeps the compiled release, which is ten times as quick.
 */
export function playTranscript(
  release: Release,
  { known, remembers, events }: Transcript,
  stage: Stage,
  options: { warm?: boolean } = {},
): string[] {
  let scene = beginScene(release, { ...SOMEBODY, ...known }, remembers, stage);
  const lines = [...scene.lines];
  for (const event of events) {
    scene = followScene(scene, event, stage, options);
    lines.push(...scene.lines);
  }
  return lines;
}
