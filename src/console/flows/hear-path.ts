import type { Outline, OutlineStep } from '../../flow/edit/outline.ts';
import type { Ask } from '../frame/route.ts';
import { outlineWith } from './names/telling.ts';
import type { Seen } from './read-review.ts';

/** The phone that plays the draft in a language, from what is new in it on; where that is nobody's yet, from its beginning. */
export function hearPath(
  { parts, language: own }: Ask,
  { draft, released }: Pick<Seen, 'draft' | 'released'>,
  language: string = own,
): string {
  const now = outlineWith({ parts }, draft);
  const before = released && outlineWith({ parts }, { flow: draft.flow, files: released.files });
  const said = [...(now?.steps.values() ?? [])].filter(({ text }) => text !== undefined);
  const wordsOf = (outline: Outline | undefined, { text = '' }: OutlineStep) =>
    parts.programme.languages.map(
      (one) => outline?.spoken.find((each) => each.language === one)?.texts.get(text)?.sms,
    );
  const isNew = ({ id }: OutlineStep) => before?.steps.has(id) === false;
  const reads = (step: OutlineStep) => {
    const was = wordsOf(before, step);
    return before !== undefined && wordsOf(now, step).some((words, place) => words !== was[place]);
  };
  const from = (said.find(isNew) ?? said.find(reads))?.id;
  const query = new URLSearchParams({ language, ...(from !== undefined && { from }) });
  return `/console/flows/${draft.flow}/try?${query.toString()}#phone`;
}
