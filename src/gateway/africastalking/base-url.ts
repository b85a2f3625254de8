import { Refusal } from '../../base/refusal.ts';

/** The hosts of docs/africastalking.md section 1.1; any other host is a stand-in. */
const LIVE_HOST = 'api.africastalking.com';
const SANDBOX_HOST = 'api.sandbox.africastalking.com';
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/**
 * The address that every request goes to: `https://api.africastalking.com`, `https://api.sandbox.africastalking.com`,
 * or a stand-in such as `http://127.0.0.1:1234`. @throws Refusal in words: not an address; plain http beyond this
 * machine, which would show the key; the live host with the account `sandbox`, or the reverse
 */
export function checkedBaseUrl(baseUrl: string, username: string): URL {
  const url = URL.parse(baseUrl);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (url === null || !isWeb) throw refused('is not an address such as https://' + LIVE_HOST);
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw refused('must be an address only, with no name, password or query in it');
  if (url.pathname !== '/') throw refused('must have no path: /version1 is added');
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname))
    throw refused('must begin with https:// unless it is on this machine');
  refuseWrongAccount(url.hostname, username);
  return url;
}

function refuseWrongAccount(host: string, username: string): void {
  const sandboxAccount = username.toLowerCase() === 'sandbox';
  if (host === LIVE_HOST && sandboxAccount)
    throw refused('is the live gateway, but AT_USERNAME is sandbox');
  if (host === SANDBOX_HOST && !sandboxAccount)
    throw refused('is the sandbox, but AT_USERNAME is not sandbox');
}

function refused(why: string): Refusal {
  return new Refusal('invalid', `AT_BASE_URL ${why}.`);
}
