import { lastChoice } from '../flow/peer-group.ts';
import type { AtWork } from '../engine/groups-port.ts';
import { say } from '../engine/say-to-counsellor.ts';
import type { GroupRow } from '../store/groups.ts';
import { closePromptsOf } from '../store/prompts.ts';
import { propose, type Wanted } from './change-meeting.ts';
import { type About, meetsAfter, reachAfter } from './read-back.ts';
import { numberFor } from './tell-facilitators.ts';

/** Reads back what she wants, under a number of its own. */
export async function askSure(at: AtWork, about: About, wanted: Wanted): Promise<string> {
  const { setting, counsellor } = at;
  const { group, meeting } = about;
  const number = await numberOf(at, await propose(at, group, meeting, wanted));
  const reach = await reachAfter(at, about, wanted);
  const common = { number, group: group.name, ...reach };
  if (wanted.what === 'close') return say(setting, counsellor, 'group_end_sure', common);
  const { meets, where } = meetsAfter(at, about, wanted);
  return wanted.what === 'cancel'
    ? say(setting, counsellor, 'group_cancel_sure', { ...common, meets })
    : say(setting, counsellor, 'group_sure', { ...common, meets, where });
}

/** The same of a vote, which is about no meeting. */
export async function askVote(at: AtWork, group: GroupRow, options: number): Promise<string> {
  const { setting, counsellor } = at;
  const wanted = { what: 'vote', options } as const;
  const number = await numberOf(at, await propose(at, group, undefined, wanted));
  const reach = await reachAfter(at, { group, meeting: undefined }, wanted);
  const last = lastChoice(options);
  return say(setting, counsellor, 'group_vote_sure', { number, group: group.name, last, ...reach });
}

async function numberOf({ tx, now, counsellor }: AtWork, aboutId: string): Promise<string> {
  await closePromptsOf(tx, counsellor.id, 'group_sure', now);
  return String(await numberFor(tx, counsellor.id, { kind: 'group_sure', aboutId }, now));
}
