import type { Route } from '../frame/route.ts';
import { ownsMember } from '../members/member-page.ts';
import { SEES_ALL } from '../frame/who.ts';
import { askForReveal, takeReveal } from './ask-page.ts';
import { exportReveals, showReveals } from './list-page.ts';
import { agreeToReveal, declineToReveal, openReveal, showRevealPage } from './reveal-page.ts';

const ASKED = '/members/:member/reveal';
const ONE = '/reveals/:reveal';

/** The router knows the role; who is the lead, and who the second person, is said by the rules of followup. */
export const revealRoutes: readonly Route[] = [
  { method: 'GET', path: ASKED, may: SEES_ALL, owns: ownsMember, answer: askForReveal },
  { method: 'POST', path: ASKED, may: SEES_ALL, owns: ownsMember, answer: takeReveal },
  { method: 'GET', path: '/reveals', may: SEES_ALL, answer: showReveals },
  { method: 'GET', path: '/reveals.csv', may: SEES_ALL, answer: exportReveals },
  { method: 'GET', path: ONE, may: SEES_ALL, answer: showRevealPage },
  { method: 'POST', path: `${ONE}/agree`, may: SEES_ALL, answer: agreeToReveal },
  { method: 'POST', path: `${ONE}/decline`, may: SEES_ALL, answer: declineToReveal },
  { method: 'POST', path: `${ONE}/show`, may: SEES_ALL, answer: openReveal },
];
