import type { Route } from '../../frame/route.ts';
import { SEES_FLOWS } from '../../frame/who.ts';
import { addView, takeNew } from './add-page.ts';
import { measureWords } from './length.ts';
import { readView } from './read-page.ts';
import { takeEdit, takeUndo } from './take-edit.ts';
import { CHANGES } from './who-changes.ts';

export const readRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/read', may: SEES_FLOWS, answer: readView },
  { method: 'GET', path: '/flows/:flow/add', may: CHANGES, answer: addView },
  { method: 'POST', path: '/flows/:flow/add', may: CHANGES, answer: takeNew },
  { method: 'POST', path: '/flows/:flow/edit', may: CHANGES, answer: takeEdit },
  { method: 'POST', path: '/flows/:flow/undo', may: CHANGES, answer: takeUndo },
  { method: 'POST', path: '/flows/:flow/length', may: SEES_FLOWS, answer: measureWords },
];
