import { pressQuiet, releaseQuiet } from '../../engine/quiet-sending.ts';
import { readSending } from '../../store/sending-state.ts';
import { refused, see, type Answer } from '../frame/answer.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has, type Role } from '../frame/route.ts';
import { SEES_FLOWS } from '../frame/who.ts';

/** Whoever sees that wrong texts go out stops them; a monitor sees figures alone. */
export const PRESSES: readonly Role[] = [...SEES_FLOWS, 'counsellor'];
/** Who opens again, two of them. */
export const RELEASES: readonly Role[] = ['admin', 'supervisor'];

/** On every page: one press stops everything that goes out, or says that it is quiet. */
export async function quietButton(ask: Ask): Promise<Html> {
  const { w, signedIn, parts } = ask;
  if (!has(signedIn, PRESSES)) return nothing;
  const { quiet } = await parts.pool.run(readSending);
  if (!quiet)
    return html`<form method="post" action="/console/sending/quiet" data-urgent>
      <button class="button danger" type="submit" title="${w('sending.quiet_hint')}">
        ${w('sending.quiet_button')}
      </button>
    </form>`;
  return html`<a class="chip warn" href="${toldAt(ask)}"><strong>${w('sending.quiet_now')}</strong></a>`;
}

/** Where it is said what the quiet means, and opened by who may. */
function toldAt({ signedIn }: Ask): string {
  return has(signedIn, RELEASES) ? '/console/sending#quiet' : '/console#quiet';
}

export async function pressed(ask: Ask): Promise<Answer> {
  const done = await pressQuiet(ask.parts, ask.staff.id);
  return see(toldAt(ask), done ? 'sending.quiet_pressed' : 'sending.quiet_already');
}

export async function released(ask: Ask): Promise<Answer> {
  const done = await releaseQuiet(ask.parts, ask.staff.id);
  if (done === 'same_person') return refused(409, 'sending.release_same_person');
  if (done === 'counts_as_one') return refused(409, 'staff.counts_as_one');
  const said = {
    release_asked: 'sending.release_asked',
    released: 'sending.released',
    not_quiet: 'sending.not_quiet',
  } as const;
  return see('/console/sending#quiet', said[done]);
}
