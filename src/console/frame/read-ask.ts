import type { Context } from 'hono';
import { getConnInfo } from '@hono/node-server/conninfo';
import { assert } from '../../base/assert.ts';
import { readCookie } from './cookies.ts';
import type { ConsoleParts } from './parts.ts';
import type { Ask, Staff, Upload } from './route.ts';
import { languageFor, wordsOf } from './words.ts';

/** Fields of a form: the longest has one for each text of a flow in a language. */
const FIELDS_MAX = 5_000;

/** What a page is asked, from what came. */
export async function readAsk(
  c: Context,
  parts: ConsoleParts,
  staff: Staff | undefined,
  body: string | FormData,
): Promise<Ask> {
  const secure = isSecure(c);
  const language = staff?.language ?? languageFor(c.req.header('accept-language'));
  const { form, uploads } = await readForm(c, body);
  const url = new URL(c.req.url);
  return {
    parts,
    get staff() {
      assert(staff !== undefined, 'this page is for staff');
      return staff;
    },
    signedIn: staff,
    w: wordsOf(language),
    language,
    now: parts.clock.now(),
    path: url.pathname,
    param: (name) => storable(c.req.param(name) ?? ''),
    query: new URLSearchParams(
      [...url.searchParams].map(([name, value]) => [name, storable(value)]),
    ),
    form,
    upload: (name) => uploads.get(name),
    body: typeof body === 'string' ? body : '',
    cookie: (name) => readCookie(c.req.header('cookie'), name, secure),
    header: (name) => c.req.header(name),
    address: addressOf(c),
    secure,
  };
}

/** Behind a proxy the browser's HTTPS ends there, and the proxy says so. */
export function isSecure(c: Context): boolean {
  return c.req.header('x-forwarded-proto') === 'https' || c.req.url.startsWith('https:');
}

/**
 * PostgreSQL takes no NUL in a text and no half of a surrogate pair: nobody types one, so they go
 * without a word instead of breaking the page. A file that is uploaded keeps them, to be refused by its row.
 */
function storable(value: string): string {
  return value.replaceAll('\0', '').toWellFormed();
}

async function readForm(c: Context, body: string | FormData) {
  const form = new URLSearchParams();
  const uploads = new Map<string, Upload>();
  if (typeof body === 'string') {
    const isForm = c.req.header('content-type')?.startsWith('application/x-www-form-urlencoded');
    if (isForm !== true) return { form, uploads };
    for (const [name, value] of [...new URLSearchParams(body)].slice(0, FIELDS_MAX))
      form.append(name, storable(value));
    return { form, uploads };
  }
  for (const [name, value] of [...body].slice(0, FIELDS_MAX)) {
    if (typeof value === 'string') form.append(name, storable(value));
    else if (value.size > 0) uploads.set(name, { name: value.name, text: await value.text() });
  }
  return { form, uploads };
}

function addressOf(c: Context): string {
  try {
    return getConnInfo(c).remote.address ?? '';
  } catch {
    // A test asks without a connection.
    return '';
  }
}
