import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { digitsAreAnswers } from '../../src/conversation/place.ts';
import type { Release } from '../../src/flow/release.ts';
import { beginScene, followScene, type Scene } from '../../src/proof/transcripts/scene.ts';
import { trialWorld } from '../proof/trial-world.ts';
import { chanceOf } from '../world/chance.ts';
import { flowSeed } from './flow-seed.ts';
import { factsOf, FLOWS } from './shipped.ts';

const { stage, releases: byName } = await trialWorld();
const releases = [...byName.values()];
const seed = flowSeed();
console.log(`STOP in every flow: FLOW_SEED=${seed}`);

const Listed = z.looseObject({
  stop: z.array(
    z.union([z.string(), z.looseObject({ word: z.string() }).transform(({ word }) => word)]),
  ),
});
/** The stop words of every language. */
const stopWords = readdirSync(join(FLOWS, 'words')).flatMap(
  (file) => Listed.parse(parse(readFileSync(join(FLOWS, 'words', file), 'utf8'))).stop,
);

const capital = (word: string) => word.slice(0, 1).toUpperCase() + word.slice(1);
const DECORATIONS: readonly ((word: string) => string)[] = [
  (word) => word,
  (word) => word.toUpperCase(),
  (word) => ` ${capital(word)}. `,
  (word) => `${word}!!!`,
  (word) => `"${word}"`,
  (word) => `\u200b${word} \u{1f64f}`,
  (word) => `*${word}*\n`,
  (word) => `${word} please`,
  (word) => `(${capital(word)})`,
];

/** Somebody who stands at this question. */
function sceneAt(release: Release, step: string, language: string): Scene {
  const facts = factsOf({ language, languages: release.languages.slice(0, 5) });
  const scene = beginScene(release, facts, {}, stage);
  const place = { step, memory: {} };
  return { ...scene, closed: undefined, turn: { ...scene.turn, place, done: false } };
}

function heard(scene: Scene, text: string) {
  return followScene(scene, { type: 'reply', text }, stage, { warm: true }).outcome;
}

describe.each(releases.map((release) => [release.flow, release] as const))(
  '%s',
  (name, release) => {
    const questions = [...release.steps].filter(([, { kind }]) => kind.startsWith('ask'));
    const chance = chanceOf(seed).fork(name.length);

    test('stops at every question, on every stop word of every language, however it is written [rel P5]', () => {
      expect(stopWords.length).toBeGreaterThan(60);
      for (const [step] of questions) {
        const scene = sceneAt(release, step, chance.pick(release.languages));
        for (const word of stopWords) {
          const text = chance.pick(DECORATIONS)(word);
          expect([step, text, heard(scene, text)]).toEqual([
            step,
            text,
            { kind: 'closed', by: 'stop' },
          ]);
        }
      }
    });

    test('leads to a person from every question, and stops on 88', () => {
      for (const [step] of questions) {
        const scene = sceneAt(release, step, chance.pick(release.languages));
        expect([step, heard(scene, '99').kind]).toEqual([step, 'person']);
        expect([step, heard(scene, '88')]).toEqual([step, { kind: 'closed', by: 'stop' }]);
        if (digitsAreAnswers(release, step)) continue;
        expect([step, heard(scene, ' 9. ').kind]).toEqual([step, 'person']);
      }
    });
  },
);
