import { writeCsv, type Cell } from './csv.ts';
import type { Html } from './html.ts';

/** A cookie to be set, or with an empty value to be taken away. Always HttpOnly, SameSite=Strict, for the whole site. */
export type Cookie = { name: string; value: string; maxAgeS?: number };

export type Page = {
  kind: 'page';
  title: string;
  body: Html;
  status: number;
  /** Uses the whole width, as the editor does. */
  wide: boolean;
  /** Without navigation: signing in, prints. */
  bare: boolean;
  /** Files of `console/assets`, loaded as modules. */
  scripts: readonly string[];
  styles: readonly string[];
};

/** What a route answers with. */
export type Answer = (
  | Page
  | { kind: 'see'; to: string; said: string | undefined }
  | { kind: 'file'; name: string; type: string; content: string | Uint8Array; inline: boolean }
  | { kind: 'json'; value: unknown; status: number }
  | { kind: 'not_found' }
  | { kind: 'refused'; status: 403 | 409 | 413 | 429 | 503; key: string }
) & { cookies?: readonly Cookie[] };

type PageParts = Pick<Page, 'title' | 'body'> &
  Partial<Pick<Page, 'status' | 'wide' | 'scripts' | 'styles'>>;

/** A page with navigation. `status` 422 where a form came back with mistakes. */
export function page(parts: PageParts): Answer {
  return { status: 200, wide: false, scripts: [], styles: [], ...parts, kind: 'page', bare: false };
}

/** A page without navigation: before somebody is signed in, and what is printed. */
export function bare(parts: PageParts): Answer {
  return { status: 200, wide: false, scripts: [], styles: [], ...parts, kind: 'page', bare: true };
}

/** After an act: go and see. `to` begins with `/console`; `said` is the key of words shown once on top there. */
export function see(to: string, said?: string): Answer {
  return { kind: 'see', to, said };
}

/** A table for a spreadsheet; no cell of it starts a formula. `name` without its ending. */
export function csvFile(
  name: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): Answer {
  const type = 'text/csv; charset=utf-8';
  const content = writeCsv(header, rows);
  return { kind: 'file', name: `${name}.csv`, type, content, inline: false };
}

/** Any other file to be kept; `inline` is shown instead of kept, for pictures. */
export function textFile(
  name: string,
  type: string,
  content: string | Uint8Array,
  inline = false,
): Answer {
  return { kind: 'file', name, type, content, inline };
}

export function json(value: unknown, status = 200): Answer {
  return { kind: 'json', value, status };
}

/** The same for what is not there and for what is not hers. */
export function notFound(): Answer {
  return { kind: 'not_found' };
}

/** A rule said no; `key` are words that say what to do now. */
export function refused(status: 403 | 409 | 413 | 429 | 503, key: string): Answer {
  return { kind: 'refused', status, key };
}
