import { mayAct, standing } from '../../release/rules.ts';
import { button, hidden } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import type { Ask } from '../frame/route.ts';
import { languageList, readingPath } from './language-next.ts';
import { hashesOf, type Read, shownHash, shownOf, type Shows } from './reading-texts.ts';
import type { ReadText } from './reading-row.ts';
import { said, whyNot } from './release-approvals.ts';

/** A language on the page: all its texts. */
export type OnPage = { language: string; texts: readonly ReadText[] };

/** At the end of what was read: for which texts the signature is, and for which not; each is bound to what was shown. */
export function signingCard(ask: Ask, review: Read, onPage: readonly OnPage[], shows: Shows): Html {
  const { w, staff } = ask;
  const { facts, draft } = review;
  const list = languageList(
    ask,
    onPage.map(({ language }) => language),
  );
  const hers = onPage.flatMap(({ language, texts }) => {
    const shown = shownOf(texts, shows);
    const isMore = shown.some(({ isRead }) => !isRead);
    const hash = facts.languages.find((one) => one.language === language)?.hash;
    const not = mayAct('signed', facts, staff, { language, isMore });
    return hash === undefined || not !== undefined ? [] : [{ language, texts, shown, hash }];
  });
  const count = hers.reduce((sum, { shown }) => sum + hashesOf(shown).length, 0);
  const named = languageList(
    ask,
    hers.map(({ language }) => language),
  );
  return html`<section class="card stack" aria-labelledby="sign">
    <h2 id="sign">${w('reading.sign', { language: list })}</h2>
    ${onPage.map(
      (one) => html`<div class="stack tight">
      <p>${signedChip(ask, review, one, onPage.length > 1)}</p>
      ${hers.some(({ language }) => language === one.language) ? nothing : unreadLine(ask, review, one)}
    </div>`,
    )}
    ${
      hers.length === 0
        ? nothing
        : html`<ul class="plain-list">
              ${hers.map((one) => html`<li>${coversLine(ask, review, one)}</li>`)}
            </ul>
            <p class="hint">${w('reading.sign_hint', { language: list })}</p>
            <form method="post" action="/console/flows/${draft.flow}/review" class="act">
              ${hidden({ kind: 'signed', show: shows })}
              ${hers.map(({ language, hash, shown }) => hidden({ language, content: hash, read: shownHash(shown) }))}
              ${button(w('reading.sign_texts', { language: named, count }), 'main')}
            </form>`
    }
    <p><a class="button quiet" href="/console/flows/${draft.flow}/release">${w('asked.to_release')}</a></p>
  </section>`;
}

/** For which texts her signature would be. */
function coversLine(
  ask: Ask,
  { draft }: Read,
  { language, texts, shown }: OnPage & { shown: readonly ReadText[] },
): Html {
  const { w } = ask;
  const name = languageName(ask, language);
  const all = hashesOf(texts);
  const own = hashesOf(shown);
  if (own.length === all.length)
    return html`${w('reading.covers_all', { language: name, count: all.length })}`;
  const others = texts.filter((text) => !shown.includes(text));
  const unread = hashesOf(others.filter(({ isRead }) => !isRead)).length;
  const read = all.length - own.length - unread;
  const path = `${readingPath(draft.flow, language)}?show=all`;
  return html`${w('reading.covers', { language: name, count: own.length })}
    ${read === 0 ? nothing : w('reading.others_read', { count: read })}
    ${
      unread === 0
        ? nothing
        : html`${w('reading.others_unread', { language: name, count: unread })}
            <a href="${path}">${w('reading.read_all', { language: name, count: all.length })}</a>`
    }`;
}

/** Beside what is signed: what of it nobody has read. */
function unreadLine(ask: Ask, { draft, facts }: Read, { language, texts }: OnPage): Html {
  const { w } = ask;
  const count = hashesOf(texts.filter(({ isRead }) => !isRead)).length;
  const isSpoken = facts.languages.some((one) => one.language === language);
  if (count === 0 || !isSpoken) return nothing;
  return html`<p class="hint">
    ${w('reading.never_read', { language: languageName(ask, language), count })}
    <a href="${readingPath(draft.flow, language)}?show=unread">${w('reading.read_them')}</a>
  </p>`;
}

/** Who signed a language, or why whoever looks may not. */
function signedChip(ask: Ask, review: Read, { language }: OnPage, isNamed: boolean): Html {
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
