import type { Route } from '../frame/route.ts';
import { SEES_ALL } from '../frame/who.ts';
import { addLeader, changeModerator, closeGroup, endLeader, openVote, showCode } from './deeds.ts';
import { exportGroups, showGroups } from './list-page.ts';
import { addHoliday, endHoliday } from './holidays.ts';
import { askForGroup, takeGroup } from './new-page.ts';
import { showGroup } from './one-page.ts';

const ONE = '/groups/:code';

export const groupRoutes: readonly Route[] = [
  { method: 'POST', path: '/group-holidays', may: SEES_ALL, answer: addHoliday },
  { method: 'POST', path: '/group-holidays/remove', may: SEES_ALL, answer: endHoliday },
  { method: 'GET', path: '/groups', may: SEES_ALL, answer: showGroups },
  { method: 'GET', path: '/groups/export', may: SEES_ALL, answer: exportGroups },
  { method: 'GET', path: '/groups/new', may: SEES_ALL, answer: askForGroup },
  { method: 'POST', path: '/groups/new', may: SEES_ALL, answer: takeGroup },
  { method: 'GET', path: ONE, may: SEES_ALL, answer: showGroup },
  { method: 'POST', path: `${ONE}/lead`, may: SEES_ALL, answer: addLeader },
  { method: 'POST', path: `${ONE}/unlead`, may: SEES_ALL, answer: endLeader },
  { method: 'POST', path: `${ONE}/moderate`, may: SEES_ALL, answer: changeModerator },
  { method: 'POST', path: `${ONE}/ballot`, may: SEES_ALL, answer: openVote },
  { method: 'POST', path: `${ONE}/code`, may: SEES_ALL, answer: showCode },
  { method: 'POST', path: `${ONE}/close`, may: SEES_ALL, answer: closeGroup },
];
