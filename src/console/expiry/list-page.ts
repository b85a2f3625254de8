import { localDate } from '../../engine/local-date.ts';
import { readBenefitSources } from '../../store/benefit-sources.ts';
import { loadHelplines } from '../../store/word-files.ts';
import { type Answer, csvFile, page } from '../frame/answer.ts';
import { html, type Html } from '../frame/html.ts';
import { list, wanted, wantedForExport, type Wanted } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { anyOf, chip } from '../frame/labels.ts';
import { countryName, plainDay } from '../frame/moments.ts';
import {
  type Dated,
  datedThings,
  EXPIRY_KINDS,
  EXPIRY_STATES,
  type ExpiryState,
} from './read-board.ts';

const TONES = { expired: 'bad', never: 'warn', soon: 'warn', fine: 'good' } as const;

async function readAll(ask: Ask): Promise<Dated[]> {
  const { parts, now, language } = ask;
  const benefits = await readBenefitSources(parts.flowsFolder);
  const helplines = await loadHelplines(parts.flowsFolder);
  const today = localDate(now, parts.programme.timeZone);
  const lines = helplines.ok ? helplines.value : new Map();
  return datedThings(
    { benefits, helplines: lines },
    { today, language, home: parts.programme.country },
  );
}

function filtersOf(ask: Ask, all: readonly Dated[]) {
  const { w } = ask;
  const countries = [...new Set(all.map(({ country }) => country))].toSorted();
  return [
    {
      name: 'state',
      label: w('expiry.state'),
      options: anyOf(
        w('expiry.any_state'),
        EXPIRY_STATES.map((value) => ({ value, label: w(`expiry.state_${value}`) })),
      ),
    },
    {
      name: 'kind',
      label: w('expiry.kind'),
      options: anyOf(
        w('expiry.any_kind'),
        EXPIRY_KINDS.map((value) => ({ value, label: w(`expiry.kind_${value}`) })),
      ),
    },
    {
      name: 'country',
      label: w('expiry.country'),
      options: anyOf(
        w('expiry.any_country'),
        countries.map((value) => ({ value, label: countryName(ask, value) })),
      ),
    },
  ];
}

function isFound({ search, filters }: Wanted) {
  const said = search.toLowerCase();
  const { state, kind, country } = filters;
  return (one: Dated) =>
    (state === undefined || one.state === state) &&
    (kind === undefined || one.kind === kind) &&
    (country === undefined || one.country === country) &&
    `${one.name} ${one.id} ${one.verifiedBy ?? ''}`.toLowerCase().includes(said);
}

/** Whoever chose no country means the programme's own, where anything stands for it. */
function atHome(ask: Ask, all: readonly Dated[]): Ask {
  const { country } = ask.parts.programme;
  if (ask.query.has('country') || !all.some((one) => one.country === country)) return ask;
  return { ...ask, query: new URLSearchParams([...ask.query, ['country', country]]) };
}

/** What members are told of that ages: which is over, which soon will be, and whose job it is. */
export async function showExpiry(asking: Ask): Promise<Answer> {
  const { w } = asking;
  const all = await readAll(asking);
  const ask = atHome(asking, all);
  const filters = filtersOf(ask, all);
  const asked = wanted(ask, filters);
  const found = all.filter(isFound(asked));
  return page({
    styles: ['people.css'],
    title: w('expiry.title'),
    body: html`<h1>${w('expiry.title')}</h1>
      <p class="hint">${w('expiry.intro')}</p>
      ${figures(ask, all)}
      ${list<Dated>(ask, {
        caption: w('expiry.title'),
        searchLabel: w('expiry.search'),
        filters,
        columns: columns(ask),
        rows: found.slice((asked.page - 1) * asked.size, asked.page * asked.size),
        total: found.length,
        empty: w('expiry.empty'),
        exportPath: '/console/expiry/export',
      })}`,
  });
}

/** How many of each, each leading to them. */
function figures({ w, query }: Ask, all: readonly Dated[]): Html {
  const country = query.get('country') ?? '';
  const here = all.filter((one) => country === '' || one.country === country);
  const count = (state: ExpiryState) => here.filter((one) => one.state === state).length;
  return html`<div class="row">
    ${EXPIRY_STATES.map(
      (state) =>
        html`<a class="button quiet" href="/console/expiry?${new URLSearchParams({ state, country }).toString()}"
          >${w(`expiry.state_${state}`)}: ${count(state)}</a
        >`,
    )}
  </div>`;
}

function columns(ask: Ask) {
  const { w, parts } = ask;
  const isUsed = ({ kind, id }: Dated) =>
    kind === 'helpline' && parts.programme.helplines.includes(id);
  return [
    {
      label: w('expiry.name'),
      cell: (one: Dated) =>
        html`<span class="chips"
          ><span>${one.kind === 'country' ? countryName(ask, one.country) : one.name}</span>
          ${isUsed(one) ? chip(w('expiry.used')) : ''} <code>${one.id}</code></span
        >`,
    },
    {
      label: w('expiry.state'),
      cell: ({ state }: Dated) => chip(w(`expiry.state_${state}`), TONES[state]),
    },
    { label: w('expiry.kind'), cell: ({ kind }: Dated) => w(`expiry.kind_${kind}`) },
    { label: w('expiry.country'), cell: ({ country }: Dated) => countryName(ask, country) },
    {
      label: w('expiry.verified'),
      cell: ({ verifiedOn, verifiedBy }: Dated) =>
        verifiedOn === null
          ? w('expiry.nobody')
          : `${plainDay(ask, verifiedOn)}${verifiedBy === null ? '' : `, ${verifiedBy}`}`,
    },
    {
      label: w('expiry.last_day'),
      cell: ({ lastDay }: Dated) => (lastDay === undefined ? undefined : plainDay(ask, lastDay)),
    },
    { label: w('expiry.job'), cell: ({ kind }: Dated) => w(`expiry.job_${kind}`) },
  ];
}

/** The same rows for a spreadsheet. */
export async function exportExpiry(asking: Ask): Promise<Answer> {
  const all = await readAll(asking);
  const ask = atHome(asking, all);
  const { w } = ask;
  const rows = all.filter(isFound(wantedForExport(ask, filtersOf(ask, all))));
  return csvFile(
    'expiry',
    ['kind', 'id', 'name', 'country', 'state', 'verified', 'verified_by', 'last_day', 'file'].map(
      (name) => w(`expiry.${name}`),
    ),
    rows.map((one) => [
      w(`expiry.kind_${one.kind}`),
      one.id,
      one.name,
      countryName(ask, one.country),
      w(`expiry.state_${one.state}`),
      one.verifiedOn ?? undefined,
      one.verifiedBy ?? undefined,
      one.lastDay,
      one.file,
    ]),
  );
}
