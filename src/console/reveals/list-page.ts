import { DECIDE_WITHIN_MS } from '../../followup/reveal-rules.ts';
import { openReveals, type Reveal } from '../../store/reveals.ts';
import { type Answer, page } from '../frame/answer.ts';
import { html } from '../frame/html.ts';
import { list } from '../frame/list.ts';
import type { Ask } from '../frame/route.ts';
import { memberLink } from '../members/list-page.ts';
import { momentOf } from '../frame/moments.ts';
import { stateWords } from './reveals-card.ts';

/** What waits for a second person, or for the lead to open it. */
export async function showReveals(ask: Ask): Promise<Answer> {
  const { w, parts, now } = ask;
  const since = new Date(now.getTime() - DECIDE_WITHIN_MS);
  const rows = await parts.pool.run((db) => openReveals(db, since, now));
  const columns = [
    {
      label: w('reveals.what'),
      cell: ({ id, what }: Reveal) =>
        html`<a href="/console/reveals/${id}">${w(`reveals.what_${what}`)}</a>`,
    },
    { label: w('reveals.member'), cell: ({ memberId }: Reveal) => memberLink(memberId) },
    { label: w('reveals.reason'), cell: ({ reason }: Reveal) => w(`reveals.reason_${reason}`) },
    { label: w('reveals.asked'), cell: ({ askedAt }: Reveal) => momentOf(ask, askedAt) },
    { label: w('reveals.state'), cell: (row: Reveal) => stateWords(ask, row) },
  ];
  return page({
    styles: ['people.css'],
    title: w('reveals.title'),
    body: html`<h1>${w('reveals.title')}</h1>
      <p class="hint">${w('reveals.intro')}</p>
      ${list<Reveal>(ask, {
        caption: w('reveals.title'),
        columns,
        rows,
        total: rows.length,
        empty: w('reveals.empty'),
      })}`,
  });
}
