import { begunBy } from '../../engine/quiet-sending.ts';
import { act } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import { type Ask, has } from '../frame/route.ts';
import { forSecond } from '../people/for-second.ts';
import { RELEASES } from './quiet.ts';
import { quietTold } from './quiet-told.ts';
import type { SendingFacts } from './sending-page.ts';
import { momentOf } from '../frame/moments.ts';

/** Whether it is quiet, who made it so, and what opens it again. */
export function quietCard(ask: Ask, facts: SendingFacts): Html {
  const { w } = ask;
  const { report, acts } = facts;
  return html`<section class="card stack" id="quiet">
    <h2>${w('sending.quiet_title')}</h2>
    ${report.quiet ? quietTold(ask, facts) : html`<p>${w('sending.quiet_off_means')}</p>`}
    ${report.quiet ? whileQuiet(ask, facts) : nothing} ${acts.length === 0 ? nothing : history(ask, acts)}
  </section>`;
}

function whileQuiet(ask: Ask, { held, acts }: SendingFacts): Html {
  const { w } = ask;
  const begun = begunBy(acts[0], ask.now);
  const requests =
    held.requests === 0
      ? nothing
      : html`<p class="note warn">
          ${w('sending.quiet_requests', { count: held.requests })}
          <a href="/console/follow-ups">${w('sending.quiet_requests_link')}</a>
        </p>`;
  const stays =
    begun === undefined
      ? nothing
      : act('/console/sending/quiet', w('sending.quiet_stays'), 'quiet');
  return html`${requests} ${releaseButton(ask, acts)} ${stays}`;
}

/** What opens it again, for whoever may. */
export function releaseButton(ask: Ask, acts: SendingFacts['acts']): Html | Promise<Html> {
  return has(ask.staff, RELEASES) ? release(ask, begunBy(acts[0], ask.now)) : nothing;
}

/** The first of two, she herself who waits for the second, or the second. */
function release(ask: Ask, begun: string | undefined): Html | Promise<Html> {
  const { w, staff } = ask;
  if (begun === undefined)
    return act('/console/sending/release', w('sending.release_first'), 'quiet');
  if (begun === staff.id) return html`<p class="note">${w('sending.release_waits')}</p>`;
  const press = act('/console/sending/release', w('sending.release_second'), 'danger');
  return forSecond(ask, begun, press);
}

function history(ask: Ask, acts: SendingFacts['acts']): Html {
  const { w, staff } = ask;
  const who = ({ actor, name }: SendingFacts['acts'][number]) =>
    actor === staff.id ? w('sending.by_you') : (name ?? actor);
  return html`<details>
    <summary>${w('sending.history')}</summary>
    <ul class="plain-list">
      ${acts.map((one) => html`<li>${momentOf(ask, one.at)} · ${w(`sending.act_${one.act}`)} · ${who(one)}</li>`)}
    </ul>
  </details>`;
}
