import type { Role, Route } from '../frame/route.ts';
import { guidePage } from './guide-page.ts';
import { printPage } from './prints-page.ts';
import { startPage } from './start-page.ts';

/** Whoever has something to do before the start sees what is open. */
const SEES_START: readonly Role[] = ['admin', 'editor', 'reviewer', 'peer_reviewer', 'supervisor'];

export const startRoutes: readonly Route[] = [
  { method: 'GET', path: '/start', may: SEES_START, answer: startPage },
  { method: 'GET', path: '/start/guide/:guide', may: SEES_START, answer: guidePage },
  { method: 'GET', path: '/start/print/:what/:language', may: SEES_START, answer: printPage },
];
