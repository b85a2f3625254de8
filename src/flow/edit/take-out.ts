import type { Desk } from './desk.ts';
import { removeChoice } from './edit-ways.ts';
import { dropUnused } from './edit-words.ts';
import { NOTED, type Noted } from './new-answer.ts';
import { dropMade, isOffer, isSaid } from './person-ways.ts';
import { entrancesOf, exitsOf, meaningsOf, textOf } from './written-exits.ts';
import { removePair } from './yaml-text.ts';

/** Takes an answer away, with what was said back to it alone and what it alone offered. */
export function removeAnswer(desk: Desk, step: string, number: number, noted: Noted): void {
  const answers = exitsOf(desk.step(step)).filter(({ means }) => means !== undefined);
  const to = answers[number - 1]?.to;
  removeChoice(desk, step, number);
  if (to !== undefined) dropUnheard(desk, [to], noted);
}

/** Takes out what is said, or offered, at some steps and behind them where nobody is led to it any more. */
export function dropUnheard(desk: Desk, ids: readonly string[], noted: Noted): void {
  const left = [...ids];
  for (let id = left.pop(); id !== undefined; id = left.pop()) {
    const step = desk.steps()[id];
    const isOwn = id !== NOTED && (isSaid(step) || isOffer(step));
    if (!isOwn || isLed(desk, id)) continue;
    const text = textOf(step);
    desk.editFlow((source) => removePair(source, ['steps', id]));
    dropUnused(desk, text === undefined ? [] : [text], meaningsOf(step));
    left.push(...exitsOf(step).map(({ to }) => to));
  }
  dropMade(desk, NOTED, noted);
}

function isLed(desk: Desk, id: string): boolean {
  if (desk.written()['start'] === id) return true;
  return entrancesOf(desk.steps(), id).some(({ step }) => step !== id);
}
