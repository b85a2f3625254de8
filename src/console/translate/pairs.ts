import { languagesIn } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { BasisRow } from '../../store/translations.ts';
import { type Bases, copiesIn, type Languages, sourceOf } from './units.ts';

type Of = { flow: string; spoken: readonly string[] };

/** Those of a flow that the programme speaks, in its order. */
export function spokenIn(files: DraftFiles, { flow, spoken }: Of): string[] {
  const all = languagesIn(files, flow);
  return spoken.filter((one) => all.includes(one));
}

/**
 * Which language is looked at beside which: each that the programme speaks beside each other, since a change of any asks
 * the others; those that it does not speak beside the one that they are made from.
 */
export function pairsIn(files: DraftFiles, of: Of): Languages[] {
  const all = languagesIn(files, of.flow);
  const own = spokenIn(files, of);
  const source = sourceOf(own.length > 0 ? own : all, (one) => copiesIn(files, of.flow, one));
  const others = all.filter((one) => one !== source && !own.includes(one));
  return [
    ...own.flatMap((from) => own.filter((to) => to !== from).map((to) => ({ from, to }))),
    ...(source === undefined ? [] : others.map((to) => ({ from: source, to }))),
  ];
}

/** What was noted of one language beside another. */
export function basesOf(rows: readonly BasisRow[], { from, to }: Languages): Bases {
  const own = rows.filter((row) => row.language === to && row.sourceLanguage === from);
  return new Map(own.map(({ unit, sourceHash }) => [unit, sourceHash]));
}
