import type { Route } from '../../frame/route.ts';
import { CHANGES } from '../read/who-changes.ts';
import { READS } from '../read/routes.ts';
import { flowsCsv, flowsPage } from './list-page.ts';
import { newPage, takeNewFlow } from './new-page.ts';

export const flowListRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows', may: READS, answer: flowsPage },
  { method: 'GET', path: '/flows.csv', may: READS, answer: flowsCsv },
  { method: 'GET', path: '/flows/new', may: CHANGES, answer: newPage },
  { method: 'POST', path: '/flows/new', may: CHANGES, answer: takeNewFlow },
];
