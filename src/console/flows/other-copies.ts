import { languagesIn } from '../../flow/edit/desk.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { copiesIn } from '../translate/units.ts';
import type { Review } from './read-review.ts';

/** What waits in languages that nobody of this programme hears holds nothing up. */
export function otherCopies({ w, parts }: Ask, { draft: { files, flow } }: Review): Html {
  const count = languagesIn(files, flow)
    .filter((one) => !parts.programme.languages.includes(one))
    .reduce((sum, one) => sum + copiesIn(files, flow, one), 0);
  return count === 0 ? nothing : html`<p class="soft">${w('release.other_copies', { count })}</p>`;
}
