import type { FileClash, FilesMerge } from '../../flow/edit/merge-files.ts';
import { textOf } from '../../flow/edit/merge-texts.ts';
import type { Mistake } from '../frame/forms.ts';
import type { Ask } from '../frame/route.ts';

export const PICKS = ['mine', 'theirs', 'both', 'own'] as const;
export type Pick = (typeof PICKS)[number];
/** What was chosen at one place; `own` are the words typed there. */
export type Chosen = { pick: Pick | undefined; own: string };

/** The name of the fields of a place: which file, and which place in it. */
export function placeName(file: number, place: number): string {
  return `p${file}_${place}`;
}

/** How many places of a file have to be chosen. */
function placesOf(clash: FileClash): number {
  return clash.kind === 'whole' ? 1 : clash.pieces.filter(({ kind }) => kind === 'clash').length;
}

/** Reads the choices of a form; each place that has none is a mistake. */
export function readChosen(
  { form, w }: Ask,
  merge: FilesMerge,
): { chosen: Map<string, Chosen>; wrong: Mistake[] } {
  const chosen = new Map<string, Chosen>();
  const wrong: Mistake[] = [];
  for (const [file, clash] of merge.clashes.entries())
    for (let place = 0; place < placesOf(clash); place += 1) {
      const name = placeName(file, place);
      const pick = PICKS.find((one) => one === form.get(name));
      const own = (form.get(`${name}_own`) ?? '').replaceAll('\r\n', '\n');
      chosen.set(name, { pick, own });
      if (pick === undefined) wrong.push({ name, says: w('drafts.choose_here') });
    }
  return { chosen, wrong };
}

/** The files in which changes met, as they were chosen; undefined deletes. */
export function chosenFiles(
  merge: FilesMerge,
  chosen: ReadonlyMap<string, Chosen>,
): Map<string, string | undefined> {
  return new Map(
    merge.clashes.map((clash, file) => {
      const at = (place: number) => chosen.get(placeName(file, place));
      if (clash.kind === 'whole')
        return [clash.path, at(0)?.pick === 'mine' ? clash.mine : clash.theirs];
      const text = textOf(clash.pieces, ({ mine, theirs }, place) => {
        const { pick = 'both', own = '' } = at(place) ?? {};
        if (pick === 'own') return own === '' ? [] : own.split('\n');
        return pick === 'mine' ? mine : pick === 'theirs' ? theirs : [...theirs, ...mine];
      });
      return [clash.path, text];
    }),
  );
}
