import { given, html, type Html, nothing } from './html.ts';
import type { Ask } from './route.ts';

/** Rows on a page: three screens of a laptop. */
export const PAGE_SIZE = 50;
/** Pages beyond this are not turned to one by one: a search finds more. */
const PAGES_MAX = 1_000;
/** Characters of a search. */
const SEARCH_CHARS = 100;
/** Totals above this are said as "10,000+": counting more would be the slowest part of a page. */
export const TOTAL_MAX = 10_000;
/** Rows of an export. */
export const EXPORT_MAX = 50_000;

/** What a list asks of its store. */
export type Wanted = {
  search: string;
  /** From 1. */
  page: number;
  size: number;
  filters: Readonly<Record<string, string>>;
};

type Filter = { name: string; label: string; options: readonly { value: string; label: string }[] };

type ListParts<Row> = {
  /** What it is a list of, for screen readers. */
  caption: string;
  columns: readonly { label: string; cell: (row: Row) => Html | string | number | undefined }[];
  rows: readonly Row[];
  /** Of all pages; counted to `TOTAL_MAX` + 1 at most. */
  total: number;
  filters?: readonly Filter[];
  /** Whether it can be searched, and by what. */
  searchLabel?: string;
  /** Where the same rows are to be had as CSV. */
  exportPath?: string;
  /** The heading under which a row stands, where rows come in groups. */
  groupOf?: (row: Row) => string;
  /** What of the address a new search keeps: a view of the list. */
  keeps?: readonly string[];
  /** What is said when nothing is found. */
  empty: Html | string;
  /** What is said when there is nothing at all, and nobody has searched or filtered. */
  emptyYet?: string;
};

/**
 * What a search may be: an id, or anything without the digits of a phone number. It stands in the address, which browsers and
 * proxies keep: a browser does not send a number there, with script or without.
 */
const NO_NUMBER = String.raw`[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?!.*(?:\d[\s.\(\)\-]*){9}).*`;

/** Reads from the address what is to be listed: `q`, `page`, and the named filters where their value is allowed. */
export function wanted(ask: Ask, filters: readonly Filter[] = []): Wanted {
  const { query } = ask;
  const page = Number(query.get('page') ?? '1');
  const chosen = filters.flatMap(({ name, options }) => {
    const value = query.get(name) ?? '';
    return options.some((option) => option.value === value) && value !== '' ? [[name, value]] : [];
  });
  return {
    search: (query.get('q') ?? '').trim().slice(0, SEARCH_CHARS),
    page: Number.isInteger(page) && page >= 1 && page <= PAGES_MAX ? page : 1,
    size: PAGE_SIZE,
    filters: Object.fromEntries(chosen),
  };
}

/** The same rows without pages, for an export. */
export function wantedForExport(ask: Ask, filters: readonly Filter[] = []): Wanted {
  return { ...wanted(ask, filters), page: 1, size: EXPORT_MAX };
}

/** A list that is searched, filtered, paged and exported. On a phone each row is a card. */
export function list<Row>(ask: Ask, parts: ListParts<Row>): Html {
  const { w } = ask;
  const { columns, rows, caption, groupOf } = parts;
  const groups = groupOf === undefined ? [['', rows] as const] : [...Map.groupBy(rows, groupOf)];
  return html`<section class="list">
    ${finder(ask, parts)}
    ${
      rows.length === 0
        ? html`<p class="empty">${isNarrowed(ask) ? parts.empty : (parts.emptyYet ?? parts.empty)}</p>`
        : html`<div class="table-wrap" tabindex="0" role="region" aria-label="${caption}">
          <table class="table">
            <caption class="unseen">
              ${caption}
            </caption>
            <thead>
              <tr>
                ${columns.map(({ label }) => html`<th scope="col">${label}</th>`)}
              </tr>
            </thead>
            ${groups.map(
              ([heading, some]) =>
                html`<tbody>
                  ${heading === '' ? nothing : html`<tr class="group"><th scope="rowgroup" colspan="${columns.length}">${heading}</th></tr>`}
                  ${some.map(
                    (row) =>
                      html`<tr>
                        ${columns.map(({ label, cell }) => tableCell(label, cell(row)))}
                      </tr>`,
                  )}
                </tbody>`,
            )}
          </table>
        </div>`
    }
    <div class="list-end">
      ${rows.length === 0 && parts.total === 0 ? nothing : pager(ask, parts.total)}
      ${
        parts.exportPath === undefined || rows.length === 0
          ? nothing
          : html`<a class="button quiet" href="${parts.exportPath}${kept(ask, undefined)}"
            >${w('frame.export')}</a
          >`
      }
    </div>
  </section>`;
}

