import { languagesIn } from '../../flow/edit/desk.ts';
import { reviewComments } from '../../store/approvals.ts';
import { type Answer, notFound } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import { type Ask, has, type Route } from '../frame/route.ts';
import { SEES_FLOWS } from '../frame/who.ts';
import { changeBeside } from '../translate/asked-card.ts';
import { editorPage } from './editor-page.ts';
import { hearPath } from './hear-path.ts';
import { languageList, readingPath, toSign } from './language-next.ts';
import { tellingOf } from './names/telling.ts';
import { openDraft } from './open-draft.ts';
import { readStanding } from './read-review.ts';
import { isOpen, type Read, shownOf, type Shows, showsIn, textsOf } from './reading-texts.ts';
import { readingRow } from './reading-row.ts';
import { type OnPage, signingCard } from './signing-card.ts';

/** One language to be read as it is now, in the order of the conversation; whoever may signs it at the end of what she read. */
async function show(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  const language = ask.param('language');
  if (draft === undefined || !languagesIn(draft.files, draft.flow).includes(language))
    return notFound();
  return reading(ask, { draft, ...(await readStanding(ask, draft)) }, [language]);
}

/** All that are hers to sign, one after the other, and signed by one press: each has a signature of its own. */
async function showHers(ask: Ask): Promise<Answer> {
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  const review = { draft, ...(await readStanding(ask, draft)) };
  const hers = toSign(ask, review.facts);
  const all = review.facts.languages.map(({ language }) => language);
  return reading(ask, review, hers.length === 0 ? all : hers);
}

async function reading(ask: Ask, review: Read, languages: readonly string[]): Promise<Answer> {
  const { w, query, parts } = ask;
  const { draft } = review;
  const each = await Promise.all(
    languages.map(async (language) => ({ language, ...(await textsOf(ask, review, language)) })),
  );
  const all = each.flatMap(({ texts }) => texts);
  const open = all.filter(isOpen).length;
  const unread = all.filter(({ isRead }) => !isRead).length;
  const shows = showsIn(query.get('show')) ?? (open === 0 ? 'all' : 'changed');
  const telling = tellingOf(ask, draft);
  const comments = (await parts.pool.run((db) => reviewComments(db, draft.flow))).filter(
    ({ settledAt }) => settledAt === null,
  );
  const rowsOf = ({ language, texts, beside }: (typeof each)[number]) =>
    shownOf(texts, shows).map((text) =>
      readingRow(ask, text, {
        flow: draft.flow,
        language,
        beside,
        telling,
        comments,
        changePath: text.question === undefined ? '' : changeBeside(draft.flow, text.question),
      }),
    );
  const isOne = languages.length === 1;
  const body = html`<section class="stack" aria-labelledby="reading">
    <h2 id="reading">${w('reading.title', { language: languageList(ask, languages) })}</h2>
    ${filters(ask, review, languages, { shows, changed: open, unread, all: all.length })}
    ${each.map(
      (
        one,
      ) => html`${isOne ? nothing : html`<h3 class="of-language">${languageName(ask, one.language)}</h3>`}
        ${rest(ask, one, shows)}
        <ol class="reading">
          ${rowsOf(one)}
        </ol>`,
    )}
    ${signingCard(ask, review, each, shows)}
  </section>`;
  return editorPage(ask, draft.flow, {
    view: 'release',
    body,
    draft,
    styles: ['release.css', 'reading.css'],
  });
}

type Counts = { shows: Shows; changed: number; unread: number; all: number };

/** It is heard first: words are one thing in a list, and another on a phone. */
function filters(
  ask: Ask,
  review: Read,
  languages: readonly string[],
  { shows, ...counts }: Counts,
): Html {
  const { w, staff } = ask;
  const { flow } = review.draft;
  const [language] = languages;
  const link = (one: Shows, count: number) =>
    html`<a
      class="button ${one === shows ? '' : 'quiet'}"
      href="${languages.length === 1 ? readingPath(flow, language) : readingPath(flow)}?show=${one}"
      ${one === shows ? html`aria-current="true"` : nothing}
      >${w(`reading.show_${one}`, { count })}</a
    >`;
  return html`<div class="row apart">
      <nav class="row" aria-label="${w('translate.filter')}">
        ${counts.changed === 0 ? nothing : link('changed', counts.changed)}
        ${counts.unread === 0 || counts.unread === counts.all ? nothing : link('unread', counts.unread)}
        ${link('all', counts.all)}
      </nav>
      <a class="button ${has(staff, ['peer_reviewer']) ? 'main' : 'quiet'}" href="${hearPath(ask, review, language)}"
        >${w('release.hear')}</a
      >
    </div>`;
}

/** What is not shown: it reads as it is released, and how much of it no reviewer has ever read. */
function rest(ask: Ask, { language, texts }: OnPage, shows: Shows): Html {
  const { w } = ask;
  const shown = shownOf(texts, shows);
  const others = texts.filter((text) => !shown.includes(text));
  const unread = others.filter(({ isRead }) => !isRead).length;
  if (shows !== 'changed') return nothing;
  if (!texts.some(isOpen))
    return html`<p class="hint">${w('reading.none_changed', { language: languageName(ask, language) })}</p>`;
  if (others.length === 0) return nothing;
  const about = { language: languageName(ask, language), count: unread };
  return html`<p class="hint">
    ${w('reading.rest', { count: others.length })}
    ${unread === 0 ? nothing : w('reading.rest_unread', about)}
  </p>`;
}

export const readingRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/reading', may: SEES_FLOWS, answer: showHers },
  { method: 'GET', path: '/flows/:flow/reading/:language', may: SEES_FLOWS, answer: show },
];
