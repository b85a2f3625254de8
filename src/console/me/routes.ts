import type { Route } from '../frame/route.ts';
import { saveLook, showOwnAccount } from './own-account.ts';
import { changePassword, endOwnSessions, removeProof } from './own-proofs.ts';

const may = 'signed_in';

/** What everybody may say about herself, and about nobody else. */
export const meRoutes: readonly Route[] = [
  { method: 'GET', path: '/me', may, answer: showOwnAccount },
  { method: 'POST', path: '/me/look', may, answer: saveLook },
  { method: 'POST', path: '/me/password', may, answer: changePassword },
  { method: 'POST', path: '/me/proofs/remove', may, answer: removeProof },
  { method: 'POST', path: '/me/sessions/end', may, answer: endOwnSessions },
];
