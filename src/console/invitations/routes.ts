import { decideList } from '../../engine/invite-lists.ts';
import { isSwitchedOn } from '../../store/programme-switches.ts';
import { refused, see, type Answer } from '../frame/answer.ts';
import type { Ask, Role, Route } from '../frame/route.ts';
import { enterNumbers } from './enter-numbers.ts';
import { invitationsPage, listsCsv } from './lists-page.ts';

const MAY: readonly Role[] = ['admin', 'supervisor'];

export const invitationRoutes: readonly Route[] = [
  { method: 'GET', path: '/invitations', may: MAY, answer: (ask) => invitationsPage(ask) },
  { method: 'GET', path: '/invitations.csv', may: MAY, answer: listsCsv },
  { method: 'POST', path: '/invitations', may: MAY, answer: whenOn(enterNumbers) },
  { method: 'POST', path: '/invitations/decide', may: MAY, answer: decide },
];

/** Off until two people have switched it on. */
function whenOn(answer: (ask: Ask) => Promise<Answer>): (ask: Ask) => Promise<Answer> {
  return async (ask) => {
    const on = await ask.parts.pool.run((db) => isSwitchedOn(db, 'imports'));
    return on ? answer(ask) : refused(403, 'invitations.is_off');
  };
}

/** A no counts also while it is off: numbers that nobody wants are kept for nothing. */
async function decide(ask: Ask): Promise<Answer> {
  return ask.form.get('to') === 'yes' ? whenOn(decideAs(true))(ask) : decideAs(false)(ask);
}

const decideAs =
  (yes: boolean) =>
  async ({ parts, form, staff }: Ask): Promise<Answer> => {
    const done = await decideList(parts, form.get('list') ?? '', { yes, actor: staff.id });
    if (done === 'same_person') return refused(409, 'invitations.same_person');
    if (done === 'counts_as_one') return refused(409, 'staff.counts_as_one');
    if (done === 'gone') return refused(409, 'invitations.gone');
    const said = {
      confirmed: 'invitations.confirmed',
      refused: 'invitations.refused',
      stopped: 'invitations.stopped',
    } as const;
    return see('/console/invitations', said[done]);
  };
