import { isMapping } from '../read-object.ts';
import type { Edit } from './edit-flow.ts';
import { FIRST_WAY } from './edit-steps.ts';
import { answeredWays } from './main-question.ts';
import type { Outline, Spoken } from './outline.ts';
import { waysAt, writtenSteps } from './place-ways.ts';
import { apartGreeting, saysWhoWrites } from './who-writes.ts';
import { exitsOf, textOf } from './written-exits.ts';

type Steps = Readonly<Record<string, unknown>>;

/** Says once more who writes, to somebody who has just answered a text that said so. */
export type SecondGreeting = { step: string; text: string; language: string; greeting: string };

/** The one step that everybody hears first. */
export function firstHeard(outline: Outline): string | undefined {
  const first = new Set(waysAt(outline, { step: '', exit: FIRST_WAY }).map(({ exit }) => exit.to));
  const [only, ...others] = first;
  return others.length === 0 ? only : undefined;
}

/**
 * What is asked behind the first question and greets again, in each language that greets there. Not what can come unasked,
 * at the start or after a silence: that has to say who writes.
 */
export function secondGreetings(outline: Outline): SecondGreeting[] {
  const steps = writtenSteps(outline);
  const first = firstHeard(outline);
  const opening = first === undefined ? undefined : textOf(steps[first]);
  if (first === undefined || opening === undefined) return [];
  const unasked = new Set(heardUnasked(outline, steps).flatMap((id) => textOf(steps[id]) ?? []));
  const greets = (id: string, { texts }: Spoken) =>
    apartGreeting(texts.get(textOf(steps[id]) ?? '')?.sms ?? '');
  const asked = askedBehind(steps, first, (id) => outline.spoken.some((one) => greets(id, one)));
  return asked.flatMap((step) => {
    const text = textOf(steps[step]);
    if (text === undefined || unasked.has(text)) return [];
    return outline.spoken.flatMap((one) => {
      const greeting = greets(step, one);
      const isAgain = saysWhoWrites(one.texts.get(opening)?.sms ?? '');
      return greeting === undefined || !isAgain
        ? []
        : [{ step, text, language: one.language, greeting }];
    });
  });
}

/** The words of each as they are without it. */
export function withoutSecondGreetings(outline: Outline): Edit[] {
  const seen = new Set<string>();
  return secondGreetings(outline).flatMap(({ text, language }): Edit[] => {
    const now = outline.spoken.find((one) => one.language === language)?.texts.get(text);
    if (now === undefined || seen.has(`${language} ${text}`)) return [];
    seen.add(`${language} ${text}`);
    const wording = { sms: bare(now.sms), ussd: bare(now.ussd) };
    return [{ do: 'set_wording', text, language, wording }];
  });
}

function bare(words: string): string {
  const rest = words.slice(apartGreeting(words)?.length ?? 0);
  return `${rest.slice(0, 1).toUpperCase()}${rest.slice(1)}`;
}

/** The questions behind her answers, each way as far as the first that greets. */
function askedBehind(steps: Steps, first: string, greets: (id: string) => boolean): string[] {
  const found: string[] = [];
  const seen = new Set([first]);
  const open = [first];
  for (let id = open.pop(); id !== undefined; id = open.pop())
    for (const { to } of answeredWays(steps[id])) {
      if (seen.has(to) || !isMapping(steps[to])) continue;
      seen.add(to);
      if (asks(steps[to]) && greets(to)) found.push(to);
      else open.push(to);
    }
  return found;
}

/** What is said at the start, or after a silence, up to the question that waits then. */
function heardUnasked({ start }: Outline, steps: Steps): string[] {
  const silent = Object.values(steps).flatMap((step) =>
    exitsOf(step).flatMap(({ id, to }) => (id === 'silence' ? [to] : [])),
  );
  const seen = new Set<string>();
  const open = [...(start === undefined ? [] : [start]), ...silent];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id) || !isMapping(steps[id])) continue;
    seen.add(id);
    if (!asks(steps[id])) open.push(...exitsOf(steps[id]).map(({ to }) => to));
  }
  return [...seen];
}

function asks(step: unknown): boolean {
  return isMapping(step) && (Object.hasOwn(step, 'ask') || Object.hasOwn(step, 'use'));
}
