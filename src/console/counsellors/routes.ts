import type { Route } from '../frame/route.ts';
import { SEES_ALL } from '../frame/who.ts';
import { agreeHere, endHerWork, setAway, setBack, setHours, setTrained } from './deeds.ts';
import { exportCounsellors, showCounsellors } from './list-page.ts';
import { giveFirstCode, moveHerList, setName } from './list-and-code.ts';
import { askForCounsellor, takeCounsellor } from './new-page.ts';
import { showCounsellor } from './one-page.ts';

const ONE = '/counsellors/:code';

export const counsellorRoutes: readonly Route[] = [
  { method: 'GET', path: '/counsellors', may: SEES_ALL, answer: showCounsellors },
  { method: 'GET', path: '/counsellors/export', may: SEES_ALL, answer: exportCounsellors },
  { method: 'GET', path: '/counsellors/new', may: SEES_ALL, answer: askForCounsellor },
  { method: 'POST', path: '/counsellors/new', may: SEES_ALL, answer: takeCounsellor },
  { method: 'GET', path: ONE, may: SEES_ALL, answer: showCounsellor },
  { method: 'POST', path: `${ONE}/agree`, may: SEES_ALL, answer: agreeHere },
  { method: 'POST', path: `${ONE}/train`, may: SEES_ALL, answer: setTrained },
  { method: 'POST', path: `${ONE}/duty`, may: SEES_ALL, answer: setHours },
  { method: 'POST', path: `${ONE}/away`, may: SEES_ALL, answer: setAway },
  { method: 'POST', path: `${ONE}/back`, may: SEES_ALL, answer: setBack },
  { method: 'POST', path: `${ONE}/name`, may: SEES_ALL, answer: setName },
  { method: 'POST', path: `${ONE}/code`, may: SEES_ALL, answer: giveFirstCode },
  { method: 'POST', path: `${ONE}/move`, may: SEES_ALL, answer: moveHerList },
  { method: 'POST', path: `${ONE}/end`, may: SEES_ALL, answer: endHerWork },
];
