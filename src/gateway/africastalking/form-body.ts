import type { Context } from 'hono';

/** Longest callback that is read, in bytes: the gateway's own are under 2 kB (docs/promises.md, rel P46). */
const BODY_MAX_BYTES = 16 * 1024;
const FORM = 'application/x-www-form-urlencoded';

/** The fields of a form by name; those that came more than once are named. Unknown fields stay. */
export type Form = { fields: ReadonlyMap<string, string>; repeated: ReadonlySet<string> };

/**
 * Reads a form, whatever its bytes: a broken percent sign stays as it is, broken UTF-8 becomes U+FFFD. Answers the
 * HTTP status of the refusal instead when the body is too long (413, also without a length), no form (415), or when the
 * caller hung up in the middle of it (400, which nobody reads).
 */
export async function readForm(c: Context): Promise<Form | 400 | 413 | 415> {
  const type = c.req.header('content-type');
  if (type !== undefined && type.split(';')[0]?.trim().toLowerCase() !== FORM) return 415;
  try {
    const body = await readBody(c);
    return body === undefined ? 413 : parseForm(body);
  } catch {
    return 400;
  }
}

async function readBody(c: Context): Promise<string | undefined> {
  const length = c.req.header('content-length');
  const chunked = c.req.header('transfer-encoding') !== undefined;
  if (length !== undefined && !chunked)
    return Number(length) <= BODY_MAX_BYTES ? c.req.text() : undefined;
  const stream: ReadableStream<Uint8Array> | null = c.req.raw.body;
  if (stream === null) return '';
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    bytes += chunk.length;
    if (bytes > BODY_MAX_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Splits and decodes a form body. A map, so that a field named `__proto__` is a field like any other. */
export function parseForm(body: string): Form {
  const fields = new Map<string, string>();
  const repeated = new Set<string>();
  for (const pair of body.split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    if (fields.has(name)) repeated.add(name);
    else fields.set(name, equals < 0 ? '' : decode(pair.slice(equals + 1)));
  }
  return { fields, repeated };
}

const PERCENT_BYTES = /(?:%[0-9a-f]{2})+/gi;

function decode(encoded: string): string {
  const spaced = encoded.includes('+') ? encoded.replaceAll('+', ' ') : encoded;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced.replace(PERCENT_BYTES, (bytes) =>
      Buffer.from(bytes.replaceAll('%', ''), 'hex').toString('utf8'),
    );
  }
}
