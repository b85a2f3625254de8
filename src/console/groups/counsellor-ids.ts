import { listCounsellorBoard } from '../../store/counsellor-board.ts';
import type { Ask } from '../frame/route.ts';

/** As many lead a group at most: more names are a list that was pasted. */
const CODES_MAX = 10;

/** Who has these codes, written with commas or spaces; undefined where one is nobody's. */
export async function counsellorIds({ parts }: Ask, typed: string): Promise<string[] | undefined> {
  const codes = [...new Set(typed.split(/[\s,;]+/u).filter((code) => code !== ''))];
  if (codes.length > CODES_MAX || codes.some((code) => !/^\d{1,6}$/u.test(code))) return undefined;
  const ids: string[] = [];
  for (const code of codes) {
    const filter = { code: Number(code) };
    const found = await parts.pool.run((db) =>
      listCounsellorBoard(db, filter, { page: 1, size: 1 }),
    );
    const [one] = found.rows;
    if (one === undefined) return undefined;
    ids.push(one.id);
  }
  return ids;
}
