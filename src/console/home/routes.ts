import { page } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import { places } from '../frame/navigation.ts';
import type { Ask, Route } from '../frame/route.ts';

export const homeRoutes: readonly Route[] = [
  { method: 'GET', path: '/', may: 'signed_in', answer: home },
];

function home(ask: Ask) {
  const { w, staff } = ask;
  return page({
    title: w('home.title'),
    body: html`<h1>${w('home.hello', { name: staff.name })}</h1>
      <div class="menu home">${places(ask)}</div>`,
  });
}
