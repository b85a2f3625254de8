import { html, type Html } from '../frame/html.ts';
import { ASSETS } from '../frame/layout.ts';
import type { Ask } from '../frame/route.ts';

/** Whose door this is: pages before the console have no frame that says so. */
export function atDoor({ parts }: Pick<Ask, 'parts'>): Html {
  return html`<p class="at-door">
    <img src="${ASSETS}/mark.svg" alt="" width="36" height="36" />
    <span>Mazano</span>
    <span class="programme">${parts.programme.programme}</span>
  </p>`;
}
