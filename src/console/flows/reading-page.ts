import { contentHashes } from '../../flow/edit/content-hashes.ts';
import type { Outline } from '../../flow/edit/outline.ts';
import { languagesIn } from '../../flow/edit/desk.ts';
import { reviewComments } from '../../store/approvals.ts';
import { mayAct, standing } from '../../release/rules.ts';
import { button, hidden } from '../frame/forms.ts';
import { type Answer, notFound } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import { type Ask, has, type Route } from '../frame/route.ts';
import { SEES_FLOWS } from '../frame/who.ts';
import { changeBeside, openQuestions } from '../translate/asked-card.ts';
import { spokenIn } from '../translate/pairs.ts';
import { copiesIn, pairOf, readWords, sourceOf, type Unit, wordingIn } from '../translate/units.ts';
import { editorPage } from './editor-page.ts';
import { hearPath } from './hear-path.ts';
import { languageList, readingPath, toSign } from './language-next.ts';
import { tellingOf } from './names/telling.ts';
import { openDraft } from './open-draft.ts';
import { readStanding, type Review } from './read-review.ts';
import { readingRow, type ReadText } from './reading-row.ts';
import { said, whyNot } from './release-approvals.ts';

/** What of a language is shown: what is new or changed since what is released, or every text. */
type Shows = 'changed' | 'all';

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
  const isOpen = ({ state }: ReadText) => state !== 'same';
  const all = each.flatMap(({ texts }) => texts);
  const open = all.filter(isOpen).length;
  const shows: Shows = query.get('show') === 'all' || open === 0 ? 'all' : 'changed';
  const telling = tellingOf(ask, draft);
  const comments = (await parts.pool.run((db) => reviewComments(db, draft.flow))).filter(
    ({ settledAt }) => settledAt === null,
  );
  const rowsOf = ({ language, texts, beside }: (typeof each)[number]) =>
    texts
      .filter((text) => shows === 'all' || isOpen(text))
      .map((text) =>
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
    ${filters(ask, review, languages, { shows, open, all: all.length })}
    ${each.map(
      (
        one,
      ) => html`${isOne ? nothing : html`<h3 class="of-language">${languageName(ask, one.language)}</h3>`}
        ${shows === 'all' ? nothing : rest(ask, review, one.language, one.texts.filter((text) => !isOpen(text)).length)}
        <ol class="reading">
          ${rowsOf(one)}
        </ol>`,
    )}
    ${signing(ask, review, languages)}
  </section>`;
  return editorPage(ask, draft.flow, {
    view: 'release',
    body,
    draft,
    styles: ['release.css', 'reading.css'],
  });
}

type Read = Omit<Review, 'proof'>;

/** Every text of a language, with what it was, what asks for it, and the language it is made from beside it. */
async function textsOf(
  ask: Ask,
  { draft, released }: Read,
  language: string,
): Promise<{ texts: ReadText[]; beside: string | undefined }> {
  const { flow, files } = draft;
  const spoken = spokenIn(files, { flow, spoken: ask.parts.programme.languages });
  const source = sourceOf(spoken, (one) => copiesIn(files, flow, one));
  const beside = source === language ? undefined : source;
  const pair = { from: language, to: beside ?? language };
  const none = new Map<string, string>();
  const units = pairOf({ files, released: none, bases: none }, flow, pair)?.units ?? [];
  const before = readWords(released?.files ?? none, flow, language);
  const questions = (await openQuestions(ask, draft)).filter(({ to }) => to === language);
  const answers = readWords(files, flow, language)?.answers ?? {};
  const own = units.filter(({ kind, name }) => kind !== 'answer' || Object.hasOwn(answers, name));
  const texts = asTalked(tellingOf(ask, draft).outline, own).map((unit): ReadText => {
    const was = wordingIn(before, unit);
    const question = questions.find((one) => one.unit.id === unit.id);
    const isChanged = was !== unit.source;
    const state =
      question !== undefined ? 'asked' : was === undefined ? 'new' : isChanged ? 'changed' : 'same';
    return { unit, was, state, question };
  });
  return { texts, beside };
}

/** As they are heard: each step's words, then its answers; what no step says stands at the end. */
function asTalked({ steps }: Outline, units: readonly Unit[]): Unit[] {
  const heard = [...steps.values()].flatMap(({ text, exits }) => [
    `text ${text ?? ''}`,
    ...exits.flatMap(({ means }) =>
      means === undefined ? [] : [`choice ${means}`, `answer ${means}`],
    ),
  ]);
  const places = new Map(heard.toReversed().map((one, place) => [one, heard.length - place]));
  const placeOf = ({ kind, name }: Unit) => places.get(`${kind} ${name}`) ?? heard.length + 1;
  return units.toSorted((a, b) => placeOf(a) - placeOf(b));
}

type Counts = { shows: Shows; open: number; all: number };

/** It is heard first: words are one thing in a list, and another on a phone. */
function filters(
  ask: Ask,
  review: Read,
  languages: readonly string[],
  { shows, open, all }: Counts,
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
        ${open === 0 ? nothing : link('changed', open)} ${link('all', all)}
      </nav>
      <a class="button ${has(staff, ['peer_reviewer']) ? 'main' : 'quiet'}" href="${hearPath(ask, review, language)}"
        >${w('release.hear')}</a
      >
    </div>`;
}

