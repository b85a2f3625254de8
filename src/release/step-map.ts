import { isQuestion, type Question } from '../flow/exits.ts';
import { ReleaseDefinition } from '../flow/definition.ts';
import type { Release } from '../flow/release.ts';
import { walkFlow } from '../proof/walk/walk-flow.ts';
import type { StageMoves } from '../store/release-stages.ts';

/** Where people at a step go on in the other version; null: they stay in theirs. */
export type StepMap = Readonly<Record<string, string | null>>;
export type PeopleAt = { step: string; people: number };

/** `not_named`: people stand there and the map says nothing of them. `other_answers`: what they answer means something else there. */
export type StepMapFault = {
  step: string;
  why: 'not_named' | 'no_such_step' | 'other_answers';
  people: number;
};

/**
 * Reads a step map against both versions and where people stand now. Whoever is moved reads nothing new, so that a step can
 * only become one that takes the same answers.
 */
export function readStepMap(
  versions: { from: Release; to: Release },
  map: StepMap,
  inside: readonly PeopleAt[],
): { moves: StageMoves; faults: readonly StepMapFault[] } {
  const { from, to } = versions;
  const peopleAt = new Map(inside.map(({ step, people }) => [step, people]));
  const faults: StepMapFault[] = [];
  const fault = (step: string, why: StepMapFault['why']) =>
    void faults.push({ step, why, people: peopleAt.get(step) ?? 0 });
  for (const step of peopleAt.keys()) if (!Object.hasOwn(map, step)) fault(step, 'not_named');
  const needs = needsOf(to);
  const steps: Record<string, { to: string; needs: readonly string[] }> = {};
  for (const [step, target] of Object.entries(map)) {
    if (target === null) continue;
    const why = whyNot(versions, step, target);
    if (why !== undefined) fault(step, why);
    else steps[step] = { to: target, needs: needs(target) };
  }
  return { moves: { from: from.version, to: to.version, steps }, faults };
}

/** Whether whoever is asked at a step of one version can go on at that step of the other. */
export function takesTheSame(
  versions: { from: Release; to: Release },
  step: string,
  target: string,
): boolean {
  return whyNot(versions, step, target) === undefined;
}

function whyNot({ from, to }: { from: Release; to: Release }, step: string, target: string) {
  const [old, other] = [questionAt(from, step), questionAt(to, target)];
  if (old === undefined || other === undefined) return 'no_such_step';
  return answersOf(old) === answersOf(other) ? undefined : 'other_answers';
}

function questionAt(release: Release, id: string): Question | undefined {
  const step = release.steps.get(id);
  return step !== undefined && isQuestion(step) ? step : undefined;
}

/** What can be answered, and what each answer means. */
function answersOf(step: Question): string {
  const back = step.back !== undefined;
  switch (step.kind) {
    case 'ask':
      return JSON.stringify([back, ...step.choices.map(({ means }) => means)]);
    case 'ask_language':
      return JSON.stringify([back, 'language']);
    case 'ask_value':
      return JSON.stringify([back, step.answer, step.secret === true]);
  }
}

/** The fields that everybody has who comes to a step, and that are still read there or later. */
function needsOf(release: Release): (step: string) => readonly string[] {
  const { turns } = walkFlow(release, ReleaseDefinition.parse(JSON.parse(release.definition)).flow);
  return (step) => {
    const coming = turns.flatMap(({ to }) => (to?.step === step ? [Object.keys(to.memory)] : []));
    const [first = [], ...others] = coming;
    return first.filter((field) => others.every((fields) => fields.includes(field)));
  };
}
