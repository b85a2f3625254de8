import { createRecall } from '../../base/recall.ts';
import { contentHash } from '../../base/seal.ts';
import { textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import type { BasisRow } from '../../store/translations.ts';
import { basesOf, spokenIn } from './pairs.ts';
import { type Languages, pairOf, readWords, type Unit, wordingIn } from './units.ts';

/** A text that stayed while another language changed, and of which nobody has said whether it is still right. */
export type AskedText = Languages & {
  unit: Unit;
  /** What the other language said when these words were made; undefined: what is released. */
  basis: string | undefined;
  /** What is released reads otherwise in one of the two: it is this draft that asks, and it is not released so. */
  isOfDraft: boolean;
};

export type Stand = { files: DraftFiles; released: DraftFiles; rows: readonly BasisRow[] };

/** Pairs of languages kept: of every draft that is worked on. */
const KEPT_MAX = 200;
const recall = createRecall<readonly AskedText[]>(KEPT_MAX);

/** What is asked of the languages that a programme speaks, each beside each other. */
export function askedTexts(
  stand: Stand,
  of: { flow: string; spoken: readonly string[] },
): AskedText[] {
  const own = spokenIn(stand.files, of);
  return own.flatMap((to) =>
    own.filter((from) => from !== to).flatMap((from) => askedIn(stand, of.flow, { from, to })),
  );
}

function askedIn(
  { files, released, rows }: Stand,
  flow: string,
  pair: Languages,
): readonly AskedText[] {
  const bases = basesOf(rows, pair);
  const texts = [files, released].flatMap((one) =>
    [pair.from, pair.to].map((language) => one.get(textsPath(flow, language)) ?? ''),
  );
  return recall(contentHash(JSON.stringify([flow, pair, texts, [...bases]])), () => {
    const units = pairOf({ files, released, bases }, flow, pair)?.units ?? [];
    const [from, to] = [pair.from, pair.to].map((one) => readWords(released, flow, one));
    return units
      .filter(({ state }) => state === 'changed')
      .map((unit) => {
        const isAsReleased =
          wordingIn(from, unit) === unit.source && wordingIn(to, unit) === unit.target;
        return { ...pair, unit, basis: bases.get(unit.id), isOfDraft: !isAsReleased };
      });
  });
}

/** How many texts of a language have to be looked at before the draft is released. */
export function askedOf(asked: readonly AskedText[], language: string): number {
  const own = asked.filter(({ to, isOfDraft }) => to === language && isOfDraft);
  return new Set(own.map(({ unit }) => unit.id)).size;
}
