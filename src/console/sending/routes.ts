import { pauseSending } from '../../engine/pause-sending.ts';
import { see } from '../frame/answer.ts';
import type { Route } from '../frame/route.ts';
import { messagesCsv, messagesPage } from './messages-page.ts';
import { pressed, PRESSES, released, RELEASES } from './quiet.ts';
import { sendingCsv, sendingPage } from './sending-page.ts';

export const sendingRoutes: readonly Route[] = [
  { method: 'GET', path: '/sending', may: RELEASES, answer: sendingPage },
  { method: 'GET', path: '/sending/days.csv', may: RELEASES, answer: sendingCsv },
  { method: 'GET', path: '/sending/messages', may: RELEASES, answer: messagesPage },
  { method: 'GET', path: '/sending/messages.csv', may: RELEASES, answer: messagesCsv },
  { method: 'POST', path: '/sending/quiet', may: PRESSES, answer: pressed },
  { method: 'POST', path: '/sending/release', may: RELEASES, answer: released },
  {
    method: 'POST',
    path: '/sending/pause',
    may: ['admin'],
    answer: async ({ parts, form, staff }) => {
      const to = form.get('to') === 'on';
      await pauseSending(parts, to, staff.id);
      return see('/console/sending', to ? 'sending.paused_now' : 'sending.opened_now');
    },
  },
];
