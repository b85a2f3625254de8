import { languageName } from '../frame/language-names.ts';
import { TRAITS } from '../../flow/vocabulary.ts';
import { channelOf } from '../../proof/talk/phone.ts';
import { choice, field, select } from '../frame/forms.ts';
import { html, type Html, nothing } from '../frame/html.ts';
import type { Ask } from '../frame/route.ts';
import { capital, fieldName, knownName, plain, valueName } from '../flows/names/plain-names.ts';
import { asRead, stepName } from '../flows/names/step-names.ts';
import type { Telling } from '../flows/names/telling.ts';
import { channelsOfTry, fieldsToKnow, languagesOfTry, valuesShown } from './first-setup.ts';
import type { OpenTrial } from './open-trial.ts';
import { type Played, timeOf, type Trial } from './play.ts';
import type { Setup } from './script.ts';
import { localTime } from './take-act.ts';

type Shown = {
  w: Ask['w'];
  open: OpenTrial;
  trial: Trial;
  setup: Setup;
  played: Played | undefined;
  telling: Telling;
};

/** What happens to a phone beside what is typed: by which channel, in which language, dropping, waiting, the clock. */
export function controls({ w, open, trial, setup, played }: Shown): Html {
  const { release, programme } = trial;
  const now = played === undefined ? '' : localTime(timeOf(played), played.clock.timeZone);
  const facts = played?.phone.scene.facts;
  const channel = played === undefined ? setup.channel : channelOf(played.phone);
  return html`<div class="try-controls stack">
    <div class="row" role="group" aria-label="${w('try.channel')}">
      ${channelsOfTry(release, programme).map(
        (one) =>
          html`<button
            class="button ${one === channel ? '' : 'quiet'}"
            type="submit"
            name="act"
            value="${one}"
            aria-pressed="${one === channel ? 'true' : 'false'}"
          >
            ${w(`try.channel_${one}`)}
          </button>`,
      )}
    </div>
    <div class="try-pick">
      ${select({
        legend: w('try.language'),
        name: 'language',
        chosen: facts?.language ?? setup.language,
        options: languagesOfTry(release, programme).map((value) => ({
          value,
          label: languageName({ w }, value),
        })),
      })}
      ${actButton(w('try.use'), 'language', w('try.use_language'))}
    </div>
    <div class="try-pick">
      ${select({
        legend: w('try.programme'),
        name: 'programme',
        chosen: setup.programme ?? '',
        options: [
          ...open.programmes.map((one) => ({ value: one.programme, label: one.programme })),
          { value: '', label: w('try.no_programme') },
        ],
      })}
      ${actButton(w('try.use'), 'programme', w('try.use_programme'))}
    </div>
    <div class="row">
      ${actButton(w('try.silence'), 'silence')} ${actButton(w('try.drop'), 'drop')}
      ${actButton(w('try.dial'), 'dial')}
    </div>
    <div class="try-pick try-clock">
      ${field({ label: w('try.clock'), name: 'clock', kind: 'datetime-local', value: now })}
      ${actButton(w('try.go'), 'clock')}
    </div>
    <div class="row">
      ${(['hour', 'day', 'week'] as const).map((one) => actButton(w(`try.later_${one}`), one))}
    </div>
    <div class="row">${actButton(w('try.undo'), 'undo')} ${actButton(w('try.again'), 'again')}</div>
  </div>`;
}

function actButton(label: string, value: string, says?: string): Html {
  return html`<button
    class="button quiet"
    type="submit"
    name="act"
    value="${value}"
    ${says === undefined ? nothing : html`aria-label="${says}"`}
  >
    ${label}
  </button>`;
}

/** What is known before the first word, each with a value that may be changed; folded, since usually nothing is. */
export function setupFields(shown: Shown): Html {
  const { w, trial, setup, telling } = shown;
  const { release } = trial;
  const questions = asRead(
    telling,
    [...release.steps].filter(([, step]) => 'text' in step).map(([id]) => id),
  );
  return html`<details class="card try-setup" ${isUsual(setup) ? nothing : html`open`}>
    <summary>${w('try.before')}</summary>
    <div class="stack">
      ${select({
        legend: w('try.from'),
        name: 'from',
        hint: w('try.from_hint'),
        chosen: setup.from ?? '',
        options: [
          { value: '', label: w('try.from_start') },
          ...questions.map((value) => ({ value, label: stepName(telling, value) })),
        ],
      })}
      ${known(shown)} ${person(shown)} ${values(shown)}
      <button class="button" type="submit" name="act" value="setup">${w('try.begin_so')}</button>
    </div>
  </details>`;
}

function isUsual({
  from,
  remembers,
  traits,
  silences,
  joined,
  answered,
  values: own,
}: Setup): boolean {
  const none = [from, joined, answered].every((one) => one === undefined);
  return none && traits.length + silences + Object.keys({ ...remembers, ...own }).length === 0;
}

function known({ w, trial, setup, telling }: Shown): Html {
  const fields = [...fieldsToKnow(trial.release, setup.from)];
  if (fields.length === 0) return nothing;
  return html`<fieldset class="stack">
    <legend class="try-legend">${w('try.remembers')}</legend>
    <div class="grid2">
      ${fields.map(([name, kind]) => {
        const value = String(setup.remembers[name] ?? '');
        if ('kind' in kind)
          return field({ label: capital(fieldName(w, name)), name: `remember_${name}`, value });
        const options = kind.map((one) => ({ value: one, label: valueName(telling, one) }));
        return select({
          legend: capital(fieldName(w, name)),
          name: `remember_${name}`,
          chosen: value,
          options: [{ value: '', label: w('try.nothing') }, ...options],
        });
      })}
    </div>
  </fieldset>`;
}

/** Only what the flow asks of a person. */
function person({ w, trial, setup }: Shown): Html {
  const { factsRead } = trial.release;
  const days = (name: 'joined' | 'answered') =>
    field({ label: w(`try.days_${name}`), name, kind: 'number', value: String(setup[name] ?? '') });
  return html`${
    factsRead.has('traits')
      ? choice({
          legend: w('try.traits'),
          name: 'trait',
          kind: 'many',
          chosen: setup.traits,
          options: TRAITS.map((value) => ({ value, label: knownName(w, value) })),
        })
      : nothing
  }
  ${
    factsRead.has('silences')
      ? field({
          label: w('try.silences'),
          name: 'silences',
          kind: 'number',
          value: String(setup.silences),
        })
      : nothing
  }
  ${factsRead.has('days') ? html`${days('joined')} ${days('answered')}` : nothing}`;
}

function values({ w, trial, setup }: Shown): Html {
  const all = valuesShown(trial, setup);
  if (all.length === 0) return nothing;
  return html`<fieldset class="stack">
    <legend class="try-legend">${w('try.values')}</legend>
    <p class="hint">${w('try.values_hint')}</p>
    <div class="grid2">
      ${all.map(({ name, value }) => field({ label: plain(name), name: `value_${name}`, value, most: 120 }))}
    </div>
  </fieldset>`;
}
