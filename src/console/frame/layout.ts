import type { Page } from './answer.ts';
import { given, html, type Html, nothing } from './html.ts';
import { navigation, wayBack } from './navigation.ts';
import type { Ask } from './route.ts';

/** Where the files of the console are served. */
export const ASSETS = '/console/assets';

/** A whole page. `said` are words from the act before, shown once. `top` stands beside the name on every page. */
export function layout(ask: Ask, page: Page, said: string | undefined, top: Html): Html {
  const { w, language, signedIn } = ask;
  const theme = signedIn?.theme ?? 'auto';
  return html`<!doctype html>
    <html lang="${language}" data-theme="${theme}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex, nofollow" />
        <title>${page.title} · Mazano</title>
        <link rel="icon" href="${ASSETS}/mark.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="${ASSETS}/console.css" />
        ${page.styles.map((name) => html`<link rel="stylesheet" href="${ASSETS}/${name}" />`)}
        <script type="module" src="${ASSETS}/console.js"></script>
        ${page.scripts.map((name) => html`<script type="module" src="${ASSETS}/${name}"></script>`)}
      </head>
      <body class="${page.bare ? 'bare' : 'full'} ${page.wide ? 'wide' : ''}" ${page.bare ? nothing : html`data-unsaved="${w('frame.unsaved')}"`}>
        <a class="skip" href="#main">${w('frame.skip')}</a>
        ${page.bare ? nothing : header(ask, top)}
        <div class="frame">
          ${page.bare ? nothing : menu(ask)}
          <main id="main" tabindex="-1">
            ${said === undefined ? nothing : html`<p class="said" role="status">${w(said)}</p>`}
            ${page.bare ? nothing : wayBack(ask)} ${page.body}
          </main>
        </div>
      </body>
    </html>`;
}

function header(ask: Ask, top: Html): Html {
  const { parts } = ask;
  return html`<header class="top">
    <a class="brand" href="/console">
      <img src="${ASSETS}/mark.svg" alt="" width="28" height="28" />
      <span>Mazano</span>
    </a>
    <span class="programme">${parts.programme.programme}</span>
    <div class="top-right">
      ${top}
      ${account(ask)}
    </div>
  </header>`;
}

/** Who is signed in, and the way out. On a phone it stands in the menu. */
function account({ w, signedIn, parts }: Ask): Html {
  return html`<div class="account row">
    ${
      parts.demo && parts.phonesPage !== undefined
        ? html`<a class="button quiet" href="${parts.phonesPage}">${w('frame.phones')}</a>`
        : nothing
    }
    ${given(
      signedIn,
      ({ name }) =>
        html`<a class="who" href="/console/me">${name}</a>
          <form method="post" action="/console/sign-out">
            <button class="button quiet" type="submit">${w('frame.sign_out')}</button>
          </form>`,
    )}
  </div>`;
}

/** On a phone the menu is folded; it opens without any script. */
function menu(ask: Ask): Html {
  return html`<details class="menu-fold">
      <summary>${ask.w('frame.menu')}</summary>
      ${navigation(ask)} ${account(ask)}
    </details>
    <aside class="side">${navigation(ask)}</aside>`;
}
