import { MESSAGE_CLASSES } from '../../store/message-list.ts';
import { AGES, QUEUE_MAX } from '../../store/sending-figures.ts';
import { bars } from '../chart/bars.ts';
import { type Answer, csvFile } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { amountOf } from '../frame/amounts.ts';
import { plainDay } from '../frame/moments.ts';
import type { Ask } from '../frame/route.ts';
import { reasonWords } from './reason-words.ts';
import type { SendingFacts } from './sending-page.ts';

/** Days back in which causes are looked at. */
const CAUSE_DAYS = 7;
/** A gateway charges to a hundredth of a cent. */
const MONEY_DIGITS = 4;

/** What waits, by class and by how long. */
export function queueTable(ask: Ask, { queue, report }: SendingFacts): Html {
  const { w } = ask;
  const total = queue.reduce((sum, { count }) => sum + count, 0);
  const countOf = (kind: string, age: string) =>
    queue.find((cell) => cell.class === kind && cell.age === age)?.count ?? 0;
  const classes = MESSAGE_CLASSES.filter((kind) => queue.some((cell) => cell.class === kind));
  return html`<section class="card stack">
    <h2>${w('sending.queue')}</h2>
    <p>${queueWords(ask, report.quiet, total)}</p>
    ${
      total === 0
        ? nothing
        : html`<div class="table-wrap" tabindex="0" role="region" aria-label="${w('sending.queue')}"><table class="table">
            <caption class="unseen">${w('sending.queue')}</caption>
            <thead>
              <tr>
                <th scope="col">${w('sending.class')}</th>
                ${AGES.map((age) => html`<th scope="col" class="number">${w(`sending.age_${age}`)}</th>`)}
              </tr>
            </thead>
            <tbody>
              ${classes.map(
                (kind) =>
                  html`<tr>
                    <th scope="row">${w(`sending.class_${kind}`)}</th>
                    ${AGES.map(
                      (age) =>
                        html`<td class="number" data-label="${w(`sending.age_${age}`)}">${countOf(kind, age)}</td>`,
                    )}
                  </tr>`,
              )}
            </tbody>
          </table></div>`
    }
  </section>`;
}

function queueWords({ w }: Ask, isQuiet: boolean, total: number): string {
  if (total === 0) return w('sending.queue_none');
  if (total >= QUEUE_MAX) return w('sending.queue_many', { count: QUEUE_MAX });
  return isQuiet
    ? w('sending.queue_quiet', { count: total })
    : w('sending.queue_total', { count: total });
}

/** Nobody can know whether these left. They are shown, and never sent again. */
export function unknowns({ w }: Ask, { report }: SendingFacts): Html {
  if (report.unknown === 0) return nothing;
  return html`<section class="note warn">
    <p>
      <strong>${w('sending.unknown', { count: report.unknown })}</strong>
      ${w('sending.unknown_means')}
      <a href="/console/sending/messages?state=unknown">${w('sending.unknown_link')}</a>
    </p>
  </section>`;
}

/** Why messages did not leave in the last days, most often first. */
export function causes({ w, now }: Ask, { days }: SendingFacts): Html {
  const from = new Date(now.getTime() - CAUSE_DAYS * 86_400_000).toISOString().slice(0, 10);
  const recent = days.filter(({ day, state }) => day >= from && state !== 'sent');
  const byCause = Map.groupBy(recent, ({ state, reason }) => `${state} ${reason}`);
  const rows = [...byCause]
    .map(([key, all]) => ({
      key,
      state: all[0]?.state ?? '',
      reason: all[0]?.reason ?? '',
      messages: all.reduce((sum, { messages }) => sum + messages, 0),
    }))
    .toSorted((a, b) => b.messages - a.messages);
  return html`<section class="card stack">
    <h2>${w('sending.causes', { days: CAUSE_DAYS })}</h2>
    ${
      rows.length === 0
        ? html`<p class="empty">${w('sending.no_causes')}</p>`
        : html`<div class="table-wrap" tabindex="0" role="region" aria-label="${w('sending.causes', { days: CAUSE_DAYS })}"><table class="table">
            <caption class="unseen">${w('sending.causes', { days: CAUSE_DAYS })}</caption>
            <thead>
              <tr>
                <th scope="col">${w('sending.state')}</th>
                <th scope="col">${w('sending.why')}</th>
                <th scope="col" class="number">${w('sending.messages')}</th>
              </tr>
            </thead>
            <tbody>
              ${rows.map(
                ({ state, reason, messages }) =>
                  html`<tr>
                    <th scope="row">${w(`sending.state_${state}`)}</th>
                    <td data-label="${w('sending.why')}">
                      <a href="/console/sending/messages?${new URLSearchParams({ q: reason, state }).toString()}"
                        >${reasonWords(w, reason)}</a
                      >
                    </td>
                    <td class="number" data-label="${w('sending.messages')}">${messages}</td>
                  </tr>`,
              )}
            </tbody>
          </table></div>`
    }
  </section>`;
}

/** What each day came to, for a spreadsheet: by what became of messages and why, then by currency. */
export function daysCsv({ w }: Ask, { days, money }: SendingFacts): Answer {
  const header = ['day', 'state', 'class', 'why', 'messages', 'segments', 'money', 'currency'];
  return csvFile(
    'sending',
    header.map((key) => w(`sending.${key}`)),
    [
      ...days.map((row) => [
        row.day,
        w(`sending.state_${row.state}`),
        w(`sending.class_${row.class}`),
        row.reason === '' ? undefined : reasonWords(w, row.reason),
        row.messages,
        row.segments,
        undefined,
        undefined,
      ]),
      ...money.map((row) => [
        row.day,
        w('sending.charged'),
        undefined,
        undefined,
        row.messages,
        row.segments,
        row.amount.toFixed(MONEY_DIGITS),
        row.currency,
      ]),
    ],
  );
}

/** Segments by day, with what the gateway charged for them. */
export function costByDay(ask: Ask, { days, money }: SendingFacts): Html {
  const { w } = ask;
  const all = [...new Set([...days, ...money].map(({ day }) => day))].toSorted();
  const sum = (day: string, of: 'messages' | 'segments') =>
    days
      .filter((row) => row.day === day && (row.state === 'sent' || row.state === 'unknown'))
      .reduce((total, row) => total + row[of], 0);
  const cost = (day: string) =>
    money
      .filter((row) => row.day === day)
      .map((one) => amountOf(ask, one))
      .join(' + ') || '–';
  return html`<section class="card stack">
    <h2>${w('sending.by_day')}</h2>
    ${bars(w, {
      title: w('sending.segments_by_day'),
      of: w('sending.day'),
      unit: w('sending.segments'),
      bars: all.map((day) => ({ label: plainDay(ask, day), value: sum(day, 'segments') })),
      more: [
        { label: w('sending.messages'), cells: all.map((day) => String(sum(day, 'messages'))) },
        { label: w('sending.money'), cells: all.map(cost) },
      ],
    })}
    ${
      all.length === 0
        ? nothing
        : html`<p><a class="button quiet" href="/console/sending/days.csv">${w('frame.export')}</a></p>`
    }
  </section>`;
}
