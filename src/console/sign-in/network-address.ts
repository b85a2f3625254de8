import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Ask } from '../frame/route.ts';

/** Where a proxy of ours stands: this machine, its own network, or the one that a platform puts before it. */
const NEAR = new BlockList();
NEAR.addSubnet('127.0.0.0', 8);
NEAR.addSubnet('10.0.0.0', 8);
NEAR.addSubnet('172.16.0.0', 12);
NEAR.addSubnet('192.168.0.0', 16);
NEAR.addSubnet('169.254.0.0', 16);
NEAR.addSubnet('100.64.0.0', 10);
NEAR.addSubnet('::1', 128, 'ipv6');
NEAR.addSubnet('fc00::', 7, 'ipv6');
NEAR.addSubnet('fe80::', 10, 'ipv6');

/** Of an IPv6 address so many groups of 16 bits name a network: whoever has one has 2^64 addresses. */
const NETWORK_GROUPS = 4;

/**
 * Where a request came from, for limits. Behind the proxy that ends HTTPS every connection is the proxy's: what it adds last to
 * the list is whom it heard. Who comes from far away, or without HTTPS, has no proxy, and the list is whatever she wrote [rel P45].
 */
export function networkAddress({
  secure,
  header,
  address,
}: Pick<Ask, 'secure' | 'header' | 'address'>): string {
  const told = header('x-forwarded-for')?.split(',').at(-1)?.trim() ?? '';
  return networkOf(secure && told !== '' && isNear(address) ? told : address);
}

function isNear(address: string): boolean {
  const plain = withoutPort(address);
  // A test asks without a connection.
  return plain === '' || NEAR.check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

function networkOf(address: string): string {
  const plain = withoutPort(address);
  if (!isIPv6(plain)) return plain;
  const [before = '', after] = plain.split('::');
  const [head, tail] = [groupsIn(before), groupsIn(after ?? '')];
  const zeros = after === undefined ? [] : Array.from({ length: 8 - head.length - tail.length });
  const groups = [...head, ...zeros.map(() => 0), ...tail];
  return groups.slice(0, NETWORK_GROUPS).join(':');
}

function groupsIn(part: string): number[] {
  return part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
}

/** Some proxies write the port too; an IPv4 address that came over IPv6 is itself. */
function withoutPort(address: string): string {
  const bare = /^\[([^\]]*)\](?::\d+)?$/u.exec(address)?.[1] ?? address.replace(/%.*$/u, '');
  const four = /^(?:::ffff:)?(\d+\.\d+\.\d+\.\d+)(?::\d+)?$/iu.exec(bare)?.[1];
  return four !== undefined && isIPv4(four) ? four : bare;
}
