import { Refusal } from '../base/refusal.ts';
import { GROUP_NAME_MAX, PLACE_MAX, PLACES_MAX } from '../flow/peer-group.ts';
import type { Setting } from '../engine/setting.ts';
import { createGroup } from '../groups/create-group.ts';
import { isPlain, notNeutral } from '../groups/neutral.ts';
import { isNameTaken } from '../store/groups.ts';
import { ofCode } from './counsellor-call.ts';
import { timeFrom } from './counsellor-options.ts';
import { remindsFrom, rhythmFrom } from './group-options.ts';
import type { GroupCall } from './group-verbs.ts';
import { ACTOR } from './in-one.ts';

const WHY = {
  length: 'is too short or too long',
  letters: 'has letters that no text shows well',
  number: 'looks like a number to call',
  telling: 'tells whoever reads along what the group is about',
} as const;

/** A new group. What texts will say of it has passed the same lint as every text. @throws Refusal in words */
export async function addGroupVerb(call: GroupCall): Promise<string> {
  const { at, setting, values } = call;
  const { name, places, language, onHoliday } = wordsFrom(call);
  if (await at.pool.run((db) => isNameTaken(db, name)))
    throw new Refusal('conflict', `Another group is called ${name}. Nothing was done.`);
  const wanted = {
    name,
    language,
    places,
    onHoliday,
    rhythm: rhythmFrom(values),
    meetsAt: timeFrom(values.at, '--at'),
    reminds: remindsFrom(values.remind),
    ...(await peopleFrom(call)),
  } as const;
  const now = setting.clock.now();
  const made = await at.pool.transact((tx) =>
    createGroup({ setting, tx, now, actor: ACTOR }, wanted),
  );
  const plain = isPlain([name, ...places].join(' ')) ? '' : ' Its letters make each text dearer.';
  return `${name} is group ${made.code}. Its code to join is ${made.joinCode}: say it to people, never text it.${plain}`;
}

function wordsFrom({ setting, values }: GroupCall) {
  const { language = setting.programme.defaultLanguage, place = [], holidays = 'skip' } = values;
  const name = (values.name ?? '').trim();
  const places = place.map((one) => one.trim());
  if (!setting.programme.languages.includes(language))
    throw new Refusal('invalid', `The programme does not speak ${language}. Nothing was done.`);
  if (holidays !== 'skip' && holidays !== 'later')
    throw new Refusal('invalid', '--holidays is skip or later. Nothing was done.');
  if (places.length === 0 || places.length > PLACES_MAX)
    throw new Refusal('invalid', `Write one to ${PLACES_MAX} times --place. Nothing was done.`);
  assertNeutral(setting, name, GROUP_NAME_MAX);
  for (const one of places) assertNeutral(setting, one, PLACE_MAX);
  return { name, places, language, onHoliday: holidays } as const;
}

async function peopleFrom({ at, values }: GroupCall) {
  const { id: moderatorId } = await ofCode(at, values.moderator ?? '');
  const facilitatorIds: string[] = [];
  for (const code of values.facilitator ?? []) facilitatorIds.push((await ofCode(at, code)).id);
  if (facilitatorIds.length === 0 || facilitatorIds.includes(moderatorId))
    throw new Refusal(
      'invalid',
      'Write --facilitator at least once, and another code for --moderator. Nothing was done.',
    );
  return { moderatorId, facilitatorIds };
}

function assertNeutral({ lint }: Setting, text: string, max: number): void {
  const why = notNeutral(text, { max, lint });
  if (why === undefined) return;
  throw new Refusal(
    'invalid',
    `"${text}" ${WHY[why]}. Choose a tree, a colour, a place, in at most ${max} letters. Nothing was done.`,
  );
}
