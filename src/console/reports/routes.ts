import type { Role, Route } from '../frame/route.ts';
import { publicPage } from './public-page.ts';
import { reportsCsv, reportsPage, reportStepsCsv } from './reports-page.ts';

/** Figures that name nobody: for whoever answers for the programme or writes its flows, and for the monitor. */
const SEES_REPORTS: readonly Role[] = ['admin', 'editor', 'supervisor', 'monitor'];

export const reportRoutes: readonly Route[] = [
  { method: 'GET', path: '/reports', may: SEES_REPORTS, answer: reportsPage },
  { method: 'GET', path: '/reports.csv', may: SEES_REPORTS, answer: reportsCsv },
  { method: 'GET', path: '/reports/steps.csv', may: SEES_REPORTS, answer: reportStepsCsv },
  { method: 'GET', path: '/public', may: 'anybody', answer: publicPage },
];
