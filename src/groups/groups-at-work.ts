import type { GroupsAtWork } from '../engine/groups-port.ts';
import { groupsLedBy } from '../store/facilitators.ts';
import { answer, takeText } from './by-text.ts';
import { hear, page } from './home.ts';

/** What whoever leads or moderates a group types for it, taken. */
export const groupsAtWork: GroupsAtWork = {
  takeText,
  answerPrompt: answer,
  leads: async ({ tx, counsellor }) => (await groupsLedBy(tx, counsellor.id)).length > 0,
  page,
  hear,
};
