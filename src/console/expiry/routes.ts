import type { Route } from '../frame/route.ts';
import { SEES_EXPIRY } from '../frame/who.ts';
import { exportExpiry, showExpiry } from './list-page.ts';

export const expiryRoutes: readonly Route[] = [
  { method: 'GET', path: '/expiry', may: SEES_EXPIRY, answer: showExpiry },
  { method: 'GET', path: '/expiry/export', may: SEES_EXPIRY, answer: exportExpiry },
];
