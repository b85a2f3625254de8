import type { OutlineStep } from '../../flow/edit/outline.ts';
import type { Ask } from '../frame/route.ts';
import { tellingOf } from './names/telling.ts';
import type { Seen } from './read-review.ts';

/** The phone that plays the draft, from what is new in it on: in the language asked for, else in hers where people hear it. */
export function hearPath(
  ask: Ask,
  { draft, released }: Pick<Seen, 'draft' | 'released'>,
  language = ask.language as string,
): string {
  const asked = { parts: ask.parts, w: ask.w, language };
  const now = tellingOf(asked, draft);
  const files = released?.files ?? new Map<string, string>();
  const before = tellingOf(asked, { flow: draft.flow, files });
  const heard = [...now.outline.steps.values()].filter(({ text }) => text !== undefined);
  const wordsOf = ({ spoken }: typeof now, { text = '' }: OutlineStep) =>
    spoken.texts.get(text)?.sms;
  const isNew = ({ id }: OutlineStep) => !before.outline.steps.has(id);
  const reads = (step: OutlineStep) => wordsOf(now, step) !== wordsOf(before, step);
  // What was never released is heard from its beginning.
  const from = released && (heard.find(isNew) ?? heard.find(reads))?.id;
  const query = new URLSearchParams({ language, ...(from !== undefined && { from }) });
  return `/console/flows/${draft.flow}/try?${query.toString()}`;
}
