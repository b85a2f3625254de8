import { languageName } from '../frame/language-names.ts';
import { contactOpening } from '../../flow/contact-hours.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { flowTitle } from '../flows/names/flow-names.ts';
import { fieldName, valueName } from '../flows/names/plain-names.ts';
import { stepName } from '../flows/names/step-names.ts';
import type { Telling } from '../flows/names/telling.ts';
import type { Input } from './script.ts';
import { type Moment, type Played, timeOf, type Trial } from './play.ts';
import { money, momentWords, type Price, saidOf } from './say-shown.ts';

type Told = {
  ask: Pick<Ask, 'w' | 'language'>;
  trial: Trial;
  played: Played;
  /** Names the steps of each flow that the talk came to. */
  telling: (flow: string) => Telling;
};

/** Everything that happened beside what the phone shows, the newest first, and what the try has cost so far. */
export function happened(told: Told): Html {
  const { ask, played } = told;
  const { w } = ask;
  return html`<section class="try-log stack" aria-labelledby="happened">
    <h2 id="happened">${w('try.happened')}</h2>
    ${sums(told)}
    ${
      played.brokeAt === undefined
        ? nothing
        : html`<p class="note bad" role="alert">${w('try.broke')}</p>`
    }
    <ol class="try-moments" reversed>
      ${played.moments.toReversed().map((moment) => momentItem(told, moment))}
    </ol>
  </section>`;
}

function momentItem({ ask, trial, played, telling: of }: Told, moment: Moment): Html {
  const { w, language } = ask;
  const telling = of(moment.flow);
  const { timeZone } = played.clock;
  return html`<li>
    <h3>${headOf(ask, moment.input)}</h3>
    ${
      moment.steps.length === 0
        ? nothing
        : html`<p class="row">
          ${moment.steps.map((step) => stepLink(telling, moment.flow, step))}
        </p>`
    }
    <ul>
      ${moment.isPast ? html`<li>${w('try.clock_past')}</li>` : nothing}
      ${moment.saved.map(
        ({ field, value }) =>
          html`<li>${
            value === undefined
              ? w('try.forgotten', { field: fieldName(w, field) })
              : w('try.saved', { field: fieldName(w, field), value: valueName(telling, value) })
          }</li>`,
      )}
      ${saidOf(ask, telling, moment, trial.programme?.smsPrice)}
      ${moment.held.map(
        ({ until }) =>
          html`<li class="note warn">
            ${w('try.held', { at: momentWords(until, language, timeZone) })}
          </li>`,
      )}
    </ul>
  </li>`;
}

/** A step of a part is written in the part. */
function stepLink(telling: Telling, flow: string, step: string): Html {
  const [own = step] = step.split('__');
  return html`<a class="chip" href="/console/flows/${flow}/read#step-${own}">${stepName(telling, step)}</a>`;
}

/** What was done, in a few words. */
export function headOf(ask: Told['ask'], input: Input | undefined): string {
  const { w } = ask;
  if (input === undefined) return w('try.did_begin');
  switch (input.type) {
    case 'text':
      return w('try.did_text', { text: input.text });
    case 'language':
      return w('try.did_language', { language: languageName(ask, input.language) });
    case 'channel':
      return w(`try.did_channel_${input.channel}`);
    case 'clock':
      return w('try.did_clock', { at: input.at.replace('T', ' ') });
    default:
      return w(`try.did_${input.type}`);
  }
}

/** Messages, answers and money until now; what waits; and whether texts may leave. */
function sums({ ask, trial, played }: Told): Html {
  const { w, language } = ask;
  const shown = played.moments.flatMap((moment) => moment.shown);
  const segments = shown.reduce((sum, one) => sum + (one.kind === 'sms' ? one.segments : 0), 0);
  const texts = shown.filter(({ kind }) => kind === 'sms').length;
  const screens = shown.filter(({ kind }) => kind === 'screen').length;
  const answers = played.moments.filter(({ input }) => input?.type === 'text').length;
  const sms: Price = trial.programme?.smsPrice;
  const reply = trial.programme?.replyPrice;
  const { timeZone } = played.clock;
  return html`<dl class="facts">
    <dt>${w('try.sent')}</dt>
    <dd>
      ${w('try.sent_texts', { count: texts })}, ${w('try.sent_parts', { count: segments })}${
        sms === undefined ? '' : `, ${money(ask, sms, segments)}`
      }
    </dd>
    <dt>${w('try.answered')}</dt>
    <dd>
      ${w('try.answers', { count: answers })}${
        reply === undefined || reply === 'free' ? '' : `, ${money(ask, reply, answers)}`
      }
    </dd>
    ${screens === 0 ? nothing : html`<dt>${w('try.shown')}</dt><dd>${w('try.screens', { count: screens })}</dd>`}
    <dt>${w('try.now')}</dt>
    <dd>${momentWords(timeOf(played), language, timeZone)} ${hoursWords(ask, trial, played)}</dd>
    ${
      played.phone.due.length === 0
        ? nothing
        : html`<dt>${w('try.due')}</dt>
          <dd>
            ${played.phone.due
              .map(({ flow, at }) => {
                const shownAt = new Date(at.getTime() + played.clock.offsetMs);
                return `${flowTitle(w, flow)}, ${momentWords(shownAt, language, timeZone)}`;
              })
              .join('; ')}
          </dd>`
    }
  </dl>`;
}

function hoursWords(ask: Told['ask'], trial: Trial, played: Played): string {
  const { w, language } = ask;
  if (trial.programme === undefined) return '';
  const opening = contactOpening(trial.programme, timeOf(played));
  if (opening.open) return w('try.hours_open');
  const at = momentWords(opening.opensAt, language, played.clock.timeZone);
  return w('try.hours_closed', { at });
}
