import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ConnectionOptions } from 'node:tls';
import { Refusal } from '../base/refusal.ts';

/** Where the database is: a URL as libpq takes it, or the socket of a server of our own. */
export type Target =
  | { url: string }
  | { socketDir: string; port: number; user: string; database: string };

/** A target, read. */
export type Endpoint = {
  address: { path: string } | { host: string; port: number };
  user: string;
  password: string;
  database: string;
  /** As the driver takes it: off; TLS if the server can, unverified; or these TLS settings. */
  tls: false | 'prefer' | ConnectionOptions;
  /** Behind a pooler that hands out sessions by transaction: nothing may be left in a session. */
  pooled: boolean;
};

/** PostgreSQL's own port. */
const PORT = 5432;
/** What a URL may say behind its `?`. Those without effect here are known so that pasted URLs work. */
const KNOWN = new Set(
  'host port user sslmode sslrootcert prepare pgbouncer application_name connect_timeout channel_binding'.split(
    ' ',
  ),
);

/** @throws Refusal in words, without the password, for a URL that cannot be used. */
export function readTarget(target: Target): Endpoint {
  if ('url' in target) return readUrl(target.url);
  const { socketDir, port, user, database } = target;
  const address = { path: `${socketDir}/.s.PGSQL.${port}` };
  return { address, user, password: '', database, tls: false, pooled: false };
}

function readUrl(text: string): Endpoint {
  const url = URL.parse(text);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol))
    throw refused('it must read postgres://user:password@host:port/database');
  const says = url.searchParams;
  for (const name of says.keys())
    if (!KNOWN.has(name)) throw refused(`it does not know the setting "${name}"`);
  const address = readAddress(url);
  const user = says.get('user') ?? decodeURIComponent(url.username);
  if (user === '') throw refused('it must name a user');
  return {
    address,
    user,
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    tls: 'path' in address ? false : readTls(address.host, says),
    pooled: says.get('prepare') === 'false' || says.get('pgbouncer') === 'true',
  };
}

function readAddress(url: URL): Endpoint['address'] {
  const host = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  const port = url.searchParams.get('port') ?? url.port;
  if (host === '' || host.includes(',')) throw refused('it must name one host');
  if (host.startsWith('/')) return { path: `${host}/.s.PGSQL.${port || PORT}` };
  // IPv6 addresses stand in brackets in a URL, and nowhere else.
  return { host: host.replace(/^\[(.*)\]$/, '$1'), port: Number(port || PORT) };
}

/** The modes of libpq (PostgreSQL manual 34.19.1): with a root certificate, `require` verifies the chain. */
function readTls(host: string, says: URLSearchParams): Endpoint['tls'] {
  const mode = says.get('sslmode') ?? 'prefer';
  const rootFile = says.get('sslrootcert');
  const named = { host, ...(isIP(host) === 0 ? { servername: host } : {}) };
  const ca = rootFile === null || rootFile === 'system' ? {} : { ca: readFileSync(rootFile) };
  switch (mode) {
    case 'disable':
      return false;
    case 'allow':
    case 'prefer':
      return 'prefer';
    case 'require':
      if (rootFile === null) return { ...named, rejectUnauthorized: false };
      return { ...named, ...ca, checkServerIdentity: () => undefined };
    case 'verify-ca':
      return { ...named, ...ca, checkServerIdentity: () => undefined };
    case 'verify-full':
      return { ...named, ...ca };
    default:
      throw refused(`it does not know sslmode "${mode}"`);
  }
}

function refused(why: string): Refusal {
  return new Refusal('invalid', `The database URL cannot be used: ${why}.`);
}
