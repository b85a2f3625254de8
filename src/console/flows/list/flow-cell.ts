import { languageName } from '../../frame/language-names.ts';
import { guideCountry } from '../../../flow/benefits/country.ts';
import { given, html, type Html, nothing } from '../../frame/html.ts';
import { type Ask, has } from '../../frame/route.ts';
import { SEES_EXPIRY } from '../../frame/who.ts';
import { stepId } from '../read/step-view.ts';
import type { ListedFlow } from './listed-flows.ts';
import type { FoundWords } from './said-in-flows.ts';

/**
 * A flow of the list: what it is for, its name in the files, and where a search was found in what it says. The guide of a
 * country is built from its schemes: that is where it leads.
 */
export function flowCell(ask: Ask, row: ListedFlow, said: FoundWords | undefined): Html {
  const { w } = ask;
  const { flow, title, about, isPart } = row;
  const guide = guideCountry(flow);
  return html`<div class="flow-cell">
    ${
      guide === undefined
        ? html`<a class="flow-name" href="/console/flows/${flow}/read">${title}</a>`
        : html`<span class="flow-name">${title}</span>`
    }
    ${given(about, ({ words, language }) => html`<p class="soft" lang="${language}">${words}</p>`)}
    ${given(said, (found) => foundWords(ask, flow, found))}
    <p class="row flow-small">
      <code>${flow}</code>
      ${isPart ? html`<span class="chip">${w('flows.part')}</span>` : nothing}
      ${guide === undefined || !has(ask.staff, SEES_EXPIRY) ? nothing : html`<a href="/console/expiry?country=${guide.toUpperCase()}">${w('flows.made_of_schemes')}</a>`}
    </p>
  </div>`;
}

/** Leads to the place where it is said; a guide is no text that anybody opens. */
function foundWords(ask: Ask, flow: string, found: FoundWords): Html {
  const { w } = ask;
  const { language, step, others } = found;
  const place = step === undefined ? '' : `#${stepId(step)}`;
  const where = w('flows.said_in', { language: languageName(ask, language) });
  return html`<p class="said-here">
    ${guideCountry(flow) === undefined ? html`<a href="/console/flows/${flow}/read?lang=${language}${place}">${where}</a>` : where}
    <span lang="${language}">${found.before}<mark>${found.found}</mark>${found.after}</span>
    ${others === 0 ? nothing : html`<small>${w('flows.said_besides', { count: others })}</small>`}
  </p>`;
}
