import { staffNames } from '../../store/staff-accounts.ts';
import { editorPage } from '../flows/editor-page.ts';
import { followedIn, followedNote } from '../flows/followed-note.ts';
import { tellingOf } from '../flows/names/telling.ts';
import type { Answer } from '../frame/answer.ts';
import { select } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { WRITES } from './asked-card.ts';
import { tidyWords } from './check-words.ts';
import { earlierWords } from './earlier-words.ts';
import { foundAt } from './found-at.ts';
import type { Desk } from './open-desk.ts';
import { isLong } from './say-row.ts';
import { signCard } from './sign-card.ts';
import type { Unit } from './units.ts';
import { unitRow } from './unit-row.ts';

/** What of all texts is shown. */
const SHOWS = ['all', 'missing', 'changed', 'long', 'remarks'] as const;
type Shows = (typeof SHOWS)[number];

export type Came = {
  /** What was typed and not saved, by the unit. */
  typed?: ReadonlyMap<string, string>;
  /** The end of a word key. */
  told?: { key: string; kind: 'good' | 'bad'; count?: number };
  /** What an address says of the kept examples, where there is no other page that would. */
  examples?: Record<string, string>;
};

/** The view of two languages beside each other. */
export async function translatePage(ask: Ask, desk: Desk, came: Came = {}): Promise<Answer> {
  const { draft, pair } = desk;
  const typed = came.typed ?? new Map<string, string>();
  const show = shown(ask, desk);
  const units = pair.units.filter((unit) => typed.has(unit.id) || isShown(desk, unit, show));
  const names = await namesOf(ask, desk);
  const mayWrite = has(ask.staff, WRITES);
  const together = pair.units.flatMap((unit) => {
    const words = typed.get(unit.id);
    return words === undefined ? [] : [{ unit, words: tidyWords(unit.kind, words) }];
  });
  const telling = tellingOf(ask, draft);
  const before = await originalsBefore(ask, desk);
  const found = await foundAt(ask, draft, desk.languages.to);
  const shared = { ask, desk, names, mayWrite, together, telling };
  const { w } = ask;
  const body = html`${pickers(ask, desk)} ${came.told === undefined ? savedNote(ask) : told(ask, came.told)} ${examples(ask, desk, came)} ${filters(ask, desk, show)}
    ${
      units.length === 0
        ? html`<p class="empty">${w('translate.none')}</p>`
        : html`<form
            class="stack"
            method="post"
            action="${addressOf(desk)}"
            data-translate
            data-keep
            data-measure="/console/flows/${draft.flow}/translate/measure"
          >
            ${carried(desk)}
            <input type="hidden" name="show" value="${show}" />
            ${mayWrite ? html`<p class="hint">${w('translate.keys')}</p>` : nothing}
            <ol class="units">
              ${units.map((unit, number) =>
                unitRow({
                  ...shared,
                  unit,
                  typed: typed.get(unit.id),
                  number,
                  before: before.get(unit.id),
                  found: found(unit),
                }),
              )}
            </ol>
            ${
              mayWrite
                ? html`<p class="units-save">
                    <button class="button main" type="submit" name="act" value="all">
                      ${w('translate.save_all')}
                    </button>
                  </p>`
                : nothing
            }
          </form>`
    }`;
  return editorPage(ask, draft.flow, {
    view: 'translate',
    body,
    aside: aside(ask, desk, mayWrite, await signCard(ask, desk)),
    draft,
    status: came.told?.kind === 'bad' ? 422 : 200,
    scripts: ['translate.js'],
    styles: ['translate.css'],
  });
}

/** Where this page is, with its languages. */
export function addressOf({ draft, languages }: Pick<Desk, 'draft' | 'languages'>): string {
  const { from, to } = languages;
  return `/console/flows/${draft.flow}/translate?from=${from}&to=${to}`;
}

/** What a form sends along, so that it is known what it was about. */
export function carried({ draft, languages }: Desk): Html {
  return html`<input type="hidden" name="revision" value="${draft.revision}" />
    <input type="hidden" name="from" value="${languages.from}" />
    <input type="hidden" name="to" value="${languages.to}" />`;
}

/** Whoever asks for nothing is shown what is missing, where something is. */
function shown({ query, form }: Ask, { pair }: Desk): Shows {
  const asked = form.get('show') ?? query.get('show');
  const isOpen = ['to', 'language'].every((one) => !query.has(one) && !form.has(one));
  const isMissing = isOpen && pair.units.some(({ state }) => state === 'missing');
  return SHOWS.find((one) => one === asked) ?? (isMissing ? 'missing' : 'all');
}

