import type { Cookie } from './answer.ts';

/** Over HTTPS the browser itself then binds a cookie to this host and to HTTPS (RFC 6265bis, `__Host-`). */
const BOUND = '__Host-';
/** More than a browser keeps for one site is somebody's mischief. */
const COOKIES_CHARS = 8_192;

/** As a header that sets it. */
export function writeCookie({ name, value, maxAgeS }: Cookie, secure: boolean): string {
  const age = value === '' ? 0 : maxAgeS;
  return [
    `${secure ? BOUND : ''}${name}=${encodeURIComponent(value)}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    ...(secure ? ['Secure'] : []),
    ...(age === undefined ? [] : [`Max-Age=${age}`]),
  ].join('; ');
}

/** The cookie of that name; over HTTPS only the bound one counts. */
export function readCookie(
  header: string | undefined,
  name: string,
  secure: boolean,
): string | undefined {
  const wanted = `${secure ? BOUND : ''}${name}=`;
  if (header === undefined || header.length > COOKIES_CHARS) return undefined;
  const found = header
    .split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(wanted));
  if (found === undefined) return undefined;
  try {
    return decodeURIComponent(found.slice(wanted.length));
  } catch {
    return undefined;
  }
}
