import { textsPath } from '../../flow/edit/desk.ts';
import type { DraftFiles } from '../../flow/edit/draft-files.ts';
import { parseTexts } from '../../flow/parse-texts.ts';
import { earlierTexts } from '../../store/draft-history.ts';
import type { Ask } from '../frame/route.ts';
import { type Unit, wordingIn, wordsHash } from './units.ts';

/** Versions of a language that are looked through for words of before: more are rarely saved between two looks. */
const LOOKED_MAX = 30;

type Sought = { unit: Unit; basis: string | undefined };
type Where = { flow: string; language: string; released: DraftFiles };

/**
 * How the words of a language read when those of another were made beside them, by the unit: as released, or in an earlier
 * save. What nobody finds any more is left out.
 */
export async function earlierWords(
  { parts }: Pick<Ask, 'parts'>,
  { flow, language, released }: Where,
  sought: readonly Sought[],
): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  if (sought.length === 0) return found;
  const path = textsPath(flow, language);
  const look = (source: string) => {
    const read = parseTexts(source, path, language);
    if (!read.ok) return;
    for (const { unit, basis } of sought) {
      const words = wordingIn(read.texts.definition, unit);
      const isIt = words !== undefined && (basis === undefined || wordsHash(words) === basis);
      if (isIt && !found.has(unit.id)) found.set(unit.id, words);
    }
  };
  look(released.get(path) ?? '');
  if (found.size < sought.length)
    for (const source of await parts.pool.run((db) => earlierTexts(db, flow, path, LOOKED_MAX)))
      look(source);
  return found;
}
