import { localDate } from '../../engine/local-date.ts';
import { type OutcomeRow, readFigures, readOutcomeMonths } from '../../store/figures.ts';
import { isSwitchedOn } from '../../store/programme-switches.ts';
import { bars } from '../chart/bars.ts';
import { bare, notFound, type Answer } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import type { ConsoleParts } from '../frame/parts.ts';
import { plainMonth } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import type { Language } from '../frame/words.ts';
import { stock } from './shown-figures.ts';

/** Months that anybody may look back. */
const MONTHS = 6;

/**
 * Milliseconds for which what was read is shown again: whoever asks without end then takes no connection from staff, and
 * a page that is switched off is gone so soon.
 */
export const PUBLIC_KEPT_MS = 10_000;
type Kept = Map<Language, { until: number; answer: Promise<Answer> }>;
const kept = new WeakMap<ConsoleParts, Kept>();

/** The page as it was read a moment ago, once a language; who asks meanwhile waits for the same reading. */
export async function publicPage(ask: Ask): Promise<Answer> {
  const byLanguage: Kept = kept.get(ask.parts) ?? new Map();
  kept.set(ask.parts, byLanguage);
  const known = byLanguage.get(ask.language);
  if (known !== undefined && known.until > ask.now.getTime()) return known.answer;
  const answer = readPage(ask);
  byLanguage.set(ask.language, { until: ask.now.getTime() + PUBLIC_KEPT_MS, answer });
  // A reading that failed is nothing to keep.
  answer.catch(() => byLanguage.delete(ask.language));
  return answer;
}

/** A few figures for anybody, where the programme has switched them on. Only what the report itself does not withhold. */
async function readPage(ask: Ask): Promise<Answer> {
  const { w, parts, now } = ask;
  const today = Temporal.PlainDate.from(localDate(now, parts.programme.timeZone));
  const [thisMonth, lastMonth] = [
    today.with({ day: 1 }),
    today.with({ day: 1 }).subtract({ months: 1 }),
  ];
  const from = today.subtract({ months: MONTHS }).toPlainYearMonth().toString();
  const { isOn, outcomes, reach } = await parts.pool.run(async (db) => ({
    isOn: await isSwitchedOn(db, 'public_page'),
    outcomes: await readOutcomeMonths(db, from),
    reach: await readFigures(db, ['reach'], lastMonth.toString()),
  }));
  if (!isOn) return notFound();
  // Of a month that is over: whoever could look each day, and joins with phones of her own, would see one person come or go.
  const atItsEnd = reach.findLast(
    ({ cell, day }) => cell === 'takes_part' && day < thisMonth.toString(),
  );
  const people = stock(atItsEnd?.count ?? 0);
  const monthly = (group: string, cell: string) =>
    outcomes
      .filter((row) => row.group === group && row.cell === cell)
      .map(({ month, value }: OutcomeRow) => ({
        label: plainMonth(ask, month),
        value: value ?? undefined,
      }));
  const chart = (title: string, unit: string, of: [string, string]) =>
    html`<section class="card stack">
      <h2>${title}</h2>
      ${bars(w, { title, headed: true, of: w('reports.month'), unit, bars: monthly(...of) })}
    </section>`;
  return bare({
    title: w('reports.public_title', { name: parts.programme.name }),
    wide: true,
    styles: ['charts.css'],
    body: html`<h1>${w('reports.public_title', { name: parts.programme.name })}</h1>
      <p>${w('reports.public_lead')}</p>
      <p class="figure">
        ${people === undefined ? w('reports.public_few') : w('reports.public_people', { count: people })}
      </p>
      ${chart(w('reports.public_took_part'), w('reports.people'), ['people', 'took_part'])}
      ${chart(w('reports.public_met'), w('reports.count'), ['requests_over', 'met'])}
      ${chart(w('reports.public_hours'), w('reports.hours'), ['times', 'hours_to_met_median'])}
      <p class="soft">${w('reports.public_note')}</p>`,
  });
}
