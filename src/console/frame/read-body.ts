import type { Context } from 'hono';

/** Bytes of a form: a flow with its languages, or a CSV of 20,000 rows. */
const BODY_BYTES = 2_000_000;

/**
 * What came with a request; undefined where it is too large. Counted while it comes: a body that says no length is cut where
 * it would become too large, so that nobody fills the memory who is not even signed in [rel P46].
 */
export async function readBody(c: Context): Promise<string | FormData | undefined> {
  if (c.req.method === 'GET' || c.req.method === 'HEAD') return '';
  const told = Number(c.req.header('content-length') ?? '0');
  const bytes = told > BODY_BYTES ? undefined : await readBytes(c.req.raw.body);
  if (bytes === undefined) return undefined;
  const type = c.req.header('content-type') ?? '';
  return type.startsWith('multipart/form-data') ? formIn(bytes, type) : textIn(bytes);
}

async function readBytes(
  stream: ReadableStream<Uint8Array> | null,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  if (stream !== null)
    for await (const chunk of stream) {
      length += chunk.byteLength;
      // Leaving the loop cancels the stream: the rest is not read.
      if (length > BODY_BYTES) return undefined;
      chunks.push(chunk);
    }
  return new Uint8Array(Buffer.concat(chunks));
}

function textIn(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

async function formIn(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData | undefined> {
  try {
    return await new Response(bytes, { headers: { 'content-type': type } }).formData();
  } catch {
    return undefined;
  }
}
