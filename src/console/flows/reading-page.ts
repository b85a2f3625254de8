import { contentHashes } from '../../flow/edit/content-hashes.ts';
import type { Outline } from '../../flow/edit/outline.ts';
import { languagesIn } from '../../flow/edit/desk.ts';
import { reviewComments } from '../../store/approvals.ts';
import { mayAct, standing } from '../../release/rules.ts';
import { act } from '../frame/forms.ts';
import { type Answer, notFound } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import type { Ask, Route } from '../frame/route.ts';
import { SEES_FLOWS } from '../frame/who.ts';
import { changeBeside, openQuestions } from '../translate/asked-card.ts';
import { spokenIn } from '../translate/pairs.ts';
import { copiesIn, pairOf, readWords, sourceOf, type Unit, wordingIn } from '../translate/units.ts';
import { editorPage } from './editor-page.ts';
import { readingPath } from './language-next.ts';
import { tellingOf } from './names/telling.ts';
import { openDraft } from './open-draft.ts';
import { readStanding, type Review } from './read-review.ts';
import { readingRow, type ReadText } from './reading-row.ts';
import { said, whyNot } from './release-approvals.ts';

/** What of a language is shown: what is new or changed since what is released, or every text. */
type Shows = 'changed' | 'all';

/** One language to be read as it is now, in the order of the conversation; whoever may signs it at the end of what she read. */
async function show(ask: Ask): Promise<Answer> {
  const { w, query, parts } = ask;
  const draft = await openDraft(ask, ask.param('flow'));
  const language = ask.param('language');
  if (draft === undefined || !languagesIn(draft.files, draft.flow).includes(language))
    return notFound();
  const review = { draft, ...(await readStanding(ask, draft)) };
  const { texts, beside } = await textsOf(ask, review, language);
  const open = texts.filter(({ state }) => state !== 'same');
  const shows: Shows = query.get('show') === 'all' || open.length === 0 ? 'all' : 'changed';
  const telling = tellingOf(ask, draft);
  const comments = await parts.pool.run((db) => reviewComments(db, draft.flow));
  const name = languageName(ask, language);
  const rows = shows === 'all' ? texts : open;
  const body = html`<section class="stack" aria-labelledby="reading">
    <h2 id="reading">${w('reading.title', { language: name })}</h2>
    ${filters(ask, draft.flow, language, { shows, open: open.length, all: texts.length })}
    ${shows === 'all' ? nothing : rest(ask, review, language, texts.length - open.length)}
    <ol class="reading">
      ${rows.map((text) =>
        readingRow(ask, text, {
          flow: draft.flow,
          language,
          beside,
          telling,
          comments: comments.filter(({ settledAt }) => settledAt === null),
          changePath: text.question === undefined ? '' : changeBeside(draft.flow, text.question),
        }),
      )}
    </ol>
    ${signing(ask, review, language)}
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

function filters({ w }: Ask, flow: string, language: string, { shows, open, all }: Counts): Html {
  const link = (one: Shows, count: number) =>
    html`<a
      class="button ${one === shows ? '' : 'quiet'}"
      href="${readingPath(flow, language)}?show=${one}"
      ${one === shows ? html`aria-current="true"` : nothing}
      >${w(`reading.show_${one}`, { count })}</a
    >`;
  return html`<nav class="row" aria-label="${w('translate.filter')}">
    ${open === 0 ? nothing : link('changed', open)} ${link('all', all)}
  </nav>`;
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

/** At the end of what was read; a signature is bound to what this page has shown. */
function signing(ask: Ask, review: Read, language: string): Html {
  const { w } = ask;
  const { facts, draft } = review;
  const name = languageName(ask, language);
  const hash = facts.languages.find((one) => one.language === language)?.hash;
  const signed = standing(facts).languages.find((one) => one.language === language)?.signed;
  const not = mayAct('signed', facts, ask.staff, { language });
  const values = { kind: 'signed', language, content: hash ?? '' };
  return html`<section class="card stack" aria-labelledby="sign">
    <h2 id="sign">${w('reading.sign', { language: name })}</h2>
    ${
      hash === undefined
        ? html`<p>${w('translate.not_spoken')}</p>`
        : signed === undefined
          ? html`<p><span class="chip warn">${w('translate.unsigned')}</span></p>`
          : html`<p><span class="chip good">${signed === 'file' ? w('release.signed_in_file') : w('release.signed_by', said(ask, review, signed))}</span></p>`
    }
    ${
      hash === undefined || not !== undefined
        ? whyNot(ask, ['reviewer'], not ?? 'already')
        : html`<p class="hint">${w('reading.sign_hint', { language: name })}</p>
            ${act(`/console/flows/${draft.flow}/review`, w('release.sign', { language: name }), 'main', values)}`
    }
    <p><a class="button quiet" href="/console/flows/${draft.flow}/release">${w('asked.to_release')}</a></p>
  </section>`;
}

export const readingRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/reading/:language', may: SEES_FLOWS, answer: show },
];
