import type { Route } from '../frame/route.ts';
import { SEES_ALL, SEES_MEMBERS } from '../frame/who.ts';
import { exportFollowUps, showFollowUps } from './list-page.ts';
import { closeFollowUp, handOnFollowUp, showFollowUp } from './one-page.ts';

const ONE = '/follow-ups/:request';

/** Complaints are none of these: their words are for the head of programme alone (docs/decisions/0015). */
export const followUpRoutes: readonly Route[] = [
  { method: 'GET', path: '/follow-ups', may: SEES_MEMBERS, answer: showFollowUps },
  { method: 'GET', path: '/follow-ups/export', may: SEES_ALL, answer: exportFollowUps },
  { method: 'GET', path: ONE, may: SEES_ALL, answer: showFollowUp },
  { method: 'POST', path: `${ONE}/hand-on`, may: SEES_ALL, answer: handOnFollowUp },
  { method: 'POST', path: `${ONE}/close`, may: SEES_ALL, answer: closeFollowUp },
];
