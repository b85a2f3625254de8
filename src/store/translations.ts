import type { Db } from './transact.ts';

export type BasisRow = {
  language: string;
  unit: string;
  sourceLanguage: string;
  sourceHash: string;
};

/** Units of a flow in each of its languages beside each other: the longest that ships has 60, in 7. */
const UNITS_MAX = 20_000;

/** Beside which words of another language those of each language were last saved or looked at. */
export function translationBases(db: Db, flow: string): Promise<BasisRow[]> {
  return db<BasisRow[]>`
    select language, unit, source_language, source_hash from translation_basis
    where flow = ${flow} limit ${UNITS_MAX}`;
}

type Saved = {
  flow: string;
  language: string;
  sourceLanguage: string;
  bases: readonly { unit: string; sourceHash: string }[];
  by: string;
  now: Date;
};

/** Notes from what translations were made that are saved now. */
export async function saveBases(db: Db, saved: Saved): Promise<void> {
  const { flow, language, sourceLanguage, bases, by, now } = saved;
  if (bases.length === 0) return;
  const units = bases.map(({ unit }) => unit);
  const hashes = bases.map(({ sourceHash }) => sourceHash);
  await db`
    insert into translation_basis (flow, language, unit, source_language, source_hash, by, at)
    select ${flow}, ${language}, unit, ${sourceLanguage}, hash, ${by}, ${now}
    from unnest(${units}::text[], ${hashes}::text[]) as saved(unit, hash)
    on conflict (flow, language, unit, source_language) do update
    set source_hash = excluded.source_hash, by = excluded.by, at = excluded.at`;
}
