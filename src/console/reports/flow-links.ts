import { flowTitle } from '../flows/names/flow-names.ts';
import { html, type Html } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';

/** Leads to the same figures of another flow. */
export function flowLinks(
  { w, query }: Ask,
  flows: readonly string[],
  shown: string | undefined,
): Html {
  if (flows.length < 2) return html``;
  const to = (flow: string) => {
    const next = new URLSearchParams(query);
    next.set('flow', flow);
    return `/console/reports?${next.toString()}`;
  };
  return html`<nav class="row" aria-label="${w('reports.flows')}">
    ${flows.map(
      (flow) =>
        html`<a class="chip" href="${to(flow)}" ${flow === shown ? html`aria-current="true"` : html``}>${flowTitle(w, flow)}</a>`,
    )}
  </nav>`;
}
