import type { Route } from '../frame/route.ts';
import { exportAudit, showAudit } from './audit-page.ts';
import { startCheck } from './chain-card.ts';

const may = ['admin', 'supervisor'] as const;

export const auditRoutes: readonly Route[] = [
  { method: 'GET', path: '/audit', may, answer: showAudit },
  { method: 'GET', path: '/audit.csv', may, answer: exportAudit },
  { method: 'POST', path: '/audit/check', may, answer: startCheck },
];
