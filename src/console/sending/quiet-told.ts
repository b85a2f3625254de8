import type { QuietActRow } from '../../store/quiet.ts';
import { given, html, type Html, nothing } from '../frame/html.ts';
import { localeOf } from '../frame/locale.ts';
import { momentOf } from '../frame/moments.ts';
import { type Ask, has } from '../frame/route.ts';
import { RELEASES } from './quiet.ts';

/** Two open it again: with fewer accounts that may, nobody could. */
const TWO = 2;

type QuietFacts = { acts: readonly QuietActRow[]; releasers: readonly string[] };

/** What is still answered, who pressed, and how texts go out again: whoever has just pressed by mistake reads it at once. */
export function quietTold(ask: Ask, { acts, releasers }: QuietFacts): Html {
  const { w, staff, language } = ask;
  const pressed = acts.find(({ act }) => act === 'pressed');
  const names = new Intl.ListFormat(localeOf(language)).format(releasers);
  const who = releasers.length < TWO ? w('sending.quiet_few') : w('sending.quiet_who', { names });
  return html`<p>${w('sending.quiet_on_means')}</p>
    ${given(pressed, ({ actor, name, at }) => {
      const by = actor === staff.id ? w('sending.by_you') : (name ?? actor);
      return html`<p class="soft">${w('sending.quiet_by', { who: by, when: momentOf(ask, at) })}</p>`;
    })}
    <p>
      ${w('sending.quiet_again')} ${who}
      ${has(staff, RELEASES) ? w('sending.quiet_you_too') : nothing}
    </p>`;
}
