import { mayAct, standing } from '../../release/rules.ts';
import { readingPath } from '../flows/language-next.ts';
import { readStanding } from '../flows/read-review.ts';
import { html, type Html } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import type { Desk } from './open-desk.ts';

/** Whether the language is signed; whoever reviews signs what she has not written, as it reads now. */
export async function signCard(ask: Ask, desk: Desk): Promise<Html> {
  const { w } = ask;
  const { flow } = desk.draft;
  return html`<section class="card stack" aria-labelledby="sign">
    <h2 id="sign">${w('translate.sign')}</h2>
    <p class="hint">${w('translate.sign_hint')}</p>
    ${has(ask.staff, ['reviewer']) ? await signing(ask, desk) : ''}
    <p><a class="button quiet" href="/console/flows/${flow}/release">${w('translate.to_release')}</a></p>
  </section>`;
}

async function signing(
  ask: Ask,
  { draft, languages: { to: language }, nameOf }: Desk,
): Promise<Html> {
  const { w } = ask;
  const { flow } = draft;
  const { facts } = await readStanding(ask, draft);
  if (!facts.languages.some((each) => each.language === language))
    return html`<p>${w('translate.not_spoken')}</p>`;
  const signed = standing(facts).languages.find((each) => each.language === language)?.signed;
  const not = mayAct('signed', facts, ask.staff, { language });
  return html`${
    signed === undefined
      ? html`<p><span class="chip warn">${w('translate.unsigned')}</span></p>`
      : html`<p><span class="chip good">${w('translate.signed')}</span></p>`
  }
  ${
    not === undefined
      ? html`<p><a class="button" href="${readingPath(flow, language)}">${w('release.read_and_sign', { language: nameOf(language) })}</a></p>`
      : html`<p>${w(`release.not_${not}`)}</p>`
  }`;
}
