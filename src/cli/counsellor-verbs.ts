import { assign } from './assign-verb.ts';
import type { CounsellorCall } from './counsellor-call.ts';
import { add, agree, duty, firstPin, list, train } from './enter-verbs.ts';
import { back, ends, move } from './leave-verbs.ts';
import { name } from './name-verb.ts';

export type CounsellorVerb = {
  says: string;
  takes?: 'code';
  run(call: CounsellorCall): Promise<string>;
};

/** What can be done for whoever works with members. */
export const COUNSELLOR_VERBS: Readonly<Record<string, CounsellorVerb>> = {
  list: { says: 'codes, roles and counts, no names', run: list },
  add: { says: 'somebody is to work with members; she agrees by her own phone', run: add },
  agree: {
    says: 'she is here and has said yes, and no text could reach her',
    takes: 'code',
    run: agree,
  },
  code: {
    says: 'six digits with which she sets her PIN; read them to her',
    takes: 'code',
    run: firstPin,
  },
  train: { says: 'she was trained on a day, until a day', takes: 'code', run: train },
  duty: {
    says: 'she takes requests of nobody’s members at a place, in these hours',
    takes: 'code',
    run: duty,
  },
  name: { says: 'what members call her, before they agree', takes: 'code', run: name },
  away: { says: 'she is away; her requests go to her backup', takes: 'code', run: ends('away') },
  back: { says: 'she is back, or was suspended and may go on', takes: 'code', run: back },
  suspend: {
    says: 'she gets nothing for work until you say so',
    takes: 'code',
    run: ends('suspended'),
  },
  'lost-phone': {
    says: 'her phone is lost: it is locked at once',
    takes: 'code',
    run: ends('lost_phone'),
  },
  lock: { says: 'the same, for whatever reason', takes: 'code', run: ends('lost_phone') },
  left: {
    says: 'she has left; each of her members is asked who shall take over',
    takes: 'code',
    run: ends('left'),
  },
  died: { says: 'she has died; the same', takes: 'code', run: ends('died') },
  assign: {
    says: 'one member could be hers; each of the two is asked',
    takes: 'code',
    run: assign,
  },
  move: { says: 'her whole list goes to another; each member is asked', takes: 'code', run: move },
};
