import { Refusal } from '../base/refusal.ts';
import type { Setting } from '../engine/setting.ts';
import { type ListedCounsellor, listCounsellors } from '../store/counsellor-list.ts';
import type { Ask } from './ask-lines.ts';
import type { AtDatabase } from './with-database.ts';

/** What may be written behind a verb. */
export const COUNSELLOR_OPTIONS = {
  role: { type: 'string' },
  place: { type: 'string' },
  language: { type: 'string' },
  supervisor: { type: 'string' },
  backup: { type: 'string' },
  on: { type: 'string' },
  until: { type: 'string' },
  days: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  who: { type: 'string' },
} as const;

type Values = Readonly<Partial<Record<keyof typeof COUNSELLOR_OPTIONS, string>>>;

export type CounsellorCall = {
  at: AtDatabase;
  setting: Setting;
  ask: Ask;
  values: Values;
  /** Whom it is about, where the verb takes a code. */
  about: ListedCounsellor | undefined;
};

/** @throws Refusal: nobody has this code */
export async function ofCode({ pool }: AtDatabase, code: string): Promise<ListedCounsellor> {
  const number = /^\d{1,6}$/u.test(code) ? Number(code) : undefined;
  const [found] = number === undefined ? [] : await pool.run((db) => listCounsellors(db, number));
  if (found !== undefined) return found;
  throw new Refusal('not_found', `Nobody here has the code ${code}. npm run counsellors -- list`);
}
