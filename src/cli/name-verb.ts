import { Refusal } from '../base/refusal.ts';
import { SHOWN_MAX } from '../flow/formats.ts';
import { nameCounsellor } from '../followup/name-counsellor.ts';
import type { CounsellorCall } from './counsellor-call.ts';
import { aboutOf, inOne } from './in-one.ts';

/** What members call her, such as `Tendai M.`: asked for, since a shell keeps what is written behind a command. */
export async function name(call: CounsellorCall): Promise<string> {
  const about = aboutOf(call);
  const said = await call.ask('What do members call her? Empty: nothing.');
  switch (await inOne(call, (doing) => nameCounsellor(doing, about.id, said))) {
    case 'unfit':
      throw new Refusal(
        'invalid',
        `At most ${SHOWN_MAX} letters, and no digits. Nothing was done.`,
      );
    case 'nobody':
      throw new Refusal('not_found', 'She is not there any more.');
    case 'unnamed':
      return `${about.code} is not named to anybody.`;
    case 'named':
      return `${about.code} is called so where the programme lets it be told, before a member agrees.`;
  }
}
