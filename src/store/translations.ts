import type { Db } from './transact.ts';

export type BasisRow = { unit: string; sourceLanguage: string; sourceHash: string };

/** Units of one language of a flow: the longest that ships has 60. */
const UNITS_MAX = 5_000;

/** From what each translation of a language was made, as far as one was saved here. */
export function translationBases(db: Db, flow: string, language: string): Promise<BasisRow[]> {
  return db<BasisRow[]>`
    select unit, source_language, source_hash from translation_basis
    where flow = ${flow} and language = ${language} limit ${UNITS_MAX}`;
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
    on conflict (flow, language, unit) do update
    set source_language = excluded.source_language, source_hash = excluded.source_hash,
      by = excluded.by, at = excluded.at`;
}
