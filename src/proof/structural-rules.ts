import type { Rule } from './rule.ts';
import { complaints } from './structure/complaints.ts';
import { consents } from './structure/consents.ts';
import { hops } from './structure/hops.ts';
import { leaving } from './structure/leaving.ts';
import { memoryReads } from './structure/memory-reads.ts';
import { memoryUse } from './structure/memory-use.ts';
import { menus } from './structure/menus.ts';
import { reach } from './structure/reach.ts';
import { requests } from './structure/requests.ts';
import { returning } from './structure/returning.ts';
import { sessions } from './structure/sessions.ts';
import { silences } from './structure/silences.ts';
import { votes } from './structure/votes.ts';

/** What the steps of a flow have to be, whatever its words say. */
export const STRUCTURAL_RULES: readonly Rule[] = [
  reach,
  leaving,
  memoryReads,
  memoryUse,
  consents,
  complaints,
  votes,
  sessions,
  silences,
  requests,
  returning,
  menus,
  hops,
];
