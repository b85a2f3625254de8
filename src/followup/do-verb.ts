import { accept } from './accept.ts';
import { closeWork } from './close-work.ts';
import { later } from './later.ts';
import { met } from './met.ts';
import { passOn } from './pass-on.ts';
import { tried } from './tried.ts';
import type { Outcome, Work } from './work.ts';

/** What a counsellor does about one request, the same by text and in her menu. */
export type Verb =
  | 'accept'
  | 'pass'
  | 'later'
  | 'no_airtime'
  | 'knows_family'
  | 'met'
  | 'tried'
  | 'close';

export function doVerb(work: Work, verb: Verb): Promise<Outcome> {
  switch (verb) {
    case 'accept':
      return accept(work);
    case 'pass':
      return passOn(work, 'passed');
    case 'no_airtime':
    case 'knows_family':
      return passOn(work, verb);
    case 'later':
      return later(work);
    case 'met':
      return met(work);
    case 'tried':
      return tried(work);
    case 'close':
      return closeWork(work);
  }
}
