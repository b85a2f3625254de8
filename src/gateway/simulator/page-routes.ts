import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Hono } from 'hono';
import { type SSEStreamingApi, streamSSE } from 'hono/streaming';
import { pause } from '../../base/clock.ts';
import type { Note } from './ledger.ts';
import { type Held, type PageSetup, showPhone } from './page-state.ts';
import type { Phones } from './phones.ts';
import type { Workings } from './workings.ts';

const FOLDER = join(import.meta.dirname, 'page');
const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
};

/** Nothing from elsewhere, nothing inline; the page talks to its own address only. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

/** Changes within this are sent as one; a person does not see the difference, and a flood stays small. */
const GATHER_MS = 40;
/** A line without news keeps the connection open, corrects the page's clock, and says so soon that somebody pressed Quiet. */
const IDLE_MS = 3_000;
/** More phones than a page can show would only be a load test. */
const PHONES_SHOWN = 50;

/** The page, its files, and what keeps it up to date. */
export function pageRoutes(
  workings: Workings,
  phones: Phones,
  { setup, held }: { setup: () => PageSetup; held: () => Promise<Held> },
) {
  const app = new Hono();
  const files = new Map(
    readdirSync(FOLDER).map((name) => [name, readFileSync(join(FOLDER, name))]),
  );
  const serve = (name: string): Response | undefined => {
    const file = files.get(name);
    if (file === undefined) return undefined;
    const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
    return new Response(new Uint8Array(file), { headers: { ...HEADERS, 'content-type': type } });
  };
  app.get('/', (c) => serve('index.html') ?? c.notFound());
  app.get('/page/:file', (c) => serve(c.req.param('file')) ?? c.notFound());
  app.get('/control/setup', (c) => c.json(setup()));
  app.get('/control/live', (c) =>
    streamSSE(c, (stream) => keepUpToDate(workings, { phones, held, stream })),
  );
  return app;
}

type Told = { phones: Phones; held: () => Promise<Held>; stream: SSEStreamingApi };

async function keepUpToDate(workings: Workings, { phones, held, stream }: Told) {
  const { ledger, clock, closing } = workings;
  let wake = new AbortController();
  const changed = new Set(phones.numbers());
  let notes: Note[] = [...ledger.notes];
  const unsubscribe = ledger.subscribe((event) => {
    if (event.type === 'phone') changed.add(event.number);
    if (event.type === 'note') notes.push(event.note);
    wake.abort();
  });
  const stop = () => wake.abort();
  stream.onAbort(stop);
  closing.addEventListener('abort', stop, { once: true });
  try {
    while (!stream.aborted && !closing.aborted) {
      wake = new AbortController();
      const isHeld = await held();
      const numbers = [...changed].slice(0, PHONES_SHOWN);
      changed.clear();
      const news = {
        now: clock.now(),
        held: isHeld,
        notes,
        phones: numbers.map((each) => showPhone(phones.phone(each))),
      };
      notes = [];
      await stream.writeSSE({ data: JSON.stringify(news) });
      await pause(IDLE_MS, wake.signal);
      await pause(GATHER_MS, closing);
    }
  } finally {
    closing.removeEventListener('abort', stop);
    unsubscribe();
  }
}
