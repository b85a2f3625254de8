import { assert } from '../../base/assert.ts';

/** Nothing from elsewhere, nothing inline [rel P49]. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');
/** A year, in seconds: browsers then never ask over plain HTTP. */
const HSTS_S = 31_536_000;
/** Names of this machine: what is asked by one of them goes over no network. */
const OWN_NAMES: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);
/** Only to read an address against: nothing is asked there. */
const BASE_HOST = 'console.invalid';
const BASE = `http://${BASE_HOST}`;

/** The headers of every answer of the console. Assets may be kept, pages never. */
export function safeHeaders(secure: boolean, keep: string = 'no-store'): Record<string, string> {
  return {
    'content-security-policy': POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    'x-frame-options': 'DENY',
    'cache-control': keep,
    ...(secure && { 'strict-transport-security': `max-age=${HSTS_S}` }),
  };
}

/**
 * Whether a request that changes something came from a page of this site. Browsers say so in `Sec-Fetch-Site`, older ones in
 * `Origin`; who says neither is no browser with a session (OWASP, CSRF: Fetch Metadata). The content type does not matter.
 */
export function isSameOrigin(
  header: (name: string) => string | undefined,
  { host, secure }: { host: string; secure: boolean },
): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  // The scheme counts: a page that somebody on the way has written over plain HTTP is another site.
  return header('origin') === `${secure ? 'https' : 'http'}://${host}`;
}

/**
 * Where an answer leads, as a header takes it: what somebody typed may stand in it, also a line end or a letter that no
 * header has. @throws AssertionError for what is no page of the console
 */
export function pageOf(to: string): string {
  const { pathname, search, hash, host } = new URL(to, BASE);
  assert(/^\/console(?:\/|$)/u.test(pathname) && host === BASE_HOST, 'it leads to the console');
  return `${pathname}${search}${hash}`;
}

/** Whether a request names this very machine: only then a live service opens without HTTPS, where others could read along. */
export function isThisMachine(host: string | undefined): boolean {
  const origin = `http://${host ?? ''}`;
  return URL.canParse(origin) && OWN_NAMES.has(new URL(origin).hostname);
}
