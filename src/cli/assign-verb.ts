import { parsePhoneNumber } from '../base/phone-number.ts';
import { Refusal } from '../base/refusal.ts';
import { assignMember, type Assigned } from '../followup/assign-member.ts';
import { theMember } from '../followup/the-member.ts';
import type { CounsellorCall } from './counsellor-call.ts';
import { aboutOf, inOne } from './in-one.ts';

/** One member could be hers: whose number it is is asked for. */
export async function assign(call: CounsellorCall): Promise<string> {
  const { id: counsellorId, code } = aboutOf(call);
  const { at, setting, ask, values } = call;
  const number = parsePhoneNumber(await ask('The number of the member?'));
  if (number === undefined)
    throw new Refusal(
      'invalid',
      'That is no phone number. Type it with its country, as +254711000111. Nothing was done.',
    );
  const whom = { number, slot: slotFrom(values.who) };
  const { memberId, phoneId } = await theMember({ setting, pool: at.pool }, whom);
  const sure = await ask(`Does she know that ${code} could meet her? Type YES:`);
  if (sure.toUpperCase() !== 'YES')
    throw new Refusal('invalid', 'Ask her first, by voice or when you meet. Nothing was done.');
  const { outcome } = await inOne(call, (doing) =>
    assignMember(doing, { memberId, phoneId, counsellorId }),
  );
  if (outcome === 'by_text')
    return `${code} is asked, without a name; on her yes the member is asked by text. Until both have said so nothing changes.`;
  if (outcome === 'by_visit')
    return `No text may ask her, so ${code} asks her when they meet: a line in the next text of the morning, and 6 behind its number says that she agreed. Until then nothing changes.`;
  throw new Refusal('conflict', `${ASSIGNED_NOT[outcome]} Nothing was done.`);
}

const ASSIGNED_NOT: Readonly<Record<Exclude<Assigned['outcome'], 'by_text' | 'by_visit'>, string>> =
  {
    not_at_work: 'She is not at work, or has said STOP.',
    no_members: 'Somebody of this role has no members.',
    same_phone: 'It is her own phone.',
    apart: 'These two are not brought together again.',
    already: 'She is hers already.',
    asked_already: 'She is asked about somebody already, and has not answered.',
  };

/** @throws Refusal: which of four who share a phone */
function slotFrom(who: string | undefined): number | undefined {
  if (who === undefined) return undefined;
  if (/^[1-4]$/u.test(who)) return Number(who);
  throw new Refusal('invalid', '--who is 1, 2, 3 or 4. Nothing was done.');
}
