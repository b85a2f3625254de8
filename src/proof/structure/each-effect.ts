import { keptBy } from '../../base/kept-by.ts';
import type { WrittenEffect } from '../../flow/definition.ts';
import type { WayOut, WaysOut } from '../walk/ways-out.ts';

/** An effect where it is written: of which step, on which way out, at which path of the file. */
export type PlacedEffect = {
  id: string;
  way: WayOut;
  effect: WrittenEffect;
  path: readonly string[];
};

/** The key of `do:` that an effect was written as. */
const KEYS: Partial<Record<WrittenEffect['type'], string>> = {
  remind_field: 'remind',
  join_group_field: 'join_group',
  vote_field: 'vote',
  complain_field: 'complain',
  set_pin_field: 'set_pin',
};

export const eachEffect = keptBy((ways: WaysOut): readonly PlacedEffect[] =>
  [...ways].flatMap(([id, all]) =>
    all.flatMap((way) =>
      way.do.map((effect) => {
        const key = KEYS[effect.type] ?? effect.type;
        return { id, way, effect, path: ['steps', id, ...way.path.slice(0, -1), 'do', key] };
      }),
    ),
  ),
);
