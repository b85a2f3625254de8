import { END } from '../../../flow/definition.ts';
import { EVERYBODYS_WAY, FIRST_WAY } from '../../../flow/edit/edit-steps.ts';
import { ONWARD } from '../../../flow/edit/new-answer.ts';
import { silenceAt, waysAt, writtenSteps } from '../../../flow/edit/place-ways.ts';
import { whoPasses } from '../../../flow/edit/who-passes.ts';
import { amountOf } from '../../frame/amounts.ts';
import type { Ask } from '../../frame/route.ts';
import { stepGlimpse, writtenSpan } from '../names/step-names.ts';
import { passesTold } from '../names/passes-told.ts';
import type { Telling } from '../names/telling.ts';
import { enrolledFor } from '../enrolled-now.ts';
import { greetingIn } from './length.ts';
import { isTooEarly } from './too-early.ts';

type At = { step: string; exit: string };

/** What is to be known of a place before it is chosen: who comes by, and what comes when she does not answer. */
export function placeTold(telling: Telling, at: At, firstCost: string): string {
  const { w } = telling;
  const quiet = quietTold(telling, at);
  if (at.exit === FIRST_WAY)
    return [w('read.first_hint'), quiet, firstCost, greetsFirst(telling)]
      .filter((one) => one !== '')
      .join(' ');
  return [comesBy(telling, at), quiet].filter((one) => one !== '').join(' ');
}

/** What is put before it; and that what follows says so once more, which can be taken out once the question is there. */
function greetsFirst({ w, outline, spoken }: Telling): string {
  const words = greetingIn(outline, spoken.language).trim();
  return words === '' ? '' : w('read.first_greets', { words });
}

/** One text more for everybody, each time: before it is added, not after. */
export async function costOfFirst(
  { w, language, parts }: Pick<Ask, 'w' | 'language' | 'parts'>,
  purpose: unknown,
): Promise<string> {
  const { amount, currency } = parts.programme.smsPrice;
  const count = await enrolledFor(
    parts.pool,
    typeof purpose === 'string' ? purpose : undefined,
    parts.clock,
  );
  const money = (some: number) => amountOf({ language }, { currency, amount: some });
  if (count === 0) return w('read.first_cost_each', { each: money(amount) });
  return w('read.first_cost', { each: money(amount), all: money(amount * count), count });
}

/** Which answers to the main question bring somebody there. */
function comesBy(telling: Telling, at: At): string {
  const { w, outline } = telling;
  const step = outline.steps.get(at.step);
  if (step !== undefined && isTooEarly(outline, step, at.exit)) return w('read.comes_first');
  const passes = whoPasses(writtenSteps(outline), outline.start ?? '', waysAt(outline, at));
  if (passes.length === 0) return '';
  const isForAll = passes.every(({ comes }) => comes === 'always');
  const some = at.exit === EVERYBODYS_WAY && !isForAll ? ` ${w('read.after_all_some')}` : '';
  return `${passesTold(telling, passes)}.${some}`;
}

function quietTold(telling: Telling, at: At): string {
  const { w, outline } = telling;
  const step = outline.steps.get(at.step);
  const isEarly = step !== undefined && isTooEarly(outline, step, at.exit);
  const silence = silenceAt(outline, at, isEarly);
  if (silence === undefined) return w('read.quiet_open');
  const time = writtenSpan(w, silence.after);
  if (silence.to === ONWARD) return w('read.quiet_on', { time });
  if (silence.to === END) return w('read.quiet_end', { time });
  const next = outline.steps.get(silence.to);
  const said = next === undefined ? silence.to : stepGlimpse(telling, next);
  return w('read.quiet_step', { time, step: said });
}
