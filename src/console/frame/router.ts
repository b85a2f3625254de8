import { type Context, Hono } from 'hono';
import { DatabaseLost } from '../../store/database-lost.ts';
import { bare, type Answer, type Cookie, page } from './answer.ts';
import { type Asset, assetOf } from './assets.ts';
import { writeCookie } from './cookies.ts';
import { isSameOrigin, isThisMachine, pageOf, safeHeaders } from './guard.ts';
import { html, type Html, nothing } from './html.ts';
import { layout } from './layout.ts';
import { noteRefused } from './note-refused.ts';
import { npmAssetOf } from './npm-assets.ts';
import type { ConsoleParts } from './parts.ts';
import { isSecure, readAsk } from './read-ask.ts';
import { readBody } from './read-body.ts';
import { type Ask, mayUse, type Route, type Staff } from './route.ts';
import { hasWords } from './words.ts';

/** The cookie of a session. */
export const SESSION = 'mazano_session';
/** Words for the next page; gone once shown. */
const SAID = 'mazano_said';
const SAID_S = 60;
/** Assets are asked for again after this, in seconds; they have a tag by which nothing new is sent. */
const KEEP_ASSETS = 'public, max-age=300';
/** A module of a package has its version in its name. */
const KEEP_FOR_EVER = 'public, max-age=31536000, immutable';
/** In the name of a file: what some system would not take. */
const UNNAMED = /[^\w.-]/gu;
/** Seconds after which a page that found no connection is worth another try. */
const RETRY_S = '5';

export type RouterOptions = {
  parts: ConsoleParts;
  routes: readonly Route[];
  /** Who has this session now. `isHere`: she asked herself, and no script on a page that was left open. */
  signedIn: (token: string | undefined, now: Date, isHere: boolean) => Promise<Staff | undefined>;
  /** What stands on top of every page, such as the button for quiet. */
  top: (ask: Ask) => Promise<Html> | Html;
};

/** The console below `/console`: assets for anybody, and what stands in `routes`. Everything else is denied. */
export function consoleApp(options: RouterOptions): Hono {
  const app = new Hono();
  app.get('/console/assets/:file', (c) => sendAsset(c, assetOf(c.req.param('file')), KEEP_ASSETS));
  app.get('/console/assets/npm/:path{.+}', (c) => {
    const module = npmAssetOf(c.req.param('path'));
    return sendAsset(c, module, module?.isForEver === true ? KEEP_FOR_EVER : KEEP_ASSETS);
  });
  for (const route of options.routes) {
    const path = route.path === '/' ? '/console' : `/console${route.path}`;
    app.on(route.method, path, (c) => guarded(c, options, route));
  }
  app.all('/console/*', (c) => guarded(c, options, undefined));
  app.all('/console', (c) => guarded(c, options, undefined));
  return app;
}

async function guarded(c: Context, options: RouterOptions, route: Route | undefined) {
  const { parts } = options;
  const site = { host: new URL(c.req.url).host, secure: isSecure(c) };
  if (!changesNothing(c) && !isSameOrigin((name) => c.req.header(name), site))
    return new Response('This came from another site.\n', {
      status: 403,
      headers: safeHeaders(isSecure(c)),
    });
  try {
    return await answered(c, options, route);
  } catch (error) {
    const lost = error instanceof DatabaseLost;
    parts.log.error(lost ? 'console_busy' : 'console_failed', {}, error);
    const ask = await readAsk(c, parts, undefined, '');
    const key = lost ? 'frame.busy' : 'frame.failed';
    const answer = bare({
      title: ask.w(key),
      body: html`<h1>${ask.w(key)}</h1>`,
      status: lost ? 503 : 500,
    });
    const sent = await send(options, ask, answer);
    if (lost) sent.headers.set('retry-after', RETRY_S);
    return sent;
  }
}

