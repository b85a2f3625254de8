import type { UssdHop } from '../../engine/arrivals.ts';
import { PROVIDER } from './provider.ts';
import { readId, readNumber } from './read-callbacks.ts';

/** A whole dialled string, and behind it the replies: `*384*123*1#*2`. */
const DIALLED = /^(\*[\d*]{1,60})#(?:\*([\s\S]*))?$/;
const SUFFIX = /^[\d*]{1,40}$/;

/**
 * Reads one step. Needs `sessionId` and `phoneNumber`. Whoever dials `*384*123*1#` on the service code `*384*123#` has
 * dialled the suffix `1`, and nobody knows which form the gateway gives it (docs/africastalking.md section 3.4), so:
 *
 * - A: `text` is `1` at the first step. A step alone cannot tell that from a reply: `input` is `1`, `dialSuffix` is
 *   undefined, and the engine, which knows that the session is new, decides.
 * - B: `serviceCode` is `*384*123*1#`, longer than ours: `dialSuffix` is `1`, at each step alike; `input` is `text`.
 * - C: `text` begins with the dialled string, `*384*123*1#`: `dialSuffix` is `1`, `input` is what follows behind it
 *   (nothing at the first step, `2` for `*384*123*1#*2`).
 *
 * Without a configured service code B cannot be seen, and the step's own is taken for C.
 */
export function readUssdHop(
  fields: ReadonlyMap<string, string>,
  serviceCode: string | undefined,
): UssdHop | undefined {
  const sessionId = readId(fields.get('sessionId'));
  const from = readNumber(fields.get('phoneNumber'));
  if (sessionId === undefined || from === undefined) return undefined;
  const text = fields.get('text') ?? '';
  const given = withoutHash(fields.get('serviceCode') ?? '');
  const own = serviceCode === undefined ? given : withoutHash(serviceCode);
  const [, dialled, replies] = DIALLED.exec(text) ?? [];
  const isDialled =
    dialled !== undefined && (dialled === own || suffixOf(dialled, own) !== undefined);
  return {
    provider: PROVIDER,
    sessionId,
    from,
    input: isDialled ? (replies ?? '') : text,
    dialSuffix: isDialled ? suffixOf(dialled, own) : suffixOf(given, own),
  };
}

function suffixOf(dialled: string, own: string): string | undefined {
  if (own === '' || !dialled.startsWith(`${own}*`)) return undefined;
  const suffix = dialled.slice(own.length + 1);
  return SUFFIX.test(suffix) ? suffix : undefined;
}

function withoutHash(code: string): string {
  return code.endsWith('#') ? code.slice(0, -1) : code;
}
