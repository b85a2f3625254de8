import { isDeepStrictEqual } from 'node:util';
import type { Guard } from '../../../flow/definition.ts';
import type { OutlineStep } from '../../../flow/edit/outline.ts';
import {
  isForEverybody,
  isHeardFirst,
  mainStep,
  severalPass,
} from '../../../flow/edit/place-ways.ts';
import { type Hop, isOnEveryWay, leadsOn, shortestWays } from '../../../flow/edit/shortest-ways.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { html, type Html, nothing } from '../../frame/html.ts';
import { conditionName, guardIn } from './guard-names.ts';
import { withAnswers } from './quoted.ts';
import { passesTold } from './passes-told.ts';
import { exitName, stepGlimpse, stepName } from './step-names.ts';
import type { Telling } from './telling.ts';

/**
 * Who gets to hear a question, step by step of a flow: everybody, or whoever gives these answers where this holds. Only
 * of what asks, and only where anything leads to it.
 */
export function waysIn(telling: Telling): (step: OutlineStep) => Html | undefined {
  const ways = shortestWays(telling.outline);
  return (step) => {
    const way = ways.get(step.id);
    return step.kind === 'ask' && way !== undefined ? wayInName(telling, step, way) : undefined;
  };
}

function wayInName(telling: Telling, { id }: OutlineStep, way: readonly Hop[]): Html {
  const { w, outline, spoken } = telling;
  const answers = way.flatMap((hop) => answerIn(telling, hop));
  if (isOnEveryWay(outline, id))
    return html`${answers.length === 0 ? w('read.way_in_first') : w('read.way_in_all')}`;
  if (isHeardFirst(outline, id))
    return html`${w('read.way_in_opening')} ${conditionsOf(telling, id, way)}`;
  const main = mainStep(outline);
  if (main !== undefined && main.id !== id && isForEverybody(outline, id))
    return html`${w('read.way_in_answered', { step: stepGlimpse(telling, main) })}`;
  const passes = severalPass(outline, id);
  if (main !== undefined && passes !== undefined) {
    const [step, by] = [stepGlimpse(telling, main), passesTold(telling, passes)];
    return html`${w('read.way_in_by', { step, answers: by })}`;
  }
  const rest = conditionsOf(telling, id, way);
  if (answers.length === 0) return html`${w('read.way_in_start')} ${rest}`;
  // Words, not arrows: not every phone has the sign, and they are read out.
  const list = answers.map(
    (answer, place) =>
      html`${place === 0 ? '' : html`, ${w('read.way_in_then')} `}<span lang="${spoken.language}">${answer}</span>`,
  );
  return html`${w('read.way_in')} ${list}. ${rest}`;
}

/** What has to hold on the way there, as one sentence: "Only if she reads, and she said yes to check-ins." */
function conditionsOf(telling: Telling, id: string, way: readonly Hop[]): Html {
  const { w } = telling;
  const forks = way.map((hop, place) => {
    const asked = way
      .slice(place + 1)
      .find(({ step }) => step.kind === 'ask' || step.kind === 'use');
    return forkIn(telling, hop, asked?.step.id ?? id);
  });
  const all = [...forks.flatMap(({ holds }) => holds), ...forks.flatMap(({ not }) => not)];
  const told = all.filter((one) => !all.some((other) => says(other, one)));
  const conditions = [...new Set(told.map((one) => eitherName(telling, one)))];
  if (conditions.length === 0) return nothing;
  const joined = conditions.reduce((one, other) => w('read.way_in_and', { one, other }));
  return withAnswers(telling, w('read.way_in_where', { conditions: joined }));
}

/** What is answered at a step of the way, or that nobody answers it. */
function answerIn(telling: Telling, { step, exit }: Hop): string[] {
  const { w } = telling;
  const [kind] = exit.id.split('.');
  if (kind === 'case' || kind === 'else') return [];
  if (kind === 'silence' || kind === 'unclear') return [exitName(telling, exit)];
  if (exit.means !== undefined)
    return [w('read.way_in_answer', { answer: exitName(telling, exit) })];
  const isAsked = step.kind === 'ask' || step.kind === 'use';
  return isAsked ? [w('read.way_in_any', { step: stepName(telling, step.id) })] : [];
}

/** One of these holds, or does not. */
type Either = { how: 'is' | 'not'; guards: readonly (Guard | undefined)[] };
type Fork = { holds: readonly Either[]; not: readonly Either[] };

function eitherName(telling: Telling, { how, guards }: Either): string {
  return guards
    .map((guard) => conditionName(telling, guard, how))
    .reduce((one, other) => telling.w('read.way_in_or', { one, other }));
}

/** Whether a condition says another with it, of the same number or day: "5 or more", "3 or more". */
function says(one: Either, other: Either): boolean {
  const [of, less] = [one, other].map(({ guards: [guard, ...more] }) =>
    guard !== undefined && 'atLeast' in guard && more.length === 0 ? guard : undefined,
  );
  if (of === undefined || less === undefined || one.how !== other.how) return false;
  const { atLeast, ...subject } = of;
  const { atLeast: than, ...same } = less;
  const isMore = one.how === 'is' ? atLeast > than : atLeast < than;
  return isMore && isDeepStrictEqual(subject, same);
}

/**
 * What a fork of the way has to find, and what must not hold, to come to what is asked next: it takes the first case that
 * fits. Cases that come there as well by another step rule nobody out.
 */
function forkIn(telling: Telling, { step, exit }: Hop, next: string): Fork {
  const cases: unknown = step.written['branch'];
  if (!Array.isArray(cases) || !/^(?:case|else)\b/u.test(exit.id)) return { holds: [], not: [] };
  const leads = new Set(
    step.exits.filter(({ to }) => leadsOn(telling.outline, to, next)).map((one) => one.id),
  );
  const asked = cases.map((one: unknown, place) => ({
    guard: isMapping(one) ? guardIn(one['when']) : undefined,
    leads: leads.has(`case.${place + 1}`),
  }));
  const not = (from: typeof asked) =>
    from.filter((one) => !one.leads).map(({ guard }) => ({ how: 'not', guards: [guard] }) as const);
  if (leads.has('else')) return { holds: [], not: not(asked) };
  const last = asked.findLastIndex((one) => one.leads);
  const guards = asked.filter((one) => one.leads).map(({ guard }) => guard);
  return { holds: [{ how: 'is', guards }], not: not(asked.slice(0, last)) };
}
