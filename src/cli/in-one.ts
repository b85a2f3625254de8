import type { Doing } from '../followup/end-work.ts';
import type { Tx } from '../store/transact.ts';
import type { CounsellorCall } from './counsellor-call.ts';

export const ACTOR = 'command line';

/** One act in one transaction, by whoever sits at this machine. */
export function inOne<T>(
  { at, setting }: CounsellorCall,
  act: (doing: Doing) => Promise<T>,
): Promise<T> {
  const now = setting.clock.now();
  return at.pool.transact((tx: Tx) => act({ setting, tx, now, actor: ACTOR }));
}

/** Whom a verb that takes a code is about. */
export function aboutOf({ about }: CounsellorCall) {
  if (about === undefined) throw new Error('impossible: this verb takes a code');
  return about;
}
