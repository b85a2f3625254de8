import { html, type Html, nothing } from '../frame/html.ts';
import { languageName } from '../frame/language-names.ts';
import type { Ask } from '../frame/route.ts';
import { readingPath } from './language-next.ts';
import type { Seen } from './read-review.ts';
import { neverRead } from './read-texts.ts';

/** Whether people hear anything that no reviewer of its language has ever read, also of what is released. */
export function isUnread(review: Seen): boolean {
  return review.facts.languages.some(({ language }) => neverRead(review, language).length > 0);
}

/** Texts named in a list that says how many there are: enough to see what they are about. */
const NAMED = 5;

/** Which texts of a language no reviewer has ever read, whatever is signed. */
export function unreadNote(ask: Ask, review: Seen, language: string): Html {
  const { w } = ask;
  const unread = neverRead(review, language);
  if (unread.length === 0) return nothing;
  const path = `${readingPath(review.draft.flow, language)}?show=unread`;
  const more = unread.length - NAMED;
  return html`<details class="unread">
    <summary>
      ${w('reading.never_read', { language: languageName(ask, language), count: unread.length })}
    </summary>
    <ul class="plain-list">
      ${unread
        .slice(0, NAMED)
        .map(
          ({ id, source }) =>
            html`<li><a href="${path}#unit-${id}" lang="${language}">${startOf(source)}</a></li>`,
        )}
      ${more > 0 ? html`<li>${w('reading.and_more', { count: more })}</li>` : nothing}
    </ul>
    <p><a href="${path}">${w('reading.read_them')}</a></p>
  </details>`;
}

/** Characters of a text that tell it apart from others. */
const START = 60;

function startOf(words: string): string {
  const line = words.replaceAll(/\s+/gu, ' ').trim();
  return line.length <= START ? line : `${line.slice(0, START).trimEnd()}…`;
}
