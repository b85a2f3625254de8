import { localDate } from '../engine/local-date.ts';
import { championFor, isHers, mayBeAsked } from '../store/champions.ts';
import { readRequest } from '../store/ladder-requests.ts';
import { proposeMatch } from '../store/matches.ts';
import { promptOf } from '../store/prompts.ts';
import { say } from '../engine/say-to-counsellor.ts';
import { MATCH_FLOW } from './run-matches.ts';
import type { Heard } from './take-text.ts';

/** 03 and the number of a person in her list, or of a request. */
const CODE = /^03(\d{2,3})$/u;

export function readHandOver(digits: string): number | undefined {
  const number = CODE.exec(digits)?.[1];
  return number === undefined ? undefined : Number(number);
}

/**
 * A mitra hands somebody over to a champion, as in Atmiyata: the champion is asked, unseen, and then the person. Until she
 * says yes she stays with the mitra, and the champion knows nothing of her (docs/promises.md, req P2). Where no text may ask
 * her, nobody is proposed: the mitra asks her when they meet.
 */
export async function handOverToChampion(heard: Heard, asked: number): Promise<string> {
  const { setting, tx, now, counsellor } = heard;
  const number = String(asked);
  const prompt = await promptOf(tx, counsellor.id, asked, now);
  const request = prompt?.followUpId == null ? undefined : await readRequest(tx, prompt.followUpId);
  const memberId = request?.memberId ?? prompt?.aboutId;
  if (memberId == null || !(await isHers(tx, memberId, counsellor.id)))
    return say(setting, counsellor, 'no_such_number', { number });
  const byText = setting.releases.current(MATCH_FLOW) !== undefined;
  if (!byText || !(await mayBeAsked(tx, memberId, now)))
    return say(setting, counsellor, 'refer_by_mouth', { number });
  const today = localDate(now, setting.programme.timeZone);
  const championId = await championFor(tx, { memberId, mitraId: counsellor.id, today });
  const proposed =
    championId !== undefined &&
    championId !== counsellor.id &&
    (await proposeMatch(tx, { memberId, counsellorId: championId, now }));
  return say(setting, counsellor, proposed ? 'hand_over_asked' : 'hand_over_nobody', { number });
}
