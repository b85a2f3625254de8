import type { OutlineStep } from '../../../flow/edit/outline.ts';
import {
  isForEverybody,
  isHeardFirst,
  mainStep,
  severalPass,
} from '../../../flow/edit/place-ways.ts';
import { type Hop, isOnEveryWay, leadsOn, shortestWays } from '../../../flow/edit/shortest-ways.ts';
import { isMapping } from '../../../flow/read-object.ts';
import { html, type Html } from '../../frame/html.ts';
import { guardIn, guardName } from './guard-names.ts';
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

/** What has to hold on the way there, and what not. */
function conditionsOf(telling: Telling, id: string, way: readonly Hop[]): Html {
  const { w } = telling;
  const forks = way.map((hop, place) => {
    const asked = way
      .slice(place + 1)
      .find(({ step }) => step.kind === 'ask' || step.kind === 'use');
    return forkIn(telling, hop, asked?.step.id ?? id);
  });
  const [holds, not] = (['holds', 'not'] as const).map((key) => [
    ...new Set(forks.flatMap((fork) => fork[key])),
  ]);
  const told = (key: 'where' | 'unless', conditions: readonly string[] = []) =>
    conditions.length === 0
      ? []
      : [w(`read.way_in_${key}`, { conditions: conditions.join(' · ') })];
  return withAnswers(telling, [...told('where', holds), ...told('unless', not)].join(' '));
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

type Fork = { holds: readonly string[]; not: readonly string[] };

/**
 * What a fork of the way has to find, and what not, to come to what is asked next: it takes the first case that fits. Cases
 * that come there as well by another step rule nobody out.
 */
function forkIn(telling: Telling, { step, exit }: Hop, next: string): Fork {
  const cases: unknown = step.written['branch'];
  if (!Array.isArray(cases) || !/^(?:case|else)\b/u.test(exit.id)) return { holds: [], not: [] };
  const leads = new Set(
    step.exits.filter(({ to }) => leadsOn(telling.outline, to, next)).map((one) => one.id),
  );
  const named = cases.map((one: unknown, place) => ({
    name: guardName(telling, isMapping(one) ? guardIn(one['when']) : undefined),
    leads: leads.has(`case.${place + 1}`),
  }));
  const names = (from: typeof named, that: boolean) =>
    from.filter((one) => one.leads === that).map(({ name }) => name);
  if (leads.has('else')) return { holds: [], not: names(named, false) };
  const last = named.findLastIndex((one) => one.leads);
  const either = names(named, true).reduce((one, other) =>
    telling.w('read.way_in_or', { one, other }),
  );
  return { holds: [either], not: names(named.slice(0, last), false) };
}
