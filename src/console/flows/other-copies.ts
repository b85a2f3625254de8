import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { copiesElsewhere } from '../translate/open-texts.ts';
import type { Seen } from './read-review.ts';

/** What waits in languages that nobody of this programme hears holds nothing up. */
export function otherCopies({ w, parts }: Ask, { draft: { files, flow } }: Seen): Html {
  const { texts: count } = copiesElsewhere(files, flow, parts.programme.languages);
  return count === 0 ? nothing : html`<p class="soft">${w('release.other_copies', { count })}</p>`;
}
