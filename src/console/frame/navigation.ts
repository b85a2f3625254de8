import { html, type Html, nothing } from './html.ts';
import { SEES_ALL, SEES_EXPIRY, SEES_FLOWS, SEES_MEMBERS } from './who.ts';
import { isShown, isSmall } from '../settings/is-shown.ts';
import { type Ask, type May, mayUse } from './route.ts';

/** One place of the menu. */
type Place = { path: string; key: string; may: May };
type Section = { key: string; places: readonly Place[] };

const FLOWS = '/console/flows';
/** The menu, in the order of how often each is wanted. Each area adds its own pages. */
const SECTIONS: readonly Section[] = [
  {
    key: 'frame.section_flows',
    places: [
      { path: '/console/flows', key: 'frame.nav_flows', may: SEES_FLOWS },
      {
        path: '/console/reviews',
        key: 'reviews.title',
        may: ['admin', 'editor', 'translator', 'reviewer', 'peer_reviewer'],
      },
    ],
  },
  {
    key: 'frame.section_people',
    places: [
      { path: '/console/follow-ups', key: 'requests.title', may: SEES_MEMBERS },
      { path: '/console/members', key: 'members.title', may: SEES_MEMBERS },
      { path: '/console/reveals', key: 'reveals.title', may: SEES_ALL },
      { path: '/console/counsellors', key: 'counsellors.title', may: SEES_ALL },
      { path: '/console/groups', key: 'groups.title', may: SEES_ALL },
      { path: '/console/expiry', key: 'expiry.title', may: SEES_EXPIRY },
    ],
  },
  {
    key: 'frame.section_programme',
    places: [
      {
        path: '/console/start',
        key: 'start.title',
        may: ['admin', 'editor', 'reviewer', 'peer_reviewer', 'supervisor'],
      },
      { path: '/console/sending', key: 'sending.title', may: ['admin', 'supervisor'] },
      {
        path: '/console/reports',
        key: 'reports.title',
        may: ['admin', 'editor', 'supervisor', 'monitor'],
      },
      { path: '/console/invitations', key: 'invitations.title', may: ['admin', 'supervisor'] },
      { path: '/console/settings', key: 'settings.title', may: ['admin', 'supervisor'] },
    ],
  },
  {
    key: 'frame.section_office',
    places: [
      { path: '/console/staff', key: 'staff.title', may: ['admin'] },
      { path: '/console/audit', key: 'audit.title', may: ['admin', 'supervisor'] },
    ],
  },
];

/** Shows to each what she may open. */
export function navigation(ask: Ask): Html {
  return html`<nav class="menu" aria-label="${ask.w('frame.menu')}">${places(ask)}</nav>`;
}

/** Whether a place of the menu is there for her; what is no place of it opens to everybody. */
export function opens({ signedIn }: Ask, link: string): boolean {
  const place = placeAt(link);
  return place === undefined || mayUse(place.may, signedIn);
}

/** The word for a place of the menu; undefined: it is none. */
export function placeKey(link: string): string | undefined {
  return placeAt(link)?.key;
}

function placeAt(link: string): Place | undefined {
  return SECTIONS.flatMap(({ places: all }) => all).find(({ path }) => path === link);
}

/** The same places without being a menu, for the start page. */
export function places(ask: Ask): Html {
  return html`${shownPlaces(ask)}`;
}

async function shownPlaces(ask: Ask): Promise<Html> {
  const { w, signedIn } = ask;
  const small = signedIn !== undefined && (await isSmall(ask.parts.pool));
  const sections = SECTIONS.map((section) => ({
    ...section,
    places: section.places.filter(
      ({ path, may }) => mayUse(may, signedIn) && isShown(path, { small }),
    ),
  })).filter((section) => section.places.length > 0);
  return html`${sections.map(
    (section) =>
      html`<div class="menu-section">
        <h2 class="menu-name">${w(section.key)}</h2>
        <ul>
          ${section.places.map(
            ({ path, key }) =>
              html`<li>
                <a href="${path}" ${isHere(ask.path, path) ? html`aria-current="page"` : nothing}
                  >${w(key)}</a
                >
              </li>`,
          )}
        </ul>
      </div>`,
  )}`;
}

/** The way from a page back to the place of the menu that it belongs to. The editor of a flow has tabs of its own. */
export function wayBack({ w, path, signedIn }: Ask): Html {
  const place = SECTIONS.flatMap(({ places: all }) => all).find(
    (one) => path.startsWith(`${one.path}/`) && mayUse(one.may, signedIn),
  );
  if (place === undefined || (place.path === FLOWS && path !== `${FLOWS}/new`)) return nothing;
  return html`<p class="way-back"><a href="${place.path}">${w(place.key)}</a></p>`;
}

function isHere(path: string, place: string): boolean {
  return path === place || path.startsWith(`${place}/`);
}
