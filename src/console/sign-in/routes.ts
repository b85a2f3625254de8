import type { Route } from '../frame/route.ts';
import { signInAsDemo } from './demo.ts';
import { showEnrol, takeEnrol } from './enrol.ts';
import { acceptInvitation, openInvitation, showInvitation } from './invitation.ts';
import { showSignIn, signOut, takePassword } from './password-step.ts';
import { showSecond, takeSecond } from './second-step.ts';

/** Getting in. These are for anybody: each looks itself at the half session that its step needs. */
export const signInRoutes: readonly Route[] = [
  { method: 'GET', path: '/sign-in', may: 'anybody', answer: showSignIn },
  { method: 'POST', path: '/sign-in', may: 'anybody', answer: takePassword },
  { method: 'POST', path: '/sign-in/demo', may: 'anybody', answer: signInAsDemo },
  { method: 'GET', path: '/sign-in/second', may: 'anybody', answer: showSecond },
  { method: 'POST', path: '/sign-in/second', may: 'anybody', answer: takeSecond },
  { method: 'GET', path: '/sign-in/enrol', may: 'anybody', answer: showEnrol },
  { method: 'POST', path: '/sign-in/enrol', may: 'anybody', answer: takeEnrol },
  { method: 'POST', path: '/sign-out', may: 'anybody', answer: signOut },
  { method: 'GET', path: '/invitation', may: 'anybody', answer: showInvitation },
  { method: 'POST', path: '/invitation', may: 'anybody', answer: openInvitation },
  { method: 'POST', path: '/invitation/accept', may: 'anybody', answer: acceptInvitation },
];
