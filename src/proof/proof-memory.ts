import { z } from 'zod';
import { keptBy } from '../base/kept-by.ts';
import { type FlowDefinition, ReleaseDefinition } from '../flow/definition.ts';
import type { Release } from '../flow/release.ts';
import { variablesOf } from '../flow/variables.ts';
import type { Screen } from './rule.ts';
import { screensOf } from './screens.ts';
import { type Walk, walkFlow } from './walk/walk-flow.ts';

export type Walked = { definition: FlowDefinition; walk: Walk; screens: readonly Screen[] };

/** What whoever proves the same flows again and again keeps of the time before: the last walk of each flow. */
export type ProofMemory = { walks: Map<string, { basis: string; walked: Walked }> };

export function createProofMemory(): ProofMemory {
  return { walks: new Map() };
}

/** A flow of which only words changed goes the ways that it went before. */
export function walkedFlow(release: Release, memory?: ProofMemory): Walked {
  if (memory === undefined) return walkedAnew(release);
  const basis = basisOf(release);
  const before = memory.walks.get(release.flow);
  if (before?.basis === basis) return before.walked;
  const walked = walkedAnew(release);
  memory.walks.set(release.flow, { basis, walked });
  return walked;
}

/** What follows from the release alone is not walked anew when another flow of the set changes. */
const walkedAnew = keptBy((release: Release): Walked => {
  const definition = ReleaseDefinition.parse(JSON.parse(release.definition)).flow;
  const walk = walkFlow(release, definition);
  return { definition, walk, screens: screensOf(walk, release.purpose) };
});

/** All that a walk depends on: the flow, its languages, and which variables its texts name. */
const basisOf = keptBy((release: Release): string => {
  const { flow } = Definition.parse(JSON.parse(release.definition));
  const named = [...release.texts].map(([language, { texts }]) => [
    language,
    ...Object.entries(texts).map(([id, { sms, ussd }]) => [id, variablesOf(`${sms} ${ussd}`)]),
  ]);
  return JSON.stringify([flow, named]);
});

const Definition = z.object({ flow: z.unknown() });