/** What is not there is a dash in a table, and takes no line of a card. */
function tableCell(label: string, value: Html | string | number | undefined): Html {
  return value === undefined
    ? html`<td data-label="${label}" class="blank">–</td>`
    : html`<td data-label="${label}">${value}</td>`;
}

/** Whether somebody has searched or filtered. */
function isNarrowed({ query }: Ask): boolean {
  return [...query.values()].some((value) => value !== '');
}

function finder<Row>(ask: Ask, { searchLabel, filters = [], keeps = [] }: ListParts<Row>): Html {
  const { w, query } = ask;
  if (searchLabel === undefined && filters.length === 0) return nothing;
  return html`<form class="finder" method="get" role="search">
    ${keeps.map((name) => given(query.get(name) ?? undefined, (value) => html`<input type="hidden" name="${name}" value="${value}" />`))}
    ${
      searchLabel === undefined
        ? nothing
        : html`<label
          ><span>${searchLabel}</span>
          <input
            type="search"
            name="q"
            value="${query.get('q') ?? ''}"
            maxlength="${SEARCH_CHARS}"
            pattern="${NO_NUMBER}"
            title="${w('frame.no_number')}"
          />
        </label>`
    }
    ${filters.length === 0 ? nothing : folded(ask, filters)}
    <button class="button quiet" type="submit">${w('frame.find')}</button>
  </form>`;
}

/** Filters stand in a line on a laptop; on a phone behind one that says what is set. It opens without script. */
function folded({ w, query }: Ask, filters: readonly Filter[]): Html {
  const set = filters.flatMap(({ name, options }) =>
    options.filter(({ value }) => value !== '' && value === query.get(name)),
  );
  const what = set.map(({ label }) => label).join(', ');
  return html`<details class="filters">
    <summary>${set.length === 0 ? w('frame.filters') : w('frame.filters_set', { what })}</summary>
    <div class="filter-fields">${filters.map((filter) => filterField(filter, query))}</div>
  </details>`;
}

function filterField({ name, label, options }: Filter, query: URLSearchParams): Html {
  return html`<label
    ><span>${label}</span>
    <select name="${name}">
      ${options.map(
        ({ value, label: says }) =>
          html`<option value="${value}" ${query.get(name) === value ? html`selected` : nothing}>
            ${says}
          </option>`,
      )}
    </select>
  </label>`;
}

function pager(ask: Ask, total: number): Html {
  const { w } = ask;
  const { page } = wanted(ask);
  const pages = Math.min(PAGES_MAX, Math.max(1, Math.ceil(total / PAGE_SIZE)));
  const known =
    total > TOTAL_MAX
      ? w('frame.total_many', { count: TOTAL_MAX })
      : w('frame.total', { count: total });
  return html`<nav class="pager" aria-label="${w('frame.pages')}">
    <span>${known}</span>
    ${page > 1 ? html`<a class="button quiet" rel="prev" href="${kept(ask, page - 1)}">${w('frame.before')}</a>` : nothing}
    ${pages > 1 ? html`<span>${w('frame.page_of', { page, pages })}</span>` : nothing}
    ${page < pages ? html`<a class="button quiet" rel="next" href="${kept(ask, page + 1)}">${w('frame.after')}</a>` : nothing}
  </nav>`;
}

/** The same search and filters on another page, or on none. */
function kept({ query }: Ask, page: number | undefined): string {
  const next = new URLSearchParams(query);
  next.delete('page');
  if (page !== undefined && page > 1) next.set('page', String(page));
  return `?${next.toString()}`;
}
