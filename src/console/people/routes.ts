import type { Route } from '../frame/route.ts';
import { changeRoles, endAccess, showOneStaff } from './one-staff.ts';
import { inviteStaff, showNewStaff, withdrawStaffInvite } from './staff-invites.ts';
import { exportStaff, showStaff } from './staff-list.ts';
import { askForRecovery, confirmStaffRecovery, refuseStaffRecovery } from './staff-recovery.ts';

const may = ['admin'] as const;

/** Who works in the console. */
export const staffRoutes: readonly Route[] = [
  { method: 'GET', path: '/staff', may, answer: showStaff },
  { method: 'GET', path: '/staff.csv', may, answer: exportStaff },
  { method: 'GET', path: '/staff/new', may, answer: showNewStaff },
  { method: 'POST', path: '/staff/new', may, answer: inviteStaff },
  { method: 'GET', path: '/staff/:staff', may, answer: showOneStaff },
  { method: 'POST', path: '/staff/:staff/roles', may, answer: changeRoles },
  { method: 'POST', path: '/staff/:staff/end', may, answer: endAccess },
  { method: 'POST', path: '/staff/:staff/recovery', may, answer: askForRecovery },
  {
    method: 'POST',
    path: '/staff-recoveries/:recovery/confirm',
    may,
    answer: confirmStaffRecovery,
  },
  { method: 'POST', path: '/staff-recoveries/:recovery/refuse', may, answer: refuseStaffRecovery },
  { method: 'POST', path: '/staff-invites/:invite/withdraw', may, answer: withdrawStaffInvite },
];
