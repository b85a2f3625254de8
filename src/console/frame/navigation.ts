import { html, type Html, nothing } from './html.ts';
import { type Ask, type May, mayUse } from './route.ts';

/** One place of the menu. */
type Place = { path: string; key: string; may: May };
type Section = { key: string; places: readonly Place[] };

const SEES_FLOWS = [
  'admin',
  'editor',
  'translator',
  'reviewer',
  'peer_reviewer',
  'supervisor',
] as const;

/** The menu, in the order of how often each is wanted. Each area adds its own pages. */
export const SECTIONS: readonly Section[] = [
  {
    key: 'frame.section_flows',
    places: [{ path: '/console/flows', key: 'frame.nav_flows', may: SEES_FLOWS }],
  },
  { key: 'frame.section_people', places: [] },
  { key: 'frame.section_programme', places: [] },
  { key: 'frame.section_office', places: [] },
];

/** Shows to each what she may open. */
export function navigation(ask: Ask): Html {
  const { w } = ask;
  const sections = SECTIONS.map(({ key, places }) => ({
    key,
    places: places.filter(({ may }) => mayUse(may, ask.signedIn)),
  })).filter(({ places }) => places.length > 0);
  return html`<nav class="menu" aria-label="${w('frame.menu')}">
    ${sections.map(
      ({ key, places }) =>
        html`<div class="menu-section">
          <h2 class="menu-name">${w(key)}</h2>
          <ul>
            ${places.map(
              (place) =>
                html`<li>
                  <a href="${place.path}" ${isHere(ask.path, place.path) ? html`aria-current="page"` : nothing}
                    >${w(place.key)}</a
                  >
                </li>`,
            )}
          </ul>
        </div>`,
    )}
  </nav>`;
}

function isHere(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
