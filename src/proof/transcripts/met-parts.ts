import { z } from 'zod';
import { keptBy } from '../../base/kept-by.ts';
import { END } from '../../flow/definition.ts';
import { exits, isQuestion } from '../../flow/exits.ts';
import type { Release } from '../../flow/release.ts';

/** What of a release a talk can have met: what all steps share, and each step with its words, as one text each. */
export type MetParts = { shared: string; steps: ReadonlyMap<string, string> };

/**
 * What a talk that stood at these steps can have met: from each all that a turn runs through, and the questions where it
 * can wait. More than it did meet, never less. `undefined` is before it began.
 */
export function metFrom(release: Release, places: Iterable<string | undefined>): MetParts {
  const parts = partsOf(release);
  const met = new Map<string, string>();
  for (const place of new Set(places))
    for (const id of turnFrom(release, place ?? release.start, place === undefined))
      met.set(id, parts.stepText(id));
  return { shared: parts.shared, steps: met };
}

/** Whether everything that was met is the same in this release, so that the talk is the same too. */
export function hasSame(release: Release, { shared, steps }: MetParts): boolean {
  const parts = partsOf(release);
  return shared === parts.shared && [...steps].every(([id, text]) => parts.stepText(id) === text);
}

const partsOf = keptBy((release: Release) => {
  const texts = new Map<string, string>();
  return {
    shared: sharedText(release),
    stepText: (id: string) => {
      let text = texts.get(id);
      if (text === undefined) texts.set(id, (text = stepText(release, id)));
      return text;
    },
  };
});

const Definition = z.object({
  flow: z.looseObject({ steps: z.unknown() }),
  texts: z.record(z.string(), z.looseObject({ texts: z.unknown() })),
});

/** Everything but steps and their words; a part that flows will have one day is shared until somebody says otherwise. */
function sharedText(release: Release): string {
  const { flow, texts } = Definition.parse(JSON.parse(release.definition));
  const coded = [...release.memory.values()].flatMap((field) =>
    'kind' in field && field.kind === 'text' ? [field.coded] : [],
  );
  const below = [release.foot, release.footValues, ...coded].flatMap((id) => id ?? []);
  const { steps: _steps, ...rest } = flow;
  const languages = Object.entries(texts).map(([language, { texts: _texts, ...own }]) => [
    language,
    own,
  ]);
  return JSON.stringify([rest, languages, below.map((id) => wordsOf(release, id))]);
}

/** Two questions may be asked by one text; the answers below it are then those of one of them. */
function stepText(release: Release, id: string): string {
  const step = release.steps.get(id);
  if (step === undefined || !('text' in step)) return JSON.stringify([step]);
  return JSON.stringify([step, release.questions.get(step.text), wordsOf(release, step.text)]);
}

function wordsOf({ texts }: Release, id: string): unknown[] {
  return [...texts.values()].map((one) => (Object.hasOwn(one.texts, id) ? one.texts[id] : null));
}

function turnFrom({ steps }: Release, from: string, isBegin: boolean): Set<string> {
  const met = new Set([from]);
  for (const id of met) {
    const step = steps.get(id);
    if (step === undefined || (isQuestion(step) && (isBegin || id !== from))) continue;
    for (const { to } of exits(step)) if (to !== END) met.add(to);
  }
  return met;
}