/** What is not shown: it reads as it is released, and whether anybody has signed that. */
function rest(ask: Ask, { draft, released, acts }: Read, language: string, count: number): Html {
  const { w } = ask;
  if (count === 0) return nothing;
  const then = released && contentHashes(draft.flow, released.files);
  const hash = then?.languages.get(language);
  const isSigned =
    then?.signedInFile.has(language) === true ||
    acts.some((one) => one.kind === 'signed' && one.language === language && one.hash === hash);
  return html`<p class="hint">
    ${w('reading.rest', { count })} ${isSigned ? nothing : w('reading.rest_unsigned')}
  </p>`;
}

/** At the end of what was read; each signature is bound to what this page has shown of its language. */
function signing(ask: Ask, review: Read, languages: readonly string[]): Html {
  const { w } = ask;
  const { facts, draft } = review;
  const list = languageList(ask, languages);
  const hers = languages.filter(
    (language) => mayAct('signed', facts, ask.staff, { language }) === undefined,
  );
  const hashes = facts.languages.filter(({ language }) => hers.includes(language));
  return html`<section class="card stack" aria-labelledby="sign">
    <h2 id="sign">${w('reading.sign', { language: list })}</h2>
    ${languages.map((language) => html`<p>${signedChip(ask, review, language, languages.length > 1)}</p>`)}
    ${
      hashes.length === 0
        ? nothing
        : html`<p class="hint">${w('reading.sign_hint', { language: list })}</p>
            <form method="post" action="/console/flows/${draft.flow}/review" class="act">
              ${hidden({ kind: 'signed' })}
              ${hashes.map(({ language, hash }) => hidden({ language, content: hash }))}
              ${button(w('release.sign', { language: languageList(ask, hers) }), 'main')}
            </form>`
    }
    <p><a class="button quiet" href="/console/flows/${draft.flow}/release">${w('asked.to_release')}</a></p>
  </section>`;
}

/** Who signed a language, or why whoever looks may not. */
function signedChip(ask: Ask, review: Read, language: string, isNamed: boolean): Html {
  const { w } = ask;
  const { facts } = review;
  const one = standing(facts).languages.find((each) => each.language === language);
  const name = isNamed ? html`<strong>${languageName(ask, language)}</strong>` : nothing;
  if (one === undefined) return html`${name} ${w('translate.not_spoken')}`;
  const { signed } = one;
  if (signed === 'file')
    return html`${name} <span class="chip good">${w('release.signed_in_file')}</span>`;
  if (signed !== undefined)
    return html`${name}
      <span class="chip good">${w('release.signed_by', said(ask, review, signed))}</span>`;
  const not = mayAct('signed', facts, ask.staff, { language });
  return html`${name} <span class="chip warn">${w('translate.unsigned')}</span>
    ${whyNot(ask, ['reviewer'], not ?? 'already')}`;
}

export const readingRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/reading', may: SEES_FLOWS, answer: showHers },
  { method: 'GET', path: '/flows/:flow/reading/:language', may: SEES_FLOWS, answer: show },
];