function isShown(desk: Desk, unit: Unit, show: Shows): boolean {
  switch (show) {
    case 'all':
      return true;
    case 'missing':
    case 'changed':
      return unit.state === show;
    case 'long':
      return isLong(desk, unit);
    case 'remarks':
      return desk.comments.has(unit.id);
  }
}

function pickers({ w }: Ask, { draft, all, languages, nameOf }: Desk): Html {
  const options = all.map((value) => ({ value, label: nameOf(value) }));
  const pick = (name: 'from' | 'to') =>
    select({ legend: w(`translate.${name}`), name, options, chosen: languages[name] });
  return html`<form class="unit-pick" method="get" action="/console/flows/${draft.flow}/translate">
    ${pick('from')} ${pick('to')}
    <button class="button quiet" type="submit">${w('translate.open')}</button>
  </form>`;
}

function told({ w }: Ask, came: Came['told']): Html {
  if (came === undefined) return nothing;
  const { kind, key, count = 0 } = came;
  return html`<p class="note ${kind === 'bad' ? 'bad' : ''}" role="${kind === 'bad' ? 'alert' : 'status'}">
    ${w(`translate.${key}`, { count })}
  </p>`;
}

/** After saving: how much, and what becomes of it. */
function savedNote({ w, query, staff }: Ask): Html {
  const saved = query.get('saved') ?? '';
  if (!/^[1-9]\d{0,3}$/u.test(saved)) return nothing;
  const next = has(staff, ['admin', 'editor']) ? '' : w('translate.saved_next');
  return html`<p class="note good" role="status">${w('translate.is_saved', { count: Number(saved) })} ${next}</p>`;
}

/** What was done to the kept examples; another page says it of its own address. */
function examples({ w }: Ask, { draft }: Desk, came: Came): Html {
  const said = new URLSearchParams(came.examples);
  return followedNote(w, draft.flow, 'reworded', followedIn('reworded', said));
}

function originalsBefore(ask: Ask, desk: Desk): Promise<ReadonlyMap<string, string>> {
  const { pair, bases, languages, draft, released } = desk;
  const changed = pair.units.filter(({ state }) => state === 'changed');
  const sought = changed.map((unit) => ({ unit, basis: bases.get(unit.id) }));
  return earlierWords(ask, { flow: draft.flow, language: languages.from, released }, sought);
}

function filters({ w }: Ask, desk: Desk, show: Shows): Html {
  const { units } = desk.pair;
  return html`<nav class="row" aria-label="${w('translate.filter')}">
    ${SHOWS.map((one) => {
      const count = units.filter((unit) => isShown(desk, unit, one)).length;
      return html`<a
        class="button ${one === show ? '' : 'quiet'}"
        href="${addressOf(desk)}&show=${one}"
        ${one === show ? html`aria-current="true"` : nothing}
        >${w(`translate.show_${one}`)} (${count})</a
      >`;
    })}
  </nav>`;
}

function aside({ w }: Ask, desk: Desk, mayWrite: boolean, sign: Html): Html {
  const { draft, languages } = desk;
  const { from, to } = languages;
  const base = `/console/flows/${draft.flow}/translate`;
  const file = (format: string) =>
    html`<a class="button quiet" href="${base}/file?from=${from}&to=${to}&format=${format}">${w(`translate.out_${format}`)}</a>`;
  return html`<section class="card stack" aria-labelledby="out">
      <h2 id="out">${w('translate.out')}</h2>
      <p class="hint">${w('translate.out_hint')}</p>
      <p class="row">${file('csv')} ${file('po')}</p>
    </section>
    ${
      mayWrite
        ? html`<section class="card stack" aria-labelledby="in">
            <h2 id="in">${w('translate.in')}</h2>
            <form class="stack" method="post" action="${base}/import" enctype="multipart/form-data">
              ${carried(desk)}
              <div class="field">
                <label for="f-file">${w('translate.in_file')}</label>
                <p class="hint" id="f-file-hint">${w('translate.in_hint')}</p>
                <input id="f-file" type="file" name="file" accept=".csv,.po,.txt" aria-describedby="f-file-hint" required />
              </div>
              <button class="button" type="submit">${w('translate.in_look')}</button>
            </form>
          </section>`
        : nothing
    }
    ${sign}`;
}

function namesOf({ parts }: Ask, { comments }: Desk): Promise<ReadonlyMap<string, string>> {
  const ids = [...comments.values()].flatMap((all) => all.map(({ by }) => by));
  return parts.pool.run((db) => staffNames(db, [...new Set(ids)]));
}
