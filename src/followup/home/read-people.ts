import { newId } from '../../base/ids.ts';
import { membersOf } from '../../store/assignments.ts';
import { withinAsStaff } from '../../store/as-staff.ts';
import {
  type DueRequest,
  type OwnPerson,
  peopleShown,
  quietOf,
  renewNumbers,
  requestsDueWith,
} from '../../store/home-people.ts';
import { closePrompt, savePrompt } from '../../store/prompts.ts';
import { ownMembers } from '../own-members.ts';
import type { AtHome } from './read-home.ts';
import type { Listed } from './screen.ts';
import { byDue, whyDue, whyQuiet } from './why-due.ts';

/** As many members as a list on a small screen can hold; a counsellor has about thirty. */
const PEOPLE_MAX = 200;

/**
 * Who is in her list: what is due with her first, then her other members. Whose a member is say two walls, each alone: the
 * database, asked with the rights of staff, and the check of this room. Of what is not hers nothing is read but a number.
 */
export async function readPeople(at: AtHome): Promise<Listed[]> {
  const { tx, counsellor } = at;
  const requests = await requestsDueWith(tx, counsellor.id);
  const isOwn = await ownMembers(tx, counsellor.id);
  const accepted = requests.filter(({ stage, isWithHer }) => isWithHer && stage === 'accepted');
  const taken = new Set(accepted.map(({ memberId }) => memberId));
  const asked = requests.flatMap(({ memberId }) => memberId ?? []);
  const ids = [...new Set([...(await membersOf(tx, counsellor.id)), ...asked])];
  const shown = await withinAsStaff(tx, counsellor.id, () => peopleShown(tx, ids, PEOPLE_MAX));
  const seen = shown.filter((person) => isOwn(person) || taken.has(person.memberId));
  const numbers = await numbersOf(at, seen.filter(isOwn));
  const people = new Map(seen.map((person) => [person.memberId, person]));
  const due: Listed[] = [];
  for (const request of requests) due.push(await dueOne(at, request, { people, numbers }));
  const quiet = new Map(
    (
      await quietOf(
        tx,
        seen.map(({ memberId }) => memberId),
      )
    ).map((one) => [one.memberId, one.silences]),
  );
  const others = seen
    .filter((person) => isOwn(person) && !asked.includes(person.memberId))
    .map((person) => other(person, numbers, quiet.get(person.memberId) ?? 0));
  return [...inOrder(due), ...others.filter(({ why }) => why), ...others.filter(({ why }) => !why)];
}

function inOrder(due: readonly Listed[]): Listed[] {
  const key = ({ why, request }: Listed) => ({
    why: why ?? 'other',
    windowFrom: request?.windowFrom ?? null,
    openedAt: request?.openedAt ?? new Date(0),
  });
  return due.toSorted((a, b) => byDue(key(a), key(b)));
}

type Known = { people: ReadonlyMap<string, OwnPerson>; numbers: ReadonlyMap<string, number> };

async function dueOne(
  at: AtHome,
  request: DueRequest,
  { people, numbers }: Known,
): Promise<Listed> {
  const { id: followUpId, memberId } = request;
  const own = memberId === null ? undefined : numbers.get(memberId);
  const number = request.number ?? own ?? (await newNumber(at, 'listed', followUpId));
  return {
    who: { number, followUpId, memberId },
    why: whyDue(request),
    request,
    member: memberId === null ? undefined : people.get(memberId),
  };
}

function other(person: OwnPerson, numbers: Known['numbers'], silences: number): Listed {
  const { memberId } = person;
  return {
    who: { number: numbers.get(memberId) ?? 0, followUpId: null, memberId },
    why: whyQuiet(silences),
    request: undefined,
    member: person,
  };
}

async function numbersOf(at: AtHome, people: readonly OwnPerson[]): Promise<Map<string, number>> {
  const { tx, counsellor, now } = at;
  const ids = people.map(({ memberId }) => memberId);
  const numbers = await renewNumbers(tx, counsellor.id, ids, now);
  for (const id of ids) if (!numbers.has(id)) numbers.set(id, await newNumber(at, 'person', id));
  return numbers;
}

/** A number of her list that asks nothing: it is closed from the beginning. */
async function newNumber(
  { tx, counsellor, now }: AtHome,
  kind: 'person' | 'listed',
  about: string,
): Promise<number> {
  const id = newId(now.getTime());
  const number = await savePrompt(tx, {
    id,
    counsellorId: counsellor.id,
    kind,
    // Nobody was asked by it, so that the ladder still does.
    followUpId: null,
    aboutId: about,
    now,
  });
  await closePrompt(tx, id, now);
  return number;
}