async function answered(c: Context, options: RouterOptions, route: Route | undefined) {
  const { parts } = options;
  const body = await readBody(c);
  const token = await readAsk(c, parts, undefined, '').then((ask) => ask.cookie(SESSION));
  const isHere = route?.asksAlone !== true;
  const staff = await options.signedIn(token, parts.clock.now(), isHere);
  const ask = await readAsk(c, parts, staff, body ?? '');
  if (body === undefined)
    return send(options, ask, { kind: 'refused', status: 413, key: 'frame.too_large' });
  if (!parts.demo && !ask.secure && !isThisMachine(ask.header('host')))
    return send(options, ask, { kind: 'refused', status: 403, key: 'frame.needs_https' });
  if (route === undefined) return send(options, ask, denied(ask));
  const answer = await answerOf(route, ask);
  await noteRefused(ask, route, answer);
  return send(options, ask, answer);
}

async function answerOf(route: Route, ask: Ask): Promise<Answer> {
  if (!mayUse(route.may, ask.signedIn)) return denied(ask);
  if (route.owns !== undefined && !(await route.owns(ask))) return { kind: 'not_found' };
  return route.answer(ask);
}

/** A HEAD is answered by the page of its GET; Hono leaves the body out. */
function changesNothing(c: Context): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD';
}

/** Who is not signed in is led there, and an unknown path looks no different from one that is not hers. */
function denied(ask: Ask): Answer {
  return ask.signedIn === undefined ? toSignIn(ask) : { kind: 'not_found' };
}

function toSignIn(ask: Ask): Answer {
  return {
    kind: 'see',
    to: '/console/sign-in',
    said: ask.path === '/console' ? undefined : 'frame.sign_in_first',
  };
}

async function send(options: RouterOptions, ask: Ask, answer: Answer): Promise<Response> {
  if (answer.kind === 'not_found') return send(options, ask, inWords(ask, 404, 'frame.not_found'));
  if (answer.kind === 'refused') return send(options, ask, inWords(ask, answer.status, answer.key));
  const headers = new Headers(safeHeaders(ask.secure));
  const cookie = (one: Cookie) => headers.append('set-cookie', writeCookie(one, ask.secure));
  answer.cookies?.forEach(cookie);
  switch (answer.kind) {
    case 'page': {
      const said = ask.cookie(SAID);
      if (said !== undefined) cookie({ name: SAID, value: '' });
      headers.set('content-type', 'text/html; charset=utf-8');
      const top = answer.bare ? nothing : await options.top(ask);
      const shown = said !== undefined && hasWords(said) ? said : undefined;
      const whole = String(await layout(ask, answer, shown, top));
      return new Response(whole, { status: answer.status, headers });
    }
    case 'see':
      if (answer.said !== undefined) cookie({ name: SAID, value: answer.said, maxAgeS: SAID_S });
      headers.set('location', pageOf(answer.to));
      return new Response(null, { status: 303, headers });
    case 'file':
      return sendFile(answer, headers);
    case 'json':
      headers.set('content-type', 'application/json');
      return new Response(JSON.stringify(answer.value), { status: answer.status, headers });
  }
}

function sendFile(file: Extract<Answer, { kind: 'file' }>, headers: Headers): Response {
  const { content, name, inline, type } = file;
  const how = inline ? 'inline' : 'attachment';
  headers.set('content-type', type);
  headers.set('content-disposition', `${how}; filename="${name.replaceAll(UNNAMED, '-')}"`);
  const bytes = typeof content === 'string' ? content : new Uint8Array(content);
  return new Response(bytes, { headers });
}

function inWords(ask: Ask, status: number, key: string): Answer {
  const { w } = ask;
  const body = html`<div class="card stack">
    <h1>${w(key)}</h1>
    <p><a class="button quiet" href="/console">${w('frame.home')}</a></p>
  </div>`;
  return ask.signedIn === undefined
    ? bare({ title: w(key), body, status })
    : page({ title: w(key), body, status });
}

function sendAsset(c: Context, asset: Asset | undefined, keep: string): Response {
  const headers = new Headers(safeHeaders(isSecure(c), keep));
  if (asset === undefined)
    return new Response('', { status: 404, headers: safeHeaders(isSecure(c)) });
  headers.set('content-type', asset.type);
  headers.set('etag', asset.tag);
  if (c.req.header('if-none-match') === asset.tag)
    return new Response(null, { status: 304, headers });
  return new Response(asset.content, { headers });
}
