import { canonical } from '../../base/canonical.ts';
import type { Choice, Step, WrittenEffect } from '../definition.ts';
import type { DraftStep } from '../draft.ts';
import { keepsWhereItGoesOn } from './goes-on.ts';

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
  const isToldWhole =
    canonical(rest(before, before, after)) === canonical(rest(after, before, after));
  return isToldWhole ? told : [...told, { kind: 'step_changed', step }];
}

/** What no line of its own tells: conditions, how an answer is read, what is saved. */
function rest(step: DraftStep, before: DraftStep, after: DraftStep): unknown {
  const noted = notedOnly(before, after);
  const kept = (set: Sets | undefined) => without(set, noted);
  const told = { text: '', to: '', back: '', silence: '', do: '', choices: '', otherwise: '' };
  const saved =
    step.kind === 'ask'
      ? step.choices.map(({ means, save, set }) => ({ means, save, set: kept(set) }))
      : [];
  // Their order is told by the choices themselves.
  const byMeaning = saved.toSorted((a, b) => (a.means < b.means ? -1 : 1));
  const cases =
    step.kind === 'branch' ? step.cases.map((one) => ({ ...one, to: '', set: kept(one.set) })) : [];
  const sets = 'set' in step ? kept(step.set) : undefined;
  return {
    ...step,
    ...told,
    set: sets,
    cases,
    saved: byMeaning.map(({ save, set }) => ({ save, set })),
  };
}

type Sets = Readonly<Record<string, string | number>>;

/**
 * Fields that only one of both sets, for where somebody goes on behind a question that was put in: that is told with the
 * question. What is set otherwise than before is told here.
 */
function notedOnly(before: DraftStep, after: DraftStep): ReadonlySet<string> {
  const [then, now] = [before, after].map((step) => {
    const fields = canonical(step).matchAll(/"(\w+)":/gu);
    return new Set([...fields].map(([, field = '']) => field).filter(keepsWhereItGoesOn));
  });
  return then?.symmetricDifference(now ?? new Set()) ?? new Set();
}

function without(set: Sets | undefined, noted: ReadonlySet<string>): Sets | undefined {
  const own = Object.entries(set ?? {}).filter(([field]) => !noted.has(field));
  return own.length === 0 ? undefined : Object.fromEntries(own);
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
  if (before.kind === 'branch' && after.kind === 'branch') return ledApart(step, before, after);
  if (!('to' in before) || !('to' in after)) return [];
  const leads = { kind: 'leads' as const, step, before: before.to, after: after.to };
  const effects = 'do' in before && 'do' in after ? done(step, before.do, after.do) : [];
  return [...(before.to === after.to ? [] : [leads]), ...effects];
}

type Branch = Extract<Step, { kind: 'branch' }>;

/** Each way of a fork that looks at the same. */
function ledApart(step: string, before: Branch, after: Branch): StepChange[] {
  const [looked, looks] = [before, after].map(({ cases }) => cases.map(({ when }) => when));
  if (canonical(looked) !== canonical(looks)) return [];
  const waysOf = ({ cases, otherwise }: Branch) => [...cases.map(({ to }) => to), otherwise];
  const now = waysOf(after);
  return waysOf(before).flatMap((to, place): StepChange[] => {
    const leads = now[place];
    return leads === undefined || leads === to
      ? []
      : [{ kind: 'leads', step, before: to, after: leads }];
  });
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
