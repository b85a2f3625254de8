import { readQuietActs, whoReleases } from '../../store/quiet.ts';
import { readSending } from '../../store/sending-state.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { PRESSES, RELEASES } from './quiet.ts';
import { releaseButton } from './quiet-card.ts';
import { quietTold } from './quiet-told.ts';

/** Acts that are looked through for the last press. */
const ACTS = 12;

/** On the start page while it is quiet: what that means, and who opens it again. */
export async function quietNote(ask: Ask): Promise<Html> {
  const { w, signedIn, parts } = ask;
  if (!has(signedIn, PRESSES) || !(await parts.pool.run(readSending)).quiet) return nothing;
  const facts = await parts.pool.run(async (db) => ({
    acts: await readQuietActs(db, ACTS),
    releasers: await whoReleases(db, RELEASES),
  }));
  return html`<section class="card stack" id="quiet">
    <h2>${w('sending.quiet_now')}</h2>
    ${quietTold(ask, facts)} ${releaseButton(ask, facts.acts)}
  </section>`;
}
