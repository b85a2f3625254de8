import type { Route } from '../frame/route.ts';
import { SEES_ALL, SEES_MEMBERS } from '../frame/who.ts';
import { assignHer } from './assign.ts';
import { exportMembers } from './export-members.ts';
import { askForNumber, findByNumber } from './find-page.ts';
import { showMembers } from './list-page.ts';
import { ownsMember, showMember } from './member-page.ts';
import { showReceiptPage } from './receipt-page.ts';

const ONE = '/members/:member';

export const memberRoutes: readonly Route[] = [
  { method: 'GET', path: '/members', may: SEES_MEMBERS, answer: showMembers },
  { method: 'GET', path: '/members/export', may: SEES_ALL, answer: exportMembers },
  { method: 'GET', path: '/members/find', may: SEES_ALL, answer: askForNumber },
  { method: 'POST', path: '/members/find', may: SEES_ALL, answer: findByNumber },
  { method: 'GET', path: ONE, may: SEES_MEMBERS, owns: ownsMember, answer: showMember },
  { method: 'POST', path: `${ONE}/assign`, may: SEES_ALL, owns: ownsMember, answer: assignHer },
  {
    method: 'GET',
    path: `${ONE}/receipt`,
    may: SEES_ALL,
    owns: ownsMember,
    answer: showReceiptPage,
  },
];
