import { auditEntry } from '../../engine/audit-entry.ts';
import { writeAudit } from '../../store/audit.ts';
import { lockDraft } from '../../store/drafts.ts';
import { editorPage } from '../flows/editor-page.ts';
import { answerName, textName } from '../flows/names/step-names.ts';
import { tellingOf } from '../flows/names/telling.ts';
import { openDraft } from '../flows/open-draft.ts';
import { stepId } from '../flows/read/step-view.ts';
import { type Answer, notFound, see } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask, Route } from '../frame/route.ts';
import { SEES_FLOWS } from '../frame/who.ts';
import {
  changeBeside,
  CONFIRMS,
  openQuestions,
  type Question,
  questionCard,
  seenHash,
} from './asked-card.ts';
import { keepConfirmed } from './keep-bases.ts';

/** Everything that stayed while another language of the programme changed, with the two answers beside each. */
async function show(ask: Ask): Promise<Answer> {
  const { w } = ask;
  const draft = await openDraft(ask, ask.param('flow'));
  if (draft === undefined) return notFound();
  const { flow } = draft;
  const all = await openQuestions(ask, draft);
  const telling = tellingOf(ask, draft);
  const nameOf = ({ unit: { kind, name } }: Question) =>
    kind === 'text' ? textName(telling, name) : answerName(telling, name);
  const list = (some: readonly Question[]): Html =>
    html`${some.map((one) =>
      questionCard(ask, one, {
        flow,
        name: nameOf(one),
        changePath: changeBeside(flow, one),
        back: {},
      }),
    )}`;
  const [own, before] = [all.filter((one) => one.isOfDraft), all.filter((one) => !one.isOfDraft)];
  const body = html`<section class="card stack" aria-labelledby="asked">
      <h2 id="asked">${w('asked.title')}</h2>
      ${own.length === 0 ? html`<p class="empty">${w('asked.none')}</p>` : html`<p class="hint">${w('asked.hint')}</p>`}
      ${list(own)}
      <p><a class="button ${own.length === 0 ? 'main' : ''}" href="/console/flows/${flow}/release">${w('asked.to_release')}</a></p>
    </section>
    ${
      before.length === 0
        ? nothing
        : html`<details class="card">
            <summary>${w('asked.before', { count: before.length })}</summary>
            <div class="stack">${list(before)}</div>
          </details>`
    }`;
  return editorPage(ask, flow, {
    view: 'release',
    body,
    draft,
    styles: ['release.css', 'reading.css'],
  });
}

/** Somebody says of words that she has seen, beside what changed, that they are still right. */
async function confirm(ask: Ask): Promise<Answer> {
  const { parts, form, staff, now } = ask;
  const flow = ask.param('flow');
  const [to, unit] = [form.get('to'), form.get('unit')];
  const draft = await openDraft(ask, flow);
  if (draft === undefined) return notFound();
  const question = (await openQuestions(ask, draft)).find(
    (one) => one.to === to && one.unit.id === unit,
  );
  const isSeen = question !== undefined && seenHash(question) === form.get('seen');
  if (!isSeen) return see(backIn(ask, flow), 'asked.meanwhile');
  const isKept = await parts.pool.transact(async (tx) => {
    const locked = await lockDraft(tx, flow);
    if (locked?.revision !== draft.revision) return false;
    const { languages: spoken } = parts.programme;
    const saved = { flow, spoken, by: staff.id, now };
    const meant = { to: question.to, units: [question.unit.id] };
    await keepConfirmed(tx, saved, draft.files, meant);
    const detail = `${flow} still right ${question.to}`;
    const entry = { actor: staff.id, action: 'draft_reviewed' as const, detail, now };
    await writeAudit(tx, auditEntry(parts.keyring, entry), { now });
    return true;
  });
  return see(backIn(ask, flow), isKept ? 'asked.done' : 'asked.meanwhile');
}

/** Where she was asked: at a step, on the page where she reads a language, or here. */
function backIn({ form }: Ask, flow: string): string {
  const [step, lang] = [form.get('step') ?? '', form.get('lang') ?? ''];
  const isLanguage = /^[a-z]{2,3}(?:-[A-Z]{2})?$/u.test(lang);
  const base = `/console/flows/${flow}`;
  if (isLanguage && /^[a-z][a-z0-9_]*$/u.test(step))
    return `${base}/read?lang=${lang}&step=${step}#${stepId(step)}`;
  return isLanguage ? `${base}/reading/${lang}` : `${base}/still-right`;
}

export const askedRoutes: readonly Route[] = [
  { method: 'GET', path: '/flows/:flow/still-right', may: SEES_FLOWS, answer: show },
  { method: 'POST', path: '/flows/:flow/still-right', may: CONFIRMS, answer: confirm },
];
