import { html, type Html } from '../frame/html.ts';
import type { Words } from '../frame/words.ts';

/** A link for whoever does it next, by whatever way people write to each other; it needs script. */
export function copyLink(w: Words, to: string): Html {
  return html`<span class="row" data-copies hidden>
    <button type="button" class="button quiet" data-copy="${to}">${w('release.copy_link')}</button>
    <span class="soft" role="status" data-copied="${w('release.copied')}"></span>
  </span>`;
}
