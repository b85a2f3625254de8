import type { SetRule } from './rule.ts';
import { languagesLed } from './set/languages.ts';
import { leads } from './set/leads.ts';
import { programmes } from './set/programmes.ts';
import { privateParts } from './set/private-parts.ts';
import { remembered } from './set/remembered.ts';
import { transcripts } from './set/transcripts.ts';
import { requestsHandedOver } from './structure/requests.ts';
import { TEXT_SET_RULES } from './text-rules.ts';

/** What flows have to be to each other, to the programmes that have them, and to their transcripts. */
export const SET_RULES: readonly SetRule[] = [
  leads,
  requestsHandedOver,
  languagesLed,
  programmes,
  privateParts,
  remembered,
  ...TEXT_SET_RULES,
  // The last, since what is wrong already is not played.
  transcripts,
];
