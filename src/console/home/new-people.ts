import { NEWCOMER_MS } from '../../engine/second-person.ts';
import { joinedAfter } from '../../store/staff-accounts.ts';
import { type Ask, has, ROLES } from '../frame/route.ts';
import { cameWords } from '../people/for-second.ts';
import type { Waiting } from './waiting.ts';

/** Each account that was made this week, for every admin: a second one of somebody who is here already is seen by the others. */
export async function newPeople(ask: Ask): Promise<Waiting[]> {
  const { w, staff, now, parts } = ask;
  if (!has(staff, ['admin'])) return [];
  const since = new Date(now.getTime() - NEWCOMER_MS);
  const people = await parts.pool.run((db) => joinedAfter(db, since));
  return people
    .filter(({ staffId }) => staffId !== staff.id)
    .map((person) => {
      const roles = ROLES.filter((role) => person.roles.includes(role));
      const named = roles.map((role) => w(`staff.role_${role}`)).join(', ');
      return {
        to: `/console/staff/${person.staffId}`,
        says: w('home.new_person', { came: cameWords(ask, person), roles: named }),
        isGrave: person.isLead || roles.includes('admin'),
      };
    });
}
