import { canonical } from '../../base/canonical.ts';
import type { Choice, Step, WrittenEffect } from '../definition.ts';
import type { DraftStep } from '../draft.ts';

/** What became different about one step; `words` are keyed by `kind`. */
export type StepChange =
  | { kind: 'step_added' | 'step_removed'; step: string; text: string | undefined }
  /** It is another kind of step now, or asks about something in a way that fits no other line. */
  | { kind: 'step_changed'; step: string }
  /** It says another text. */
  | { kind: 'step_says'; step: string; before: string; after: string }
  | {
      kind: 'choice_added' | 'choice_removed';
      step: string;
      digit: number;
      means: string;
      to: string;
    }
  | { kind: 'choice_moved'; step: string; means: string; before: number; after: number }
  | { kind: 'choice_leads'; step: string; means: string; before: string; after: string }
  | { kind: 'leads'; step: string; before: string; after: string }
  | { kind: 'back'; step: string; before: string | undefined; after: string | undefined }
  | {
      kind: 'silence';
      step: string;
      before: { afterMs: number; to: string } | undefined;
      after: { afterMs: number; to: string } | undefined;
    }
  /** What happens on the way out of it. `means`: of one choice. */
  | {
      kind: 'does';
      step: string;
      means: string | undefined;
      gone: readonly WrittenEffect[];
      added: readonly WrittenEffect[];
    };

type Steps = Readonly<Record<string, DraftStep>>;

/** What is different about the steps, in their order, new ones where they stand. */
export function diffSteps(before: Steps, after: Steps): StepChange[] {
  const gone = Object.entries(before).filter(([id]) => !Object.hasOwn(after, id));
  return [
    ...Object.entries(after).flatMap(([step, now]): StepChange[] => {
      const then = before[step];
      if (then === undefined) return [{ kind: 'step_added', step, text: textOf(now) }];
      return canonical(then) === canonical(now) ? [] : diffStep(step, then, now);
    }),
    ...gone.map(([step, then]) => ({ kind: 'step_removed' as const, step, text: textOf(then) })),
  ];
}

/** The text that a step says; none for those that say nothing. */
function textOf(step: DraftStep): string | undefined {
  return 'text' in step ? step.text : undefined;
}

function diffStep(step: string, before: DraftStep, after: DraftStep): StepChange[] {
  if (before.kind !== after.kind) return [{ kind: 'step_changed', step }];
  const told = [
    ...said(step, before, after),
    ...choices(step, before, after),
    ...led(step, before, after),
    ...backed(step, before, after),
    ...silent(step, before, after),
  ];
  const isToldWhole = canonical(rest(before)) === canonical(rest(after));
  return isToldWhole ? told : [...told, { kind: 'step_changed', step }];
}

/** What no line of its own tells: conditions, how an answer is read, what is saved. */
function rest(step: DraftStep): unknown {
  const told = { text: '', to: '', back: '', silence: '', do: '', choices: '', otherwise: '' };
  const saved =
    step.kind === 'ask' ? step.choices.map(({ means, save, set }) => ({ means, save, set })) : [];
  // Their order is told by the choices themselves.
  const byMeaning = saved.toSorted((a, b) => (a.means < b.means ? -1 : 1));
  return { ...step, ...told, saved: byMeaning.map(({ save, set }) => ({ save, set })) };
}

function said(step: string, before: DraftStep, after: DraftStep): StepChange[] {
  const [then, now] = [textOf(before), textOf(after)];
  if (then === undefined || now === undefined || then === now) return [];
  return [{ kind: 'step_says', step, before: then, after: now }];
}

function choices(step: string, before: DraftStep, after: DraftStep): StepChange[] {
  if (before.kind !== 'ask' || after.kind !== 'ask') return [];
  const then = placed(before.choices);
  const now = placed(after.choices);
  return [
    ...[...now].flatMap(([means, { digit, choice }]): StepChange[] => {
      const old = then.get(means);
      if (old === undefined) return [{ kind: 'choice_added', step, digit, means, to: choice.to }];
      return [
        ...(old.digit === digit
          ? []
          : [{ kind: 'choice_moved' as const, step, means, before: old.digit, after: digit }]),
        ...(old.choice.to === choice.to
          ? []
          : [
              {
                kind: 'choice_leads' as const,
                step,
                means,
                before: old.choice.to,
                after: choice.to,
              },
            ]),
        ...done(step, old.choice.do, choice.do, means),
      ];
    }),
    ...[...then]
      .filter(([means]) => !now.has(means))
      .map(([means, { digit, choice }]) => ({
        kind: 'choice_removed' as const,
        step,
        digit,
        means,
        to: choice.to,
      })),
  ];
}

type Placed = ReadonlyMap<string, { digit: number; choice: Choice }>;

function placed(all: readonly Choice[]): Placed {
  return new Map(all.map((choice, index) => [choice.means, { digit: index + 1, choice }]));
}

function led(step: string, before: DraftStep, after: DraftStep): StepChange[] {
  if (before.kind === 'branch' && after.kind === 'branch')
    return before.otherwise === after.otherwise || !sameCases(before, after)
      ? []
      : [{ kind: 'leads', step, before: before.otherwise, after: after.otherwise }];
  if (!('to' in before) || !('to' in after)) return [];
  const leads = { kind: 'leads' as const, step, before: before.to, after: after.to };
  const effects = 'do' in before && 'do' in after ? done(step, before.do, after.do) : [];
  return [...(before.to === after.to ? [] : [leads]), ...effects];
}

type Branch = Extract<Step, { kind: 'branch' }>;

function sameCases(before: Branch, after: Branch): boolean {
  return canonical(before.cases) === canonical(after.cases);
}

function backed(step: string, before: DraftStep, after: DraftStep): StepChange[] {
  const then = 'back' in before ? before.back : undefined;
  const now = 'back' in after ? after.back : undefined;
  return then === now ? [] : [{ kind: 'back', step, before: then, after: now }];
}

function silent(step: string, before: DraftStep, after: DraftStep): StepChange[] {
  const then = 'silence' in before ? before.silence : undefined;
  const now = 'silence' in after ? after.silence : undefined;
  if (then?.afterMs === now?.afterMs && then?.to === now?.to) return [];
  return [{ kind: 'silence', step, before: then, after: now }];
}

function done(
  step: string,
  before: readonly WrittenEffect[],
  after: readonly WrittenEffect[],
  means?: string,
): StepChange[] {
  const then = before.map((effect) => canonical(effect));
  const now = after.map((effect) => canonical(effect));
  const gone = before.filter((effect) => !now.includes(canonical(effect)));
  const added = after.filter((effect) => !then.includes(canonical(effect)));
  if (gone.length === 0 && added.length === 0) return [];
  return [{ kind: 'does', step, means, gone, added }];
}
