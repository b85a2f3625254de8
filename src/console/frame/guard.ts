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
export function isSameOrigin(header: (name: string) => string | undefined, host: string): boolean {
  const site = header('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin';
  const origin = header('origin');
  if (origin === undefined || !URL.canParse(origin)) return false;
  return new URL(origin).host === host;
}
