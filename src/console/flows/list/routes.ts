import type { Route } from '../../frame/route.ts';
import { CHANGES } from '../read/who-changes.ts';
import { SEES_FLOWS } from '../../frame/who.ts';
import { flowsCsv, flowsPage } from './list-page.ts';
import { newPage, takeNewFlow } from './new-page.ts';

export const flowListRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows', may: SEES_FLOWS, answer: flowsPage },
  { method: 'GET', path: '/flows.csv', may: SEES_FLOWS, answer: flowsCsv },
  { method: 'GET', path: '/flows/new', may: CHANGES, answer: newPage },
  { method: 'POST', path: '/flows/new', may: CHANGES, answer: takeNewFlow },
];
